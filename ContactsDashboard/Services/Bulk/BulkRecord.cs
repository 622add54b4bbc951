using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Bulk;

/// <summary>The one entry of the audit a bulk action writes, however often it is broken off and taken up again.</summary>
internal static class BulkRecord
{
    /// <summary>The entry's id; made with the job's first step, with nothing done yet.</summary>
    public static async Task<long> OpenAsync(StoreWriter writer, JobContext job, AuditVerb verb, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (job.Progress is not null)
            return JsonSerializer.Deserialize<BulkProgress>(job.Progress, JsonSerializerOptions.Web)!.AuditId;
        return (await writer.WriteAsync<long>(job.Scope.Id, async context =>
        {
            var audit = await AuditLog.WriteAsync(context, job.Scope, verb, now, cancellationToken, details: new { job = job.Id });
            audit.Count = 0;
            await context.SaveChangesAsync(cancellationToken);
            var progress = JsonSerializer.Serialize(new BulkProgress(audit.Id), JsonSerializerOptions.Web);
            await context.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, progress), cancellationToken);
            return audit.Id;
        }, cancellationToken)).Value;
    }
}
