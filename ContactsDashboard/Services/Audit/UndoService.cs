using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>What an undo did.</summary>
/// <param name="Kept">What it left alone, because somebody changed it since or the reverse is not for whoever asked.</param>
public sealed record UndoReport(long Reversed, long Kept, string? WhyKept);

/// <summary>Takes back what can be taken back, within 30 days, for whoever could do the reverse directly.</summary>
public sealed class UndoService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    private static readonly Problem NotFound = new("AUDIT_NOT_FOUND", "There is no such entry.");

    private static readonly Problem NotUndoable = new("NOT_UNDOABLE", "This cannot be undone.");

    /// <summary>The right an undo of this takes; none when it cannot be undone.</summary>
    public static Permissions NeededFor(AuditVerb verb) => verb switch
    {
        AuditVerb.BlockedEmail or AuditVerb.BlockedDomain or AuditVerb.BlockedMany or AuditVerb.AddedSuppression => Permissions.Release,
        AuditVerb.Released or AuditVerb.ReleasedMany or AuditVerb.Exempted or AuditVerb.DeletedSuppression => Permissions.Block,
        _ => Permissions.None,
    };

    public async Task<Result<UndoReport>> UndoAsync(OrganizationId organization, long auditId, CancellationToken cancellationToken)
    {
        var seen = await access.RequireAsync(organization, Permissions.ViewAudit, cancellationToken);
        if (!seen.IsOk)
            return seen.Problem!;
        var (entry, problem) = await FindAsync(organization, auditId, cancellationToken);
        if (entry is null)
            return problem!;
        var allowed = await access.RequireAsync(organization, NeededFor(entry.Verb), cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var undo = await writer.WriteAsync<AuditEntry>(organization, async context =>
        {
            var written = await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.Undid, time.GetUtcNow(), cancellationToken, entry.AddressId, new { of = entry.Verb.ToString() });
            (written.SuppressionId, written.Count) = (entry.SuppressionId, 0);
            await context.SaveChangesAsync(cancellationToken);
            return written;
        }, cancellationToken);
        var work = new UndoWork(contexts, writer, allowed.Value, entry.Id, undo.Value.Id, time);
        var report = NeededFor(entry.Verb) == Permissions.Release
            ? await work.RemoveClaimsAsync(cancellationToken)
            : await work.ReinstateAsync(cancellationToken);
        return await FinishAsync(organization, entry, undo.Value.Id, report, cancellationToken);
    }

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
            _ => (entry, null),
        };
    }

    // The original is marked undone last: an undo cut off half way can be asked for again and does the rest.
    private Task<Result<UndoReport>> FinishAsync(OrganizationId organization, AuditEntry undone, long undoId, UndoReport report, CancellationToken cancellationToken) =>
        writer.WriteAsync<UndoReport>(organization, async context =>
        {
            if (report.Reversed > 0 || report.WhyKept != UndoWork.NotYours)
                await context.Audit.Where(e => e.Id == undone.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.UndoneByAuditId, undoId), cancellationToken);
            var details = JsonSerializer.Serialize(new { of = undone.Verb.ToString(), report.Reversed, report.Kept, report.WhyKept }, JsonSerializerOptions.Web);
            await context.Audit.Where(e => e.Id == undoId).ExecuteUpdateAsync(e => e
                .SetProperty(x => x.Count, report.Reversed).SetProperty(x => x.Details, details), cancellationToken);
            return report;
        }, cancellationToken);
}
