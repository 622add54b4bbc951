using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Blacklist;

/// <summary>Derives standings and counts anew. It reads range by range and takes the write lock only for what is off.</summary>
internal sealed class RecountWork(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, TimeProvider time) : IJobWork
{
    private const int Range = 5_000;

    public JobKind Kind => JobKind.Recount;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var at = job.Progress is null ? await BeginAsync(cancellationToken) : JsonSerializer.Deserialize<RecountProgress>(job.Progress, JsonSerializerOptions.Web)!;
        while (at.Address < at.LastAddress)
        {
            var until = Math.Min(at.Address + Range, at.LastAddress);
            var mended = await MendAsync(job.Scope, RecountSql.Addresses, at.Address, until,
                (context, ids) => Ledger.RestateIdsAsync(context, ids, time.GetUtcNow(), cancellationToken), cancellationToken);
            at = at with { Address = until, MendedAddresses = at.MendedAddresses + mended };
            if (!await StoreAsync(job.Id, at, keepGoing, cancellationToken))
                return;
        }
        while (at.Contact < at.LastContact)
        {
            var until = Math.Min(at.Contact + Range, at.LastContact);
            var mended = await MendAsync(job.Scope, RecountSql.Contacts, at.Contact, until, (context, ids) => context.ExecuteAsync(RecountSql.MendContacts, cancellationToken,
                ("@organization", job.Scope.Id.Value), ("@ids", JsonSerializer.Serialize(ids))), cancellationToken);
            at = at with { Contact = until, MendedContacts = at.MendedContacts + mended };
            if (!await StoreAsync(job.Id, at, keepGoing, cancellationToken))
                return;
        }
        if (at.Report is null)
            await FinishAsync(job, at, cancellationToken);
    }

    private async Task<RecountProgress> BeginAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new(0, 0, await context.ScalarAsync(RecountSql.LastAddress, cancellationToken), await context.ScalarAsync(RecountSql.LastContact, cancellationToken), 0, 0, null);
    }

    private async Task<long> MendAsync(OrganizationScope scope, string check, long after, long until, Func<DashboardDbContext, List<long>, Task> mend,
        CancellationToken cancellationToken)
    {
        List<long> wrong;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            wrong = await context.QueryAsync(check, row => row.GetInt64(3), cancellationToken, ("@organization", scope.Id.Value), ("@after", after), ("@until", until),
                ("@now", time.GetUtcNow().UtcTicks), ("@limit", Range));
        }
        if (wrong.Count > 0)
        {
            await writer.WriteAsync<bool>(scope.Id, async context =>
            {
                await mend(context, wrong);
                return true;
            }, cancellationToken);
        }
        return wrong.Count;
    }

    private async Task FinishAsync(JobContext job, RecountProgress at, CancellationToken cancellationToken)
    {
        (string, object?)[] parameters = [("@organization", job.Scope.Id.Value), ("@limit", 1_000)];
        long wrong;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            wrong = (await context.QueryAsync(RecountSql.Counts, row => row.GetString(0), cancellationToken, parameters)).Count;
        await writer.WriteAsync<bool>(job.Scope.Id, async context =>
        {
            if (wrong > 0)
            {
                await context.ExecuteAsync(RecountSql.ForgetCounts, cancellationToken, parameters);
                await context.ExecuteAsync(RecountSql.MendCounts, cancellationToken, parameters);
            }
            var counts = await context.BaseCounts.AsNoTracking().Where(c => c.OrganizationId == job.Scope.Id.Value && !c.Deleted).ToListAsync(cancellationToken);
            MendedPart[] mended = [new(RecountPart.Addresses, at.MendedAddresses), new(RecountPart.Contacts, at.MendedContacts), new(RecountPart.Counts, wrong)];
            var report = new RecountReport(counts.Where(c => c.EmailStanding == Standing.Blacklisted).Sum(c => c.Count),
                counts.Where(c => c.PhoneStanding == Standing.Blacklisted).Sum(c => c.Count), [.. mended.Where(m => m.Count > 0)]);
            var audit = await AuditLog.WriteAsync(context, job.Scope, AuditVerb.RecountedContacts, time.GetUtcNow(), cancellationToken, details: new { report.Email, report.Phone });
            audit.Count = mended.Sum(m => m.Count);
            await context.SaveChangesAsync(cancellationToken);
            await StoreAsync(context, job.Id, at with { Report = report }, cancellationToken);
            return true;
        }, cancellationToken);
    }

    private async Task<bool> StoreAsync(long job, RecountProgress at, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            await StoreAsync(context, job, at, cancellationToken);
        return await keepGoing();
    }

    private static Task<int> StoreAsync(DashboardDbContext context, long job, RecountProgress at, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(at, JsonSerializerOptions.Web);
        return context.Jobs.Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, text), cancellationToken);
    }
}
