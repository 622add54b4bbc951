using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Merging;

/// <summary>Takes a merge apart again: everybody gets back what was theirs, as far as nobody changed it since.</summary>
/// <param name="revert">Brings back what was entered about the contact that stayed.</param>
internal sealed class Unmerge(StoreWriter writer, OrganizationScope scope, AuditEntry undone, long undoId,
    Func<DashboardDbContext, Contact, ContactVersion, AuditEntry, Task<UndoReport>> revert)
{
    public async Task<UndoReport> RunAsync(CancellationToken cancellationToken) =>
        (await writer.WriteAsync<UndoReport>(scope.Id, async context =>
        {
            var versions = await context.ContactVersions.AsNoTracking().Where(v => v.OrganizationId == scope.Id.Value && v.AuditId == undone.Id && v.After != null)
                .ToListAsync(cancellationToken);
            long[] ids = [.. versions.Select(v => v.ContactId)];
            var contacts = await context.Contacts.Where(c => c.OrganizationId == scope.Id.Value && ids.Contains(c.Id)).ToListAsync(cancellationToken);
            if (contacts.Find(c => c.Id == undone.ContactId) is not { } survivor)
                return new UndoReport(0, undone.Count, "the contact is no more");
            if (await MergedContacts.TargetAsync(context, survivor, cancellationToken) is not null)
                return new UndoReport(0, undone.Count, "merged again since: undo that first");
            return await TakeApartAsync(context, survivor, [.. contacts.Where(c => c != survivor)], versions.Single(v => v.ContactId == survivor.Id), cancellationToken);
        }, cancellationToken)).Value;

    private async Task<UndoReport> TakeApartAsync(DashboardDbContext context, Contact survivor, List<Contact> others, ContactVersion merged, CancellationToken cancellationToken)
    {
        var undo = await context.Audit.SingleAsync(a => a.Id == undoId, cancellationToken);
        var back = others.FindAll(c => c.DeletedByAuditId == undone.Id);
        foreach (var other in back)
            ProfileWriter.Restore(context, other, undo);
        await context.SaveChangesAsync(cancellationToken);
        (string, object?)[] parameters = [("@organization", scope.Id.Value), ("@survivor", survivor.Id), ("@audit", undone.Id)];
        var left = 0L;
        foreach (var kind in Enum.GetValues<MergedKind>())
        {
            await context.ExecuteAsync(MergeSql.MoveBack(kind), cancellationToken, parameters);
            left += await context.ScalarAsync(MergeSql.Left(kind), cancellationToken, parameters);
        }
        await context.ExecuteAsync(MergeSql.LeaveLists, cancellationToken, parameters);
        var values = await revert(context, survivor, merged, undo);
        await RateAsync(context, [survivor.Id, .. back.Select(c => c.Id)], cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        var kept = undone.Count - back.Count + left + values.Kept;
        return new UndoReport(back.Count, kept, kept == 0 ? null : values.WhyKept ?? (back.Count < undone.Count ? "restored or deleted again since" : "changed since"));
    }

    // Who has no message left has no rating either.
    private async Task RateAsync(DashboardDbContext context, long[] contacts, CancellationToken cancellationToken)
    {
        await context.ExecuteAsync(ActivitySql.Rate, cancellationToken, ("@organization", scope.Id.Value),
            ("@ratings", JsonSerializer.Serialize(contacts.ToDictionary(c => c, _ => EmailRating.Of([])))));
        await ActivityService.RateAsync(context, scope.Id, contacts, cancellationToken);
    }
}
