using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Segments;

/// <summary>A segment as choices show it.</summary>
/// <param name="Members">Contacts in it, deleted ones included; null for a dynamic one, whose contacts are found when it is opened.</param>
public sealed record SegmentRow(long Id, string Name, SegmentKind Kind, long? Members);

/// <summary>Named sets of contacts.</summary>
public sealed class SegmentService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxName = 100;

    public async Task<Result<IReadOnlyList<SegmentRow>>> ListAsync(OrganizationId organization, SegmentKind? kind, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Segments.AsNoTracking().Where(s => s.OrganizationId == organization.Value && (kind == null || s.Kind == kind)).OrderBy(s => s.Name)
            .Select(s => new SegmentRow(s.Id, s.Name, s.Kind, s.Kind == SegmentKind.Dynamic ? null : context.SegmentMembers.LongCount(m => m.SegmentId == s.Id)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>An empty list. <c>SEGMENT_EXISTS</c> when another segment has the name, in any case.</summary>
    public async Task<Result<SegmentRow>> CreateListAsync(OrganizationId organization, string name, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > MaxName)
            return new Problem("VALIDATION_ERROR", $"A list needs a name of at most {MaxName} characters.") { Field = "name" };
        return await writer.WriteAsync<SegmentRow>(organization, async context =>
        {
            var key = TextKey.Fold(trimmed);
            var names = await context.Segments.Where(s => s.OrganizationId == organization.Value).Select(s => s.Name).ToListAsync(cancellationToken);
            if (names.Exists(n => TextKey.Fold(n) == key))
                return new Problem("SEGMENT_EXISTS", $"There is a segment named {trimmed} already.") { Field = "name", Value = trimmed };
            var now = time.GetUtcNow();
            var segment = new Segment { OrganizationId = organization.Value, Name = trimmed, Kind = SegmentKind.List, CreatedAt = now, UpdatedAt = now };
            context.Segments.Add(segment);
            await context.SaveChangesAsync(cancellationToken);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.CreatedSegment, now, cancellationToken, details: new { segment = segment.Id, name = trimmed });
            return new SegmentRow(segment.Id, segment.Name, segment.Kind, 0);
        }, cancellationToken);
    }

    /// <summary>Puts a few contacts into a list in one step; a second contact with the e-mail address of a member is left out. Many are <see cref="AllContacts.ContactBulkService"/>'s.</summary>
    internal async Task<Result<ChangeReceipt>> FillAsync(OrganizationId organization, long segmentId, IReadOnlyList<long> contacts, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var (now, added) = (time.GetUtcNow(), 0);
            var list = await context.Segments.SingleOrDefaultAsync(s => s.OrganizationId == organization.Value && s.Id == segmentId && s.Kind == SegmentKind.List, cancellationToken);
            if (list is null)
                return new Problem("SEGMENT_NOT_FOUND", "This list is no longer there.");
            var audit = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.AddedToSegments, now, cancellationToken);
            // One by one: of two contacts with one address the second is left out.
            foreach (var contact in contacts)
            {
                added += await context.ExecuteAsync(ContactBulkSql.AddMembers, cancellationToken, ("@organization", organization.Value),
                    ("@segments", $"[{segmentId}]"), ("@ids", $"[{contact}]"), ("@audit", audit.Id));
            }
            (audit.Count, list.UpdatedAt) = (added, now);
            await context.SaveChangesAsync(cancellationToken);
            return new ChangeReceipt(audit.Id, added);
        }, cancellationToken);
    }
}
