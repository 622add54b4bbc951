using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Mail;

/// <summary>A place mail comes from, and how it does.</summary>
public sealed record MailSourceRow(long Id, MailSourceKind Kind, string Name, string? Path, DateTimeOffset? LastReadAt, string? LastError,
    long Accepted, long Duplicates, long Rejected, long Backlog)
{
    public bool IsHealthy => LastError is null;
}

/// <summary>The places an organisation's mail comes from.</summary>
public sealed class MailSourceService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time,
    IOptions<DashboardOptions> options)
{
    /// <summary>Folders below which the host allows Maildirs to be watched.</summary>
    public IReadOnlyList<string> Roots => options.Value.MailRoots;

    public async Task<Result<IReadOnlyList<MailSourceRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.MailSources.AsNoTracking().Where(s => s.OrganizationId == organization.Value).OrderBy(s => s.Id)
            .Select(s => new MailSourceRow(s.Id, s.Kind, s.Name, s.Path, s.LastReadAt, s.LastError, s.Accepted, s.Duplicates, s.Rejected, s.Backlog))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Starts watching a Maildir below one of the configured roots. It is only read, and no link is followed.</summary>
    public async Task<Result<long>> WatchAsync(OrganizationId organization, string name, string path, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageMailSources, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var folder = WatchedFolder.Check(path, options.Value.MailRoots);
        if (!folder.IsOk)
            return folder.Problem!;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            if (await context.MailSources.AnyAsync(s => s.OrganizationId == organization.Value && s.Path == folder.Value, cancellationToken))
                return new Problem("ALREADY_EXISTS", "This folder is watched already.") { Field = "path" };
            var now = time.GetUtcNow();
            var source = new MailSource
            {
                OrganizationId = organization.Value, Kind = MailSourceKind.Maildir, Path = folder.Value, CreatedAt = now,
                Name = string.IsNullOrWhiteSpace(name) ? Path.GetFileName(folder.Value) : name.Trim(),
            };
            context.MailSources.Add(source);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.AddedMailSource, now, cancellationToken, details: new { folder = folder.Value });
            return source.Id;
        }, cancellationToken);
    }

    /// <summary>Stops watching; what was read stays.</summary>
    public async Task<Result> UnwatchAsync(OrganizationId organization, long sourceId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageMailSources, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var removed = await writer.WriteAsync<bool>(organization, async context =>
        {
            var source = await context.MailSources.SingleOrDefaultAsync(s =>
                s.OrganizationId == organization.Value && s.Id == sourceId && s.Kind == MailSourceKind.Maildir, cancellationToken);
            if (source is null)
                return new Problem("SOURCE_NOT_FOUND", "This source is no longer there.");
            await context.WatchedFiles.Where(f => f.SourceId == sourceId).ExecuteDeleteAsync(cancellationToken);
            context.MailSources.Remove(source);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.RemovedMailSource, time.GetUtcNow(), cancellationToken, details: new { folder = source.Path });
            return true;
        }, cancellationToken);
        return removed.ToResult();
    }
}

/// <summary>Decides which folders may be watched.</summary>
internal static class WatchedFolder
{
    /// <summary>The folder's full path when it lies under a root, exists, and no part of it below the root is a link.</summary>
    public static Result<string> Check(string path, IReadOnlyList<string> roots)
    {
        if (roots.Count == 0)
            return new Problem("NO_MAIL_ROOT", "This host allows no watched folders. Whoever runs it sets Dashboard__MailRoots__0 to the folder above them.");
        if (path.Contains('\0', StringComparison.Ordinal))
            return new Problem("VALIDATION_ERROR", "There is no such folder on the server.") { Field = "path" };
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.Trim(), Path.GetFullPath(roots[0])));
        var root = roots.Select(r => Path.TrimEndingDirectorySeparator(Path.GetFullPath(r)))
            .FirstOrDefault(r => full == r || full.StartsWith(r + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        if (root is null)
            return new Problem("VALIDATION_ERROR", $"The folder must lie under {string.Join(" or ", roots)}.") { Field = "path", Value = path };
        if (!Directory.Exists(full))
            return new Problem("VALIDATION_ERROR", "There is no such folder on the server.") { Field = "path", Value = path };
        for (var folder = full; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (new DirectoryInfo(folder).LinkTarget is not null)
                return new Problem("VALIDATION_ERROR", "A link cannot be watched; name the folder itself.") { Field = "path", Value = path };
        }
        return Directory.Exists(Path.Combine(full, "cur")) && Directory.Exists(Path.Combine(full, "new"))
            ? full
            : new Problem("VALIDATION_ERROR", "This is not a Maildir: it has no folders cur and new.") { Field = "path", Value = path };
    }
}
