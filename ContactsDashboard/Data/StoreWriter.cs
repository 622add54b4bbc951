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
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Raised after each commit of this process, so that pages need not wait for the next poll.</summary>
    public event Action? Committed;

    /// <summary>Runs the work in one transaction that is committed when it succeeds, together with the news that the organisation changed.</summary>
    public async Task<Result<T>> WriteAsync<T>(OrganizationId organization, Func<DashboardDbContext, Task<Result<T>>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(context);
            if (!result.IsOk)
                return result;
            await ChangeSql.MarkAsync(context, organization, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Committed?.Invoke();
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The same for what no page shows, such as when a key was last used: nobody is told that something changed.</summary>
    public async Task<T> WriteUnseenAsync<T>(Func<DashboardDbContext, Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(context);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
