using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Mail;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// The steps of an import that are one transaction: some chunks of rows, and with them how far the file is done, so that a killed process goes on exactly there.
/// Rows that were decided before somebody else changed the base are decided again.
/// </summary>
internal sealed class ImportSteps : IDisposable
{
    private readonly DashboardDbContext _context;
    private readonly JobContext _job;
    private readonly RejectedRows _rejected;
    private readonly OthersWrites _others;
    private readonly AuditEntry _audit;
    private readonly RowWriter _rows;
    private readonly Lazy<RowPlanner> _planner;
    private readonly long _length;
    private ImportProgress _reached;

    private ImportSteps(DashboardDbContext context, JobContext job, ImportCommand command, ImportPlan plan, DerivationRules rules, RejectedRows rejected, OthersWrites others,
        ImportProgress from, AuditEntry audit, DateTimeOffset now)
    {
        (_context, _job, _rejected, _others, _audit, _reached, _length) = (context, job, rejected, others, audit, from, rejected.Length);
        _rows = new(context, job.Scope, plan, command, audit, rules, others.FreeDomains, now);
        _planner = new(() => new((SqliteConnection)context.Database.GetDbConnection(), plan, job.Scope.Id, command.ReadAt!.Value, command.LedgerTop));
    }

    public static async Task<ImportSteps> BeginAsync(DashboardDbContext context, JobContext job, ImportCommand command, ImportPlan plan, DerivationRules rules, RejectedRows rejected,
        OthersWrites others, ImportProgress from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        others.Begin(await ChangeSql.VersionAsync(context, job.Scope.Id, cancellationToken));
        return new(context, job, command, plan, rules, rejected, others, from, await AuditAsync(context, job, command, from, cancellationToken), now);
    }

    public async Task WriteAsync(PlanChunk chunk, CancellationToken cancellationToken)
    {
        var plans = _others.IsCurrent(chunk.Version) ? chunk.Rows : _planner.Value.PlanAll(chunk.Rows.Select(p => p.Row));
        await _rows.WriteAsync(plans, cancellationToken);
        var counts = _reached.Applied ?? new();
        foreach (var plan in plans)
        {
            _rejected.Add(plan);
            counts = plan.CountedIn(counts);
        }
        _reached = _reached with { Applied = counts, Records = chunk.Records, Bytes = chunk.Bytes };
    }

    /// <summary>Stores how far it is, with the rows.</summary>
    public async Task<ImportProgress> EndAsync(CancellationToken cancellationToken)
    {
        if (_rejected.Length > _length)
            _rejected.Flush();
        var counts = _reached.Applied! with { Memberships = _reached.Applied!.Memberships + _rows.Memberships };
        _reached = _reached with { Applied = counts, Rejected = _rejected.Length, AuditId = _audit.Id };
        await _context.Audit.Where(a => a.Id == _audit.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Count, counts.Changed), cancellationToken);
        await SaveAsync(_context, _job.Id, _reached, cancellationToken);
        _others.End(await ChangeSql.VersionAsync(_context, _job.Scope.Id, cancellationToken));
        return _reached;
    }

    public static Task<int> SaveAsync(DashboardDbContext context, long job, ImportProgress progress, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(progress, JsonSerializerOptions.Web);
        return context.Jobs.Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, text), cancellationToken);
    }

    public void Dispose()
    {
        _rows.Dispose();
        if (_planner.IsValueCreated)
            _planner.Value.Dispose();
    }

    private static async Task<AuditEntry> AuditAsync(DashboardDbContext context, JobContext job, ImportCommand command, ImportProgress progress, CancellationToken cancellationToken)
    {
        if (progress.AuditId is { } known)
            return await context.Audit.AsNoTracking().SingleAsync(a => a.Id == known, cancellationToken);
        var audit = await AuditLog.WriteAsync(context, job.Scope, AuditVerb.ImportedContacts, command.ConsentAt!.Value, cancellationToken, details: new { file = command.Name, job = job.Id });
        audit.Count = 0;
        await context.SaveChangesAsync(cancellationToken);
        context.Entry(audit).State = EntityState.Detached;
        return audit;
    }
}
