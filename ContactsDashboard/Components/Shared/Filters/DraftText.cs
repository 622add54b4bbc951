using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Components.Shared.Filters;

/// <summary>The words of the form for a condition.</summary>
internal static class DraftText
{
    public static readonly (AgeUnit Unit, string Text)[] Units =
        [(AgeUnit.Hour, "hours"), (AgeUnit.Day, "days"), (AgeUnit.Week, "weeks"), (AgeUnit.Month, "months"), (AgeUnit.Year, "years")];

    public static string Of(DraftWay way, FilterKind kind) => way switch
    {
        DraftWay.Is => kind == FilterKind.Number ? "is exactly" : kind == FilterKind.Choice ? "is one of" : "is",
        DraftWay.IsNot => kind == FilterKind.Choice ? "is none of" : "is not",
        DraftWay.Contains => "contains",
        DraftWay.ContainsNot => "does not contain",
        DraftWay.StartsWith => "starts with",
        DraftWay.EndsWith => "ends with",
        DraftWay.Known => "is known",
        DraftWay.Missing => "is missing",
        DraftWay.Less => "is less than",
        DraftWay.AtMost => "is at most",
        DraftWay.More => "is more than",
        DraftWay.AtLeast => "is at least",
        DraftWay.InTheLast => "in the last",
        DraftWay.LongerAgo => "longer ago than",
        DraftWay.On => "on",
        DraftWay.Before => "before",
        _ => "since",
    };

    /// <summary>What the form offers, by groups.</summary>
    public static IEnumerable<IGrouping<string, (string Name, string Label, string Group)>> Fields(FilterNames names, string search)
    {
        var own = names.Fields.Select(FilterFields.OfAdditional).Select(f => (f.Name, f.Label, f.Group));
        var tallies = FilterFields.Measures.Select(m => (Name: FilterDraft.Orders + m.Name, m.Label, Group: "Activity and orders"));
        var fields = FilterFields.All.Select(f => (f.Name, f.Label, f.Group)).Append((Name: FilterDraft.Activity, Label: "Activity", Group: "Activity and orders")).Concat(tallies).Concat(own);
        return fields.Where(f => f.Label.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase) || f.Name.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase)
            || f.Group.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase)).GroupBy(f => f.Group);
    }

    public static IEnumerable<FilterChoice> Choices(FilterField field, FilterNames names) => field switch
    {
        { Name: "segment" } => names.Segments.Concat(names.Categories).Select(n => new FilterChoice(n, n)),
        { Name: "category" } => names.Categories.Select(n => new FilterChoice(n, n)),
        { Additional.Type: Domain.FieldType.Boolean } => [new("true", "Yes"), new("false", "No")],
        { Additional: { } own } => own.Options.Select(o => new FilterChoice(o, o)),
        _ => field.Choices,
    };
}
