using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Segments;

/// <summary>Deletes segments, with or without their contacts, and brings them back.</summary>
public sealed class SegmentDeletionService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, ContactBulkService bulk, TimeProvider time)
{
    /// <summary>
    /// What deleting it would do. With its contacts: those whose standing allows it are frozen as for any bulk deletion, which takes the right to delete contacts.
    /// </summary>
    public async Task<Result<SegmentDeletion>> PreviewAsync(OrganizationId organization, long segmentId, bool withContacts, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, withContacts ? Permissions.ManageSegments | Permissions.DeleteContacts : Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FindAsync(context, organization, segmentId, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        var usedBy = await SegmentStore.UsersOfAsync(context, organization, found.Value.Name, segmentId, cancellationToken);
        if (!withContacts)
            return new SegmentDeletion(found.Value, [.. usedBy.Select(s => s.Name)], null);
        var counted = await bulk.PreviewAsync(organization, new ContactBulkAction.Delete(Reason(found.Value.Name), ContactRail.None),
            ContactSelection.AllMatching(new() { Segment = segmentId }), cancellationToken);
        return counted.IsOk ? new SegmentDeletion(found.Value, [.. usedBy.Select(s => s.Name)], counted.Value) : counted.Problem!;
    }

    /// <summary>
    /// Deletes the segment; its contacts stay, unless the job of a preview with contacts is named, which is started along with it.
    /// <c>SEGMENT_IN_USE</c> while a dynamic segment's search names it.
    /// </summary>
    public async Task<Result<ChangeReceipt>> DeleteAsync(OrganizationId organization, long segmentId, long? contactsJob, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, contactsJob is null ? Permissions.ManageSegments : Permissions.ManageSegments | Permissions.DeleteContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var user = (allowed.Value.Actor as UserActor)?.UserId;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var found = await FindAsync(context, organization, segmentId, cancellationToken);
            if (!found.IsOk)
                return found.Problem!;
            var row = found.Value;
            if (await SegmentStore.UsersOfAsync(context, organization, row.Name, segmentId, cancellationToken) is { Count: > 0 } usedBy)
                return SegmentProblems.InUse(row.Name, [.. usedBy.Select(s => s.Name)]);
            if (contactsJob is { } job && await context.Jobs.Where(j => j.OrganizationId == organization.Value && j.Id == job && j.Kind == JobKind.DeleteContacts
                    && j.State == JobState.Previewed && j.UserId == user).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Queued), cancellationToken) == 0)
                return new Problem("JOB_NOT_FOUND", "This preview is no longer there. Open the dialog again.");
            var segment = (await SegmentStore.TrackedAsync(context, organization, segmentId, cancellationToken))!;
            context.Segments.Remove(segment);
            // Its members stay where they are until nobody can bring it back any more.
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.DeletedSegment, time.GetUtcNow(), cancellationToken,
                details: new { segment = segmentId, name = row.Name, kind = (int)row.Kind, query = row.Query, created = row.CreatedAt.UtcTicks, contacts = row.Members ?? 0,
                    description = segment.Description, customFields = segment.CustomFields });
            return new ChangeReceipt(audit.Id, 1);
        }, cancellationToken);
    }

    /// <summary>Brings a deleted segment back with its members, under another name where its own is taken; why not, or null.</summary>
    internal async Task<Problem?> ReturnAsync(OrganizationId organization, DeletedSegment deleted, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem;
        return (await writer.WriteAsync<bool>(organization, async context =>
        {
            if (await context.Segments.AnyAsync(s => s.Id == deleted.Segment, cancellationToken))
                return new Problem("ALREADY_EXISTS", "it is there again");
            var names = (await SegmentStore.AllAsync(context, organization, cancellationToken)).Select(s => TextKey.Fold(s.Name)).ToHashSet();
            var name = deleted.Name;
            for (var number = 2; names.Contains(TextKey.Fold(name)); number++)
                name = $"{deleted.Name[..Math.Min(deleted.Name.Length, SegmentService.MaxName - 6)]} ({number})";
            context.Segments.Add(new Segment
            {
                Id = deleted.Segment, OrganizationId = organization.Value, Name = name, Kind = (SegmentKind)deleted.Kind, Query = deleted.Query,
                Description = deleted.Description, CustomFields = deleted.CustomFields, CreatedAt = new(deleted.Created, TimeSpan.Zero), UpdatedAt = time.GetUtcNow(),
            });
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken)).Problem;
    }

    private static async Task<Result<SegmentRow>> FindAsync(DashboardDbContext context, OrganizationId organization, long segmentId, CancellationToken cancellationToken) =>
        await SegmentStore.FindAsync(context, organization, segmentId, cancellationToken) is not { } row ? SegmentProblems.NotFound
        : row.Kind == SegmentKind.Category ? SegmentProblems.IsCategory : row;

    private static string Reason(string segment) => $"Deleted with segment {segment}";
}

/// <summary>What the record keeps of a segment that was deleted.</summary>
internal sealed record DeletedSegment(long Segment, string Name, int Kind, string? Query, long Created, string? Description, string? CustomFields);
