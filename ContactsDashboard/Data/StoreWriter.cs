using System.Diagnostics;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Data;

/// <summary>
/// The one door for writes: SQLite has one writer, so writers of this process queue here in order of arrival instead of racing for the lock,
/// and writers of another process are waited for by SQLite's busy handler.
/// </summary>
public sealed class StoreWriter(IDbContextFactory<DashboardDbContext> contexts) : IDisposable
{
    // Where people are at work: what they wait for is the commit, and it takes as long as there are pages in it.
    private static readonly TimeSpan LongestStepsAmongOthers = TimeSpan.FromMilliseconds(8);

    private static readonly TimeSpan OthersAreAbout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;
    private long _waitedAt = Stopwatch.GetTimestamp() - (Stopwatch.Frequency * 60);

    /// <summary>Commit not counted. Writers of another process learn only by trying again whether the lock is free.</summary>
    internal TimeSpan LongestSteps { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Raised after each commit of this process, so that pages need not wait for the next poll.</summary>
    public event Action? Committed;

    /// <summary>Runs the work in one transaction that is committed when it succeeds, together with the news that the organisation changed.</summary>
    public async Task<Result<T>> WriteAsync<T>(OrganizationId organization, Func<DashboardDbContext, Task<Result<T>>> work, CancellationToken cancellationToken)
    {
        var result = await InTurnAsync(async context =>
        {
            var worked = await work(context);
            if (worked.IsOk)
            {
                await PlanLimitSql.SettleAsync(context, organization, cancellationToken);
                await ChangeSql.MarkAsync(context, organization, cancellationToken);
            }
            return (worked, worked.IsOk);
        }, cancellationToken);
        if (result.IsOk)
            Committed?.Invoke();
        return result;
    }

    /// <summary>
    /// Long work in small steps, as many of them in one transaction as fit until somebody of this process waits to write or the lock was held for long:
    /// rows cost less together, and nobody waits for more than a step and its commit. A step says whether more is to do; so does the answer.
    /// </summary>
    public async Task<bool> WriteStepsAsync(OrganizationId organization, Func<DashboardDbContext, Task<bool>> step, CancellationToken cancellationToken) =>
        (await WriteAsync<bool>(organization, async context => await StepsAsync(() => step(context)), cancellationToken)).Value;

    /// <summary>The same for steps that share something in their transaction, made before the first of them and settled after the last.</summary>
    public async Task<bool> WriteStepsAsync<T>(OrganizationId organization, Func<DashboardDbContext, Task<T>> begin, Func<T, Task<bool>> step, Func<T, Task> end,
        CancellationToken cancellationToken) where T : IDisposable =>
        (await WriteAsync<bool>(organization, async context =>
        {
            using var shared = await begin(context);
            var more = await StepsAsync(() => step(shared));
            await end(shared);
            return more;
        }, cancellationToken)).Value;

    /// <summary>The same as one write for what no page shows, such as when a key was last used: nobody is told that something changed.</summary>
    public Task<T> WriteUnseenAsync<T>(Func<DashboardDbContext, Task<T>> work, CancellationToken cancellationToken) =>
        InTurnAsync(async context => (await work(context), true), cancellationToken);

    /// <summary>For what cannot be in a transaction: checkpoints, and writing the database anew. Nobody of this process writes meanwhile.</summary>
    public async Task AloneAsync(Func<DashboardDbContext, Task> work, CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await work(context);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<T> InTurnAsync<T>(Func<DashboardDbContext, Task<(T Result, bool Commit)>> work, CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var (result, commit) = await work(context);
            if (commit)
                await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> StepsAsync(Func<Task<bool>> step)
    {
        var started = Stopwatch.GetTimestamp();
        var longest = Stopwatch.GetElapsedTime(Volatile.Read(ref _waitedAt)) < OthersAreAbout ? LongestStepsAmongOthers : LongestSteps;
        while (await step())
        {
            if (Volatile.Read(ref _waiting) > 0 || Stopwatch.GetElapsedTime(started) > longest)
                return true;
        }
        return false;
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (_turn.Wait(0, CancellationToken.None))
            return;
        Volatile.Write(ref _waitedAt, Stopwatch.GetTimestamp());
        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
