using System.Text.Json;
using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>What a row changed of a contact, as versions keep it: the values that differ, and the deletion a restoring ended.</summary>
internal static class ChangeJson
{
    public static string Before(RowPlan plan)
    {
        var entered = Entered(plan, c => c.Before);
        if (plan.Contact?.Deleted is not { } deletion)
            return new ProfileVersion(entered).ToJson();
        // With the exact instant and the change that deleted it, so that an undo deletes it as it was.
        return JsonSerializer.Serialize(new
        {
            entered, deleted = new { deletion.At, deletion.By, deletion.Reason, ticks = plan.Contact.DeletedTicks, auditId = plan.Contact.DeletedByAuditId },
        }, JsonSerializerOptions.Web);
    }

    public static string After(RowPlan plan) => new ProfileVersion(Entered(plan, c => c.After)).ToJson();

    private static ProfileEdit? Entered(RowPlan plan, Func<(string Name, string? Before, string? After), string?> side) =>
        plan.Changes.Count == 0 ? null : ProfileValues.ToEdit(plan.Changes.Where(c => side(c) is not null).ToDictionary(c => c.Name, c => side(c)!));
}
