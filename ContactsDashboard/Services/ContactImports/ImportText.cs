namespace ContactsDashboard.Services.ContactImports;

/// <summary>What a decided row changes, in a few words.</summary>
internal static class ImportText
{
    private const int Named = 3;

    public static string? Changes(RowPlan plan)
    {
        if (plan.Outcome is not (RowOutcome.Updated or RowOutcome.Restored) || plan.Changes.Count == 0)
            return plan.Blocked ? "blocked, and stays blocked" : null;
        var names = plan.Changes.Take(Named).Select(c => $"{Label(c.Name)}: {c.Before ?? "–"} → {c.After ?? "–"}");
        return string.Join("; ", names) + (plan.Changes.Count > Named ? $"; and {plan.Changes.Count - Named} more" : "") + (plan.Blocked ? "; blocked, and stays blocked" : "");
    }

    private static string Label(string name) => name.StartsWith("category:", StringComparison.Ordinal) ? "category" : name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
