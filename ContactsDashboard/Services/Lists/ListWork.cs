using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;

namespace ContactsDashboard.Services.Lists;

/// <summary>Let go of the contacts of a list that is no more.</summary>
internal sealed record DeleteListCommand(long ListId);

/// <summary>Take the values of fields a list no longer asks out of it.</summary>
internal sealed record TidyListCommand(long ListId, IReadOnlyList<string> Keys);

/// <summary>Carries a deleted list to the end: stopped half way, it would leave contacts behind that nobody sees.</summary>
internal sealed class DeleteListWork(StoreWriter writer) : IJobWork
{
    private const int Step = 50;

    public JobKind Kind => JobKind.DeleteList;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var list = JsonSerializer.Deserialize<DeleteListCommand>(job.Command, JsonSerializerOptions.Web)!.ListId;
        while (await writer.WriteStepsAsync(job.Scope.Id,
            async context => await ListRemoval.NextAsync(context, job.Scope.Id, list, Step, cancellationToken) == Step, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }
}

/// <summary>Takes values out whose field is no more, to the end: they are personal, and nobody sees them any longer.</summary>
internal sealed class TidyListWork(StoreWriter writer) : IJobWork
{
    private const int Step = 500;

    public JobKind Kind => JobKind.TidyList;

    public async Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken)
    {
        var (command, after) = (JsonSerializer.Deserialize<TidyListCommand>(job.Command, JsonSerializerOptions.Web)!, 0L);
        while (await writer.WriteStepsAsync(job.Scope.Id, async context =>
        {
            var asked = ListFields.Read((await ListService.FindAsync(context, job.Scope.Id, command.ListId, cancellationToken))?.CustomFields);
            var rows = await context.QueryAsync(ListSql.WithValues, row => (Contact: row.GetInt64(0), Values: ListFields.ReadValues(row.GetString(1))), cancellationToken,
                ("@list", command.ListId), ("@after", after), ("@limit", Step));
            foreach (var (contact, values) in rows)
            {
                // The field may be back by now: what is of its type stays.
                var kept = values.Where(v => !command.Keys.Contains(v.Key)).Concat(ListFields.Known(asked, values)).DistinctBy(v => v.Key).ToDictionary();
                if (kept.Count < values.Count)
                    await context.ExecuteAsync(ListSql.SetValues, cancellationToken, ("@list", command.ListId), ("@contact", contact), ("@values", ListFields.ValuesToJson(kept)));
                after = contact;
            }
            return rows.Count == Step;
        }, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }
}
