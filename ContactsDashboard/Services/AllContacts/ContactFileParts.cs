using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Services.Profiles;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>A run of rows as they stand in the file; to be used before the part after the next is asked for.</summary>
internal readonly record struct ContactFilePart(ReadOnlyMemory<byte> Bytes, int Rows);

/// <summary>
/// Makes a file in parts, each in a short transaction, since a long one keeps the log of the store from being emptied. Two parts are made at a time, each on a
/// connection of its own: the next begins as soon as it is known where this one ends.
/// </summary>
internal sealed class ContactFileParts : IAsyncDisposable
{
    private const int Size = 5_000;

    private readonly ContactExport _export;
    private readonly ContactFileFormat _format;
    private readonly ProfileContext _profiles;
    private readonly Maker?[] _makers = new Maker?[2];
    private (Task<Place?> End, Task<ContactFilePart> Part) _ahead;
    private int _begun;

    private ContactFileParts(ContactExport export, ContactFileFormat format, ProfileContext profiles) => (_export, _format, _profiles) = (export, format, profiles);

    public static async Task<ContactFileParts> OpenAsync(ContactExport export, ContactFileFormat format, CancellationToken cancellationToken)
    {
        await using var context = await export.Contexts.CreateDbContextAsync(cancellationToken);
        return new(export, format, await ProfileContext.LoadAsync(context, export.Found.Scope.Id, cancellationToken));
    }

    /// <summary>What a file begins with.</summary>
    public ReadOnlyMemory<byte> Header()
    {
        using var rows = new ContactFileRows(_format, _export.Found, _profiles, isFirst: true);
        rows.WriteHeader();
        return rows.Take().Bytes;
    }

    /// <summary>Null after the last.</summary>
    public async Task<ContactFilePart?> NextAsync(CancellationToken cancellationToken)
    {
        if (_begun == 0)
            _ahead = await BeginAsync(null, cancellationToken);
        if (_ahead.Part is not { } part)
            return null;
        var end = await _ahead.End;
        _ahead = end is null ? default : await BeginAsync(end, cancellationToken);
        return await part;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ahead.Part is { } part)
            await ((Task)part).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var maker in _makers)
        {
            if (maker is not null)
                await maker.DisposeAsync();
        }
    }

    private async Task<(Task<Place?>, Task<ContactFilePart>)> BeginAsync(Place? after, CancellationToken cancellationToken)
    {
        var maker = _makers[_begun++ % 2] ??= new(await _export.Contexts.CreateDbContextAsync(cancellationToken), new(_format, _export.Found, _profiles, isFirst: false));
        var end = new TaskCompletionSource<Place?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (end.Task, Task.Run(() => maker.MakeAsync(_export, after, end, cancellationToken), CancellationToken.None));
    }

    /// <summary>Where a part ends.</summary>
    private sealed record Place(long Key, long Id);

    private sealed class Maker(DashboardDbContext context, ContactFileRows rows) : IAsyncDisposable
    {
        private readonly long[] _ids = new long[Size];
        private SmallCache? _cache;

        public async Task<ContactFilePart> MakeAsync(ContactExport export, Place? after, TaskCompletionSource<Place?> end, CancellationToken cancellationToken)
        {
            try
            {
                _cache ??= await SmallCache.TakeAsync(context, cancellationToken);
                await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
                var version = await ChangeSql.VersionAsync(context, export.Found.Scope.Id, cancellationToken);
                return await context.BreakOffAsync(() =>
                {
                    var connection = (SqliteConnection)context.Database.GetDbConnection();
                    var (count, last) = Find(connection, export.Found, after);
                    end.SetResult(count == Size ? last : null);
                    rows.Write(connection, _ids.AsSpan(0, count), version, export.Now());
                    return Task.FromResult(rows.Take());
                }, cancellationToken);
            }
            catch (Exception e)
            {
                end.TrySetException(e);
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            rows.Dispose();
            if (_cache is not null)
                await _cache.DisposeAsync();
            await context.DisposeAsync();
        }

        private (int Count, Place? Last) Find(SqliteConnection connection, FoundContacts found, Place? after)
        {
            using var walk = new RawStatement(connection, found.Ids(after is not null, backwards: false));
            foreach (var (name, value) in found.Parameters(("@limit", Size), ("@offset", 0), ("@key", after?.Key), ("@id", after?.Id)))
                walk.Bind(name, value);
            var (count, key) = (0, 0L);
            while (walk.Step())
                (key, _ids[count++]) = (walk.Long(0), walk.Long(1));
            return (count, count == 0 ? null : new(key, _ids[count - 1]));
        }
    }
}
