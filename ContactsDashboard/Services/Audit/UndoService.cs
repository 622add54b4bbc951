using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>What an undo did.</summary>
/// <param name="Kept">What it left alone, because somebody changed it since or the reverse is not for whoever asked.</param>
public sealed record UndoReport(long Reversed, long Kept, string? WhyKept);

/// <summary>How an undo that was started stands; the report comes with its end.</summary>
public sealed record UndoState(long JobId, JobState State, long Done, long Total, UndoReport? Report, string? Error)
{
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}

/// <summary>Takes back what can be taken back, within 30 days, for whoever could do the reverse directly.</summary>
public sealed class UndoService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, Lazy<SettingsUndo> settings, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    internal static readonly Problem NotFound = new("AUDIT_NOT_FOUND", "There is no such entry.");

    private static readonly Problem NotUndoable = new("NOT_UNDOABLE", "This cannot be undone.");

    /// <summary>The right an undo of this takes; none when it cannot be undone.</summary>
    public static Permissions NeededFor(AuditVerb verb) => verb switch
    {
        AuditVerb.BlockedEmail or AuditVerb.BlockedDomain or AuditVerb.BlockedMany or AuditVerb.AddedSuppression or AuditVerb.AddedMany
            or AuditVerb.SuppressedByEvents or AuditVerb.ChangedSuppression or AuditVerb.BlacklistedByRequest or AuditVerb.UnsubscribedByRequest => Permissions.Release,
        AuditVerb.Released or AuditVerb.ReleasedMany or AuditVerb.ReleasedMatching or AuditVerb.Exempted or AuditVerb.DeletedSuppression
            or AuditVerb.ReactivatedByRequest or AuditVerb.DismissedReports => Permissions.Block,
        AuditVerb.AddedPlatform or AuditVerb.DeletedPlatform or AuditVerb.ReactivatedAtPlatform => Permissions.ManagePlatform,
        _ => ContactUndo.NeededFor(verb) is var contacts and not Permissions.None ? contacts : SettingsUndo.NeededFor(verb),
    };

    /// <summary>Undoes it here and now. An undo cut off half way can be asked for again and does the rest.</summary>
    public Task<Result<UndoReport>> UndoAsync(OrganizationId organization, long auditId, CancellationToken cancellationToken) =>
        UndoAsync(organization, auditId, _ => Task.FromResult(true), cancellationToken);

    /// <summary>Undoes it as a durable job, for what takes a while; the job's id.</summary>
    public async Task<Result<long>> StartAsync(OrganizationId organization, long auditId, CancellationToken cancellationToken)
    {
        var found = await AllowedAsync(organization, auditId, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var job = JobFactory.Create(found.Value.Scope, JobKind.Undo, new UndoCommand(auditId, found.Value.Entry.Count), time.GetUtcNow());
            context.Jobs.Add(job);
            await context.SaveChangesAsync(cancellationToken);
            return job.Id;
        }, cancellationToken);
    }

    /// <summary>How an undo that was started stands.</summary>
    public async Task<Result<UndoState>> StateAsync(OrganizationId organization, long jobId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewAudit, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var job = await context.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.OrganizationId == organization.Value && j.Id == jobId && j.Kind == JobKind.Undo, cancellationToken);
        if (job is null)
            return new Problem("JOB_NOT_FOUND", "There is no such job.");
        var progress = JobFactory.ProgressOf<UndoProgress>(job);
        return new UndoState(job.Id, job.State, progress?.Done ?? 0, JobFactory.CommandOf<UndoCommand>(job).Total, progress?.Report, job.Error);
    }

    /// <summary>Undoes it, telling <paramref name="keepGoing"/> after each step how much is done; when that says no, the rest stays for another time.</summary>
    internal async Task<Result<UndoReport>> UndoAsync(OrganizationId organization, long auditId, Func<long, Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var found = await AllowedAsync(organization, auditId, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        var (entry, scope) = found.Value;
        var undo = await writer.WriteAsync<AuditEntry>(organization, async context =>
        {
            var written = await AuditLog.WriteAsync(context, scope, AuditVerb.Undid, time.GetUtcNow(), cancellationToken, entry.AddressId, new { of = entry.Verb.ToString() });
            (written.SuppressionId, written.ContactId, written.Count) = (entry.SuppressionId, entry.ContactId, 0);
            await context.SaveChangesAsync(cancellationToken);
            return written;
        }, cancellationToken);
        var work = new UndoWork(contexts, writer, scope, entry, undo.Value.Id, time, keepGoing);
        var report = SettingsUndo.NeededFor(entry.Verb) != Permissions.None ? await settings.Value.UndoAsync(organization, entry, cancellationToken)
            : ContactUndo.NeededFor(entry.Verb) != Permissions.None
                ? await new ContactUndo(writer, scope, entry, undo.Value.Id, time, keepGoing).UndoAsync(cancellationToken)
            : entry.Verb == AuditVerb.DismissedReports ? new(entry.Count, 0, null)
            : entry.Verb == AuditVerb.ChangedSuppression ? await work.RevertChangeAsync(cancellationToken)
            : IsAddition(entry.Verb) ? await work.RemoveClaimsAsync(cancellationToken)
            : await work.ReinstateAsync(cancellationToken);
        return await FinishAsync(organization, entry, undo.Value.Id, report, cancellationToken);
    }

    private static bool IsAddition(AuditVerb verb) => NeededFor(verb) == Permissions.Release || verb == AuditVerb.AddedPlatform;

    private async Task<Result<Undoable>> AllowedAsync(OrganizationId organization, long auditId, CancellationToken cancellationToken)
    {
        var seen = await access.RequireAsync(organization, Permissions.ViewAudit, cancellationToken);
        if (!seen.IsOk)
            return seen.Problem!;
        var (entry, problem) = await FindAsync(organization, auditId, cancellationToken);
        if (entry is null)
            return problem!;
        var allowed = await access.RequireAsync(organization, NeededFor(entry.Verb), cancellationToken);
        return allowed.IsOk ? new Undoable(entry, allowed.Value) : allowed.Problem!;
    }

    private sealed record Undoable(AuditEntry Entry, OrganizationScope Scope);

    private async Task<(AuditEntry? Entry, Problem? Problem)> FindAsync(OrganizationId organization, long auditId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entry = await context.Audit.AsNoTracking().SingleOrDefaultAsync(e => e.OrganizationId == organization.Value && e.Id == auditId, cancellationToken);
        return entry switch
        {
            null => (null, NotFound),
            _ when NeededFor(entry.Verb) == Permissions.None => (null, NotUndoable),
            { UndoneByAuditId: not null } => (null, NotUndoable with { Message = "This was undone already." }),
            _ when entry.At < time.GetUtcNow() - Window => (null, NotUndoable with { Message = "Undo is possible for 30 days." }),
            _ when await IsAtWorkAsync(context, entry, cancellationToken) =>
                (null, NotUndoable with { Message = "It is still at work. Stop it first, or undo it when it is over." }),
            _ => (entry, null),
        };
    }

    // What a job adds to its record after the undo could be undone by nobody.
    private static async Task<bool> IsAtWorkAsync(DashboardDbContext context, AuditEntry entry, CancellationToken cancellationToken) =>
        entry.Details is not null && JsonSerializer.Deserialize<JobDetails>(entry.Details, JsonSerializerOptions.Web)?.Job is { } job
        && await context.Jobs.AnyAsync(j => j.OrganizationId == entry.OrganizationId && j.Id == job
            && (j.State == JobState.Queued || j.State == JobState.Running), cancellationToken);

    private sealed record JobDetails(long? Job);

    // The original is marked undone last: an undo cut off half way can be asked for again and does the rest.
    private Task<Result<UndoReport>> FinishAsync(OrganizationId organization, AuditEntry undone, long undoId, UndoReport report, CancellationToken cancellationToken) =>
        writer.WriteAsync<UndoReport>(organization, async context =>
        {
            // What nobody could reverse now may be reversed later: by somebody else, or when what stood in the way is gone.
            var isOver = report.WhyKept is not (UndoWork.Stopped or UndoWork.NotYours)
                && (report.Reversed > 0 || SettingsUndo.NeededFor(undone.Verb) == Permissions.None && ContactUndo.NeededFor(undone.Verb) == Permissions.None);
            // What was decided about reports is open again, whichever way it went.
            if (isOver && undone.Verb is (AuditVerb.DismissedReports or AuditVerb.SuppressedByEvents))
                await context.ExecuteAsync(MailReportSql.Reopen, cancellationToken, ("@organization", organization.Value), ("@audit", undone.Id));
            if (isOver)
                await context.Audit.Where(e => e.Id == undone.Id && e.UndoneByAuditId == null).ExecuteUpdateAsync(e => e.SetProperty(x => x.UndoneByAuditId, undoId), cancellationToken);
            var details = JsonSerializer.Serialize(new { of = undone.Verb.ToString(), report.Reversed, report.Kept, report.WhyKept }, JsonSerializerOptions.Web);
            await context.Audit.Where(e => e.Id == undoId).ExecuteUpdateAsync(e => e
                .SetProperty(x => x.Count, report.Reversed).SetProperty(x => x.Details, details), cancellationToken);
            return report;
        }, cancellationToken);
}
