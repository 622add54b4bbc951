using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Merging;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>Reverses what one audit entry did to contacts, one or many; what somebody changed since stays, and is reported.</summary>
internal sealed class ContactUndo(StoreWriter writer, OrganizationScope scope, AuditEntry undone, long undoId, TimeProvider time, Func<long, Task<bool>> keepGoing)
{
    // Those who write meanwhile wait for one step at most.
    private const int Step = 1_000;

    internal const string Changed = "changed since";

    /// <summary>The right an undo of this takes; none when it is not about contacts.</summary>
    public static Permissions NeededFor(AuditVerb verb) => verb switch
    {
        AuditVerb.CreatedContact or AuditVerb.DeletedContact or AuditVerb.RestoredContact or AuditVerb.DeletedContacts
            or AuditVerb.RemovedDuplicates or AuditVerb.RestoredContacts => Permissions.DeleteContacts,
        AuditVerb.MergedContacts => Permissions.EditContacts | Permissions.DeleteContacts,
        AuditVerb.ImportedContacts => Permissions.ImportContacts | Permissions.DeleteContacts,
        AuditVerb.EditedContact => Permissions.EditContacts,
        AuditVerb.AddedToSegments or AuditVerb.RemovedFromSegment => Permissions.ManageSegments,
        _ => Permissions.None,
    };

    public Task<UndoReport> UndoAsync(CancellationToken cancellationToken) => undone.Verb switch
    {
        AuditVerb.DeletedContacts or AuditVerb.RemovedDuplicates => InStepsAsync(SegmentSql.RestoreContacts, "restored or deleted again since", cancellationToken),
        AuditVerb.RestoredContacts => DeleteAgainAsync(cancellationToken),
        AuditVerb.MergedContacts => new Unmerge(writer, scope, undone, undoId, (context, contact, version, undo) => RevertAsync(context, contact,
            ProfileVersion.Read(version.Before)?.Entered, ProfileVersion.Read(version.After)?.Entered, undo, cancellationToken)).RunAsync(cancellationToken),
        AuditVerb.ImportedContacts => new ImportUndo(writer, scope, undone, undoId, time, keepGoing).RunAsync(cancellationToken),
        AuditVerb.AddedToSegments => InStepsAsync(SegmentSql.TakeBack, "removed since", cancellationToken),
        AuditVerb.RemovedFromSegment => PutBackAsync(cancellationToken),
        _ => OneAsync(cancellationToken),
    };

    private async Task<UndoReport> InStepsAsync(string statement, string why, CancellationToken cancellationToken)
    {
        var reversed = 0L;
        while (await writer.WriteStepsAsync(scope.Id, async context =>
        {
            var rows = await context.ExecuteAsync(statement, cancellationToken, ("@audit", undone.Id), ("@organization", scope.Id.Value), ("@limit", Step));
            reversed += rows;
            return rows == Step;
        }, cancellationToken))
        {
            if (!await keepGoing(reversed))
                return new(reversed, Math.Max(0, undone.Count - reversed), UndoWork.Stopped);
        }
        var kept = Math.Max(0, undone.Count - reversed);
        return new(reversed, kept, kept == 0 ? null : kept <= undone.Erased ? UndoWork.Erased : undone.Erased > 0 ? $"{why}, or {UndoWork.Erased}" : why);
    }

