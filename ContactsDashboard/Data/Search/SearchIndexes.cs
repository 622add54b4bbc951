using System.Collections.Concurrent;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Data.Search;

/// <summary>
/// The organisations whose texts are in memory: large ones, from the first time somebody looks at their contacts. Until one is loaded, and for small
/// organisations, the store searches by itself, with the same answer.
/// </summary>
public sealed class SearchIndexes(IDbContextFactory<DashboardDbContext> contexts, ILogger<SearchIndexes> log) : IDisposable
{
    private readonly ConcurrentDictionary<long, Task<SearchIndex>> _indexes = new();

    /// <summary>From how many contacts on memory beats the store.</summary>
    internal int LargeFrom { get; set; } = 20_000;

    /// <summary>The organisation's index as of the context's snapshot; null where the store has to search. Starts loading one that is missing.</summary>
    internal async Task<SearchIndex?> FindAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken)
    {
        if (!_indexes.TryGetValue(organization.Value, out var loading))
        {
            if (await context.ScalarAsync(SearchSql.Size, cancellationToken, ("@organization", organization.Value)) >= LargeFrom)
                _ = _indexes.GetOrAdd(organization.Value, _ => Task.Run(() => LoadAsync(organization), CancellationToken.None));
            return null;
        }
        if (!loading.IsCompleted)
            return null;
        if (loading.IsCompletedSuccessfully && await loading.Result.CatchUpAsync(context, cancellationToken))
            return loading.Result;
        _indexes.TryRemove(KeyValuePair.Create(organization.Value, loading));
        return null;
    }

    /// <summary>Waits until what is being loaded is loaded.</summary>
    internal Task LoadedAsync() => Task.WhenAll(_indexes.Values);

    /// <summary>Lets go of what was found before; for those who measure.</summary>
    internal async Task ForgetAsync()
    {
        foreach (var index in await Task.WhenAll(_indexes.Values))
            index.Forget();
    }

    public void Dispose()
    {
        foreach (var index in _indexes.Values.Where(i => i.IsCompletedSuccessfully))
            index.Result.Dispose();
    }

    private async Task<SearchIndex> LoadAsync(OrganizationId organization)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync();
            await using var snapshot = await context.Database.BeginReadAsync(CancellationToken.None);
            var index = new SearchIndex(organization);
            await index.LoadAsync(context, CancellationToken.None);
            return index;
        }
        catch (Exception e)
        {
            log.LogError("The texts of organisation {Organization} could not be loaded for searching: {Failure}.", organization, e.GetType().Name);
            throw;
        }
    }
}
