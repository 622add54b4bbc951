using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;

namespace ContactsDashboard.Services.Segments;

/// <summary>Puts some contacts into a list and takes them out, in one step. Many at once are <see cref="ContactBulkService"/>'s.</summary>
public sealed class SegmentMemberService(StoreWriter writer, AccessService access, TimeProvider time)
{
    /// <summary>More are a bulk action, or several calls.</summary>
    public const int MaxAtOnce = 1_000;

    /// <summary>Puts them in; a second contact with the e-mail address of a member is left out.</summary>
    public Task<Result<MembersChanged>> AddAsync(OrganizationId organization, long segmentId, IReadOnlyList<long> contacts, CancellationToken cancellationToken) =>
        ChangeAsync(organization, segmentId, contacts, async (context, scope, known) =>
        {
            var (decided, _) = await AddToSegmentsWork.DecideAsync(context, scope, known, [segmentId], cancellationToken);
            var missing = known.Where(id => decided.TryGetValue(id, out var outcome) && outcome == BulkOutcome.Pending).ToList();
            if (missing.Count == 0)
                return new MembersChanged(0, Count(decided, BulkOutcome.AlreadySo), Count(decided, BulkOutcome.SameEmail), contacts.Count - decided.Count, null);
            var (now, added) = (time.GetUtcNow(), 0);
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.AddedToSegments, now, cancellationToken, details: new { segment = segmentId });
            // One by one: of two contacts with one address the second is left out.
            foreach (var id in missing)
            {
                added += await context.ExecuteAsync(ContactBulkSql.AddMembers, cancellationToken, ("@organization", organization.Value),
                    ("@segments", $"[{segmentId}]"), ("@ids", $"[{id}]"), ("@audit", audit.Id));
            }
            audit.Count = added;
            var segment = await SegmentStore.TrackedAsync(context, organization, segmentId, cancellationToken);
            segment!.UpdatedAt = now;
            await context.SaveChangesAsync(cancellationToken);
            return new MembersChanged(added, Count(decided, BulkOutcome.AlreadySo), Count(decided, BulkOutcome.SameEmail) + missing.Count - added,
                contacts.Count - decided.Count, audit.Id);
        }, cancellationToken);

    /// <summary>Takes them out; the contacts stay.</summary>
    public Task<Result<MembersChanged>> RemoveAsync(OrganizationId organization, long segmentId, IReadOnlyList<long> contacts, CancellationToken cancellationToken) =>
        ChangeAsync(organization, segmentId, contacts, async (context, scope, known) =>
        {
            var decided = await RemoveFromSegmentWork.DecideAsync(context, scope, known, segmentId, cancellationToken);
            var members = decided.Where(d => d.Value == BulkOutcome.Pending).Select(d => d.Key).ToList();
            if (members.Count == 0)
                return new MembersChanged(0, decided.Count, 0, contacts.Count - decided.Count, null);
            var now = time.GetUtcNow();
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.RemovedFromSegment, now, cancellationToken, details: new { segment = segmentId });
            audit.Count = await SegmentSql.TakeOutAsync(context, organization, segmentId, members, audit.Id, now, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
            return new MembersChanged((int)audit.Count, decided.Count - members.Count, 0, contacts.Count - decided.Count, audit.Id);
        }, cancellationToken);

    private async Task<Result<MembersChanged>> ChangeAsync(OrganizationId organization, long segmentId, IReadOnlyList<long> contacts,
        Func<DashboardDbContext, OrganizationScope, List<long>, Task<MembersChanged>> change, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (contacts.Count is 0 or > MaxAtOnce)
            return new Problem("VALIDATION_ERROR", $"Name 1 to {MaxAtOnce:N0} contacts.") { Field = "contacts" };
        return await writer.WriteAsync<MembersChanged>(organization, async context =>
            await SegmentStore.FindAsync(context, organization, segmentId, cancellationToken) is not { } segment ? SegmentProblems.NotFound
            : segment.Kind != SegmentKind.List ? SegmentProblems.NoList
            : await change(context, allowed.Value, [.. contacts.Distinct()]), cancellationToken);
    }

    private static int Count(Dictionary<long, BulkOutcome> decided, BulkOutcome outcome) => decided.Values.Count(o => o == outcome);
}