    private async Task<UndoReport> PutBackAsync(CancellationToken cancellationToken)
    {
        var (reversed, after, segment) = (0L, 0L, -1L);
        while (await writer.WriteStepsAsync(scope.Id, async context =>
        {
            segment = segment < 0 ? await ListOfAsync(context, cancellationToken) : segment;
            (string, object?)[] parameters = [("@audit", undone.Id), ("@organization", scope.Id.Value), ("@segment", segment), ("@after", after), ("@limit", Step)];
            var ids = await context.QueryAsync(SegmentSql.TakenOut, row => row.GetInt64(0), cancellationToken, parameters);
            (string, object?)[] these = [.. parameters, ("@ids", JsonSerializer.Serialize(ids))];
            reversed += ids.Count == 0 ? 0 : await context.ExecuteAsync(SegmentSql.PutBack, cancellationToken, these);
            await context.ExecuteAsync(SegmentSql.PutFactsBack, cancellationToken, these);
            after = ids.Count == 0 ? after : ids[^1];
            return ids.Count == Step;
        }, cancellationToken))
        {
            if (!await keepGoing(reversed))
                return new(reversed, Math.Max(0, undone.Count - reversed), UndoWork.Stopped);
        }
        var kept = Math.Max(0, undone.Count - reversed);
        return new(reversed, kept, kept > 0 ? "in the list again, or the list or the contact is gone" : null);
    }

