using System.Text.Json;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Segments;

namespace ContactsDashboard.Services.Audit;

/// <summary>Takes back what was done to segments themselves; what was done to their members is <see cref="ContactUndo"/>'s.</summary>
public sealed class SegmentUndo(SegmentService segments, SegmentDeletionService deletions)
{
    /// <summary>Why it stays as it is, or null.</summary>
    internal async Task<string?> ReverseAsync(OrganizationId organization, AuditEntry entry, JsonElement details, CancellationToken cancellationToken)
    {
        if (entry.Verb == AuditVerb.DeletedSegment)
            return (await deletions.ReturnAsync(organization, details.Deserialize<DeletedSegment>(JsonSerializerOptions.Web)!, cancellationToken))?.Message;
        var found = await segments.FindAsync(organization, details.GetProperty("segment").GetInt64(), cancellationToken);
        if (!found.IsOk)
            return found.Problem!.Code == "SEGMENT_NOT_FOUND" ? "deleted since" : found.Problem.Message;
        var segment = found.Value;
        switch (entry.Verb)
        {
            case AuditVerb.CreatedSegment when segment.Members > 0:
                return "contacts are in it";
            case AuditVerb.CreatedSegment:
                return (await deletions.DeleteAsync(organization, segment.Id, null, cancellationToken)).Problem?.Message;
            case AuditVerb.RenamedSegment when segment.Name == Text(details, "after"):
                return (await segments.RenameAsync(organization, segment.Id, Text(details, "before"), cancellationToken)).Problem?.Message;
            case AuditVerb.ChangedSegment when segment.Query == Text(details, "after"):
                return (await segments.ChangeSearchAsync(organization, segment.Id, Text(details, "before"), cancellationToken)).Problem?.Message;
            default:
                return "changed since";
        }
    }

    private static string Text(JsonElement details, string name) => details.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
