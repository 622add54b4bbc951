using System.Text.Json;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Mail;

/// <summary>Reads what arrives in watched Maildirs, each file once. Polls: file system events are lost on network mounts and under load.</summary>
internal sealed class MaildirWatcher(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, IServiceScopeFactory scopes, TimeProvider time,
    IOptions<DashboardOptions> options, ILogger<MaildirWatcher> log) : BackgroundService
{
    private const int Batch = 400;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<long, DateTime> _quietSince = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await BackgroundRound.TryAsync(ReadAllAsync, log, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round over all watched folders of all organisations.</summary>
    public async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        List<MailSource> sources;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            sources = await context.MailSources.AsNoTracking().Where(s => s.Kind == MailSourceKind.Maildir).ToListAsync(cancellationToken);
        foreach (var source in sources)
        {
            try
            {
                await ReadAsync(source, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException and not IOException and not UnauthorizedAccessException)
            {
                log.LogError(e, "Mail source {Source} failed; the others are read all the same.", source.Id);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Mail source {Source} cannot be read: {Kind}.", source.Id, e.GetType().Name);
                await ReportAsync(source, 0, e is UnauthorizedAccessException ? "The server may not read this folder." : "The folder cannot be read.", cancellationToken);
            }
        }
    }

    private async Task ReadAsync(MailSource source, CancellationToken cancellationToken)
    {
        var folder = WatchedFolder.Check(source.Path!, options.Value.MailRoots);
        if (!folder.IsOk)
        {
            await ReportAsync(source, source.Backlog, folder.Problem!.Message, cancellationToken);
            return;
        }
        var changed = LastChange(folder.Value);
        if (_quietSince.TryGetValue(source.Id, out var seen) && seen == changed)
            return;
        var waiting = await UnreadAsync(source, folder.Value, cancellationToken);
        await using var services = scopes.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new SystemActor();
        var scope = (await services.ServiceProvider.GetRequiredService<AccessService>()
            .RequireAsync(new(source.OrganizationId), Permissions.ImportMail, cancellationToken)).Value;
        for (var done = 0; done < waiting.Count; done += Batch)
        {
            var batch = waiting.Skip(done).Take(Batch).Where(File.Exists).ToList();
            await new MailImporter(writer, time).RunAsync(scope, source.Id, 0, MailFiles.ReadAsync(batch, cancellationToken), new(), null, null, cancellationToken);
            // A reading client may have moved one from new to cur before it was opened: not read, so found again where it is now.
            await MarkAsync(source, batch.FindAll(File.Exists), Math.Max(0, waiting.Count - done - Batch), cancellationToken);
        }
        await ReportAsync(source, 0, null, cancellationToken);
        // A change within the clock's last tick could hide another one: only older ones count as seen.
        if (changed < time.GetUtcNow().UtcDateTime.AddSeconds(-2))
            _quietSince[source.Id] = changed;
    }

    private async Task<List<string>> UnreadAsync(MailSource source, string folder, CancellationToken cancellationToken)
    {
        var unread = new List<string>();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var files in MailFiles.Find([folder]).Select(f => f.Path).Chunk(5_000))
        {
            var known = (await context.QueryAsync("SELECT Name FROM WatchedFiles WHERE SourceId = @source AND Name IN (SELECT value FROM json_each(@names))",
                row => row.GetString(0), cancellationToken, ("@source", source.Id), ("@names", JsonSerializer.Serialize(files.Select(NameOf))))).ToHashSet();
            unread.AddRange(files.Where(f => !known.Contains(NameOf(f))));
        }
        return unread;
    }

    private Task<Result<bool>> MarkAsync(MailSource source, List<string> files, long backlog, CancellationToken cancellationToken) =>
        writer.WriteAsync<bool>(new(source.OrganizationId), async context =>
        {
            await context.ExecuteAsync("INSERT OR IGNORE INTO WatchedFiles (SourceId, Name) SELECT @source, value FROM json_each(@names)", cancellationToken,
                ("@source", source.Id), ("@names", JsonSerializer.Serialize(files.Select(NameOf))));
            await context.MailSources.Where(s => s.Id == source.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Backlog, backlog), cancellationToken);
            return true;
        }, cancellationToken);

    private async Task ReportAsync(MailSource source, long backlog, string? error, CancellationToken cancellationToken)
    {
        if (error == source.LastError && backlog == source.Backlog)
            return;
        await writer.WriteAsync<bool>(new(source.OrganizationId), async context => await context.MailSources.Where(s => s.Id == source.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastError, error).SetProperty(x => x.Backlog, backlog), cancellationToken) == 1, cancellationToken);
    }

    // Delivery puts files into new, reading clients move them to cur and add flags after the colon: the name before it stays.
    private static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        var flags = name.IndexOf(':', StringComparison.Ordinal);
        return flags < 0 ? name : name[..flags];
    }

    private static DateTime LastChange(string folder) => new DirectoryInfo(folder)
        .EnumerateDirectories("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Select(d => d.LastWriteTimeUtc).DefaultIfEmpty().Max();
}