    // A few clicks name the list; a bulk action's command does.
    private async Task<long> ListOfAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        using var details = JsonDocument.Parse(undone.Details ?? "{}");
        if (details.RootElement.TryGetProperty("segment", out var segment))
            return segment.GetInt64();
        var job = details.RootElement.GetProperty("job").GetInt64();
        var command = await context.Jobs.Where(j => j.OrganizationId == scope.Id.Value && j.Id == job).Select(j => j.Command).SingleOrDefaultAsync(cancellationToken);
        return command is null ? 0 : JsonSerializer.Deserialize<RemoveFromSegmentCommand>(command, JsonSerializerOptions.Web)!.Segment;
    }

    private async Task<UndoReport> DeleteAgainAsync(CancellationToken cancellationToken)
    {
        var (reversed, after) = (0L, 0L);
        while (await writer.WriteStepsAsync(scope.Id, async context =>
        {
            (string, object?)[] parameters = [("@audit", undone.Id), ("@organization", scope.Id.Value), ("@after", after), ("@limit", Step)];
            var ids = await context.QueryAsync(ContactBulkSql.Restored, row => row.GetInt64(0), cancellationToken, parameters);
            reversed += ids.Count == 0 ? 0 : await context.ExecuteAsync(ContactBulkSql.DeleteAgain, cancellationToken,
                [.. parameters, ("@ids", JsonSerializer.Serialize(ids)), ("@undid", (int)AuditVerb.Undid)]);
            after = ids.Count == 0 ? after : ids[^1];
            return ids.Count == Step;
        }, cancellationToken))
        {
            if (!await keepGoing(reversed))
                return new(reversed, Math.Max(0, undone.Count - reversed), UndoWork.Stopped);
        }
        var kept = Math.Max(0, undone.Count - reversed);
        return new(reversed, kept, kept > 0 ? "deleted again or changed since" : null);
    }

    private async Task<UndoReport> OneAsync(CancellationToken cancellationToken) =>
        (await writer.WriteAsync<UndoReport>(scope.Id, async context =>
        {
            var contact = await context.Contacts.SingleOrDefaultAsync(c => c.OrganizationId == scope.Id.Value && c.Id == undone.ContactId, cancellationToken);
            if (contact is null)
                return new UndoReport(0, 1, undone.Erased > 0 ? UndoWork.Erased : "the contact is no more");
            var undo = await context.Audit.SingleAsync(a => a.Id == undoId, cancellationToken);
            var version = await context.ContactVersions.AsNoTracking().SingleAsync(v => v.AuditId == undone.Id && v.ContactId == contact.Id, cancellationToken);
            var (before, after) = (ProfileVersion.Read(version.Before), ProfileVersion.Read(version.After));
            var report = undone.Verb switch
            {
                AuditVerb.DeletedContact => Restore(context, contact, undo),
                AuditVerb.RestoredContact => await DeleteAgainAsync(context, contact, version, before?.Deleted, undo, cancellationToken),
                AuditVerb.CreatedContact => await UncreateAsync(context, contact, version, after?.Entered, undo, cancellationToken),
                _ => await RevertAsync(context, contact, before?.Entered, after?.Entered, undo, cancellationToken),
            };
            await context.SaveChangesAsync(cancellationToken);
            return report;
        }, cancellationToken)).Value;

    private UndoReport Restore(DashboardDbContext context, Contact contact, AuditEntry undo)
    {
        if (contact.DeletedByAuditId != undone.Id)
            return new(0, 1, "restored or deleted again since");
        ProfileWriter.Restore(context, contact, undo);
        return new(1, 0, null);
    }

    private static async Task<UndoReport> DeleteAgainAsync(DashboardDbContext context, Contact contact, ContactVersion restored, Deletion? deletion, AuditEntry undo,
        CancellationToken cancellationToken)
    {
        if (contact.DeletedAt is not null)
            return new(0, 1, "deleted again since");
        if (await IsWorkedOnAsync(context, restored, cancellationToken))
            return new(0, 1, Changed);
        ProfileWriter.Delete(context, contact, deletion ?? new(undo.At, undo.Actor, null), undo);
        return new(1, 0, null);
    }

    private static async Task<UndoReport> UncreateAsync(DashboardDbContext context, Contact contact, ContactVersion made, ProfileEdit? created, AuditEntry undo,
        CancellationToken cancellationToken)
    {
        if (contact.DeletedAt is not null)
            return new(0, 1, "deleted since");
        if (await IsWorkedOnAsync(context, made, cancellationToken) || ProfileValues.Differing(created, await ProfileWriter.EnteredAsync(context, contact, cancellationToken)).Count > 0)
            return new(0, 1, Changed);
        ProfileWriter.Delete(context, contact, new(undo.At, undo.Actor, null), undo);
        return new(1, 0, null);
    }

    // Whoever edits or restores a contact counts on it; what was undone again does not matter.
    private static Task<bool> IsWorkedOnAsync(DashboardDbContext context, ContactVersion since, CancellationToken cancellationToken) =>
        context.ContactVersions.AnyAsync(v => v.ContactId == since.ContactId && v.Id > since.Id
            && context.Audit.Any(a => a.Id == v.AuditId && a.Verb != AuditVerb.Undid && a.UndoneByAuditId == null), cancellationToken);

    private async Task<UndoReport> RevertAsync(DashboardDbContext context, Contact contact, ProfileEdit? before, ProfileEdit? after, AuditEntry undo,
        CancellationToken cancellationToken)
    {
        if (contact.DeletedAt is not null)
            return new(0, 1, "deleted since");
        var known = await ProfileContext.LoadAsync(context, scope.Id, cancellationToken);
        var current = await ProfileWriter.EnteredAsync(context, contact, cancellationToken);
        var merged = ProfileValues.Merge(after, before, current);
        var read = ReadProfile.Read(ProfileValues.Known(merged.Entered, known), scope.PhoneCountry, known);
        if (!read.IsOk)
            return new(0, merged.Applied.Count, Changed);
        if (await ProfileWriter.ErasedAsync(context, scope.Id, read.Value, cancellationToken) is not null)
            return new(0, merged.Applied.Count, UndoWork.Erased);
        if (await ProfileWriter.TakenAsync(context, scope.Id, contact.Id, read.Value, cancellationToken) is not null)
            return new(0, merged.Applied.Count, Changed);
        var reversed = ProfileValues.Differing(current, read.Value.Entered).Count;
        var kept = merged.Conflicts.Count + merged.Applied.Count - reversed;
        if (reversed > 0)
        {
            undo.At = ProfileWriter.NextEdit(contact, time.GetUtcNow());
            await ProfileWriter.ChangeAsync(context, scope, contact, current, read.Value, undo, cancellationToken);
            await AddressBook.ReturnAsync(context, scope.Id.Value, undone.Id, cancellationToken);
        }
        return new(reversed, kept, kept > 0 ? Changed : null);
    }
}
