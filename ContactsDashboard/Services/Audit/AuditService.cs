using System.Runtime.CompilerServices;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>One change as the activity page shows it.</summary>
/// <param name="Subject">The address or entry it was about, while that still exists.</param>
/// <param name="CanUndo">Whoever asks could take it back now.</param>
public sealed record AuditRow(long Id, DateTimeOffset At, string Actor, AuditPath Path, AuditVerb Verb, string? Subject, long Count, string? Details, bool IsUndone, bool CanUndo);

/// <summary>Which changes to show; newest first.</summary>
public sealed record AuditQuery
{
    public const int MaxLimit = 100;

    public IReadOnlyCollection<AuditVerb> Verbs { get; init; } = [];

    public AuditPath? Path { get; init; }

    /// <summary>Part of the name of whoever did it.</summary>
    public string? Actor { get; init; }

    /// <summary>Part of the address or entry it was about.</summary>
    public string? Subject { get; init; }

    public DateTimeOffset? After { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Changes older than this one.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 50;

    public bool IsFiltered => Verbs.Count > 0 || Path is not null || After is not null || Until is not null
        || !string.IsNullOrWhiteSpace(Actor) || !string.IsNullOrWhiteSpace(Subject);
}

/// <summary>All changes that match, to be read once.</summary>
public sealed record AuditExport(IAsyncEnumerable<AuditRow> Rows);

/// <summary>Reads the record of changes.</summary>
public sealed class AuditService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public async Task<Result<IReadOnlyList<AuditRow>>> ListAsync(OrganizationId organization, AuditQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewAudit, cancellationToken);
        return allowed.IsOk ? await RowsAsync(allowed.Value, query, Math.Clamp(query.Limit, 1, AuditQuery.MaxLimit), cancellationToken) : allowed.Problem!;
    }

    /// <summary>The change itself, or <c>AUDIT_NOT_FOUND</c>.</summary>
    public async Task<Result<AuditRow>> FindAsync(OrganizationId organization, long id, CancellationToken cancellationToken)
    {
        var found = await ListAsync(organization, new() { Before = id + 1, Limit = 1 }, cancellationToken);
        return !found.IsOk ? found.Problem! : found.Value is [var row] && row.Id == id ? row : UndoService.NotFound;
    }

    /// <summary>Everything that matches, read in steps; the export itself is put on record first.</summary>
    public async Task<Result<AuditExport>> ExportAsync(OrganizationId organization, AuditQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewAudit | Permissions.Export, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await writer.WriteAsync<long>(organization, async context =>
            (await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.Exported, time.GetUtcNow(), cancellationToken, details: new { what = "activity" })).Id, cancellationToken);
        return new AuditExport(AllAsync(allowed.Value, query, cancellationToken));
    }

    private async IAsyncEnumerable<AuditRow> AllAsync(OrganizationScope scope, AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int step = 1_000;
        for (long? before = query.Before; ;)
        {
            var rows = await RowsAsync(scope, query with { Before = before }, step, cancellationToken);
            foreach (var row in rows)
                yield return row;
            if (rows.Count < step)
                yield break;
            before = rows[^1].Id;
        }
    }

    private async Task<List<AuditRow>> RowsAsync(OrganizationScope scope, AuditQuery query, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Matching(context, scope.Id, query).OrderByDescending(e => e.Id).Take(limit)
            .Select(e => new
            {
                Entry = e,
                Address = context.Addresses.Where(a => a.Id == e.AddressId).Select(a => a.Value).FirstOrDefault(),
                Suppressed = context.Suppressions.Where(s => s.Id == e.SuppressionId).Select(s => s.Value).FirstOrDefault(),
                SuppressedDomain = context.Suppressions.Where(s => s.Id == e.SuppressionId).Select(s => s.Domain).FirstOrDefault(),
                IsErased = context.Suppressions.Any(s => s.Id == e.SuppressionId && s.ErasedByAuditId != null),
                Contact = context.Contacts.Where(c => c.Id == e.ContactId).Select(c => c.FirstName != null || c.LastName != null
                    ? (c.FirstName ?? "") + " " + (c.LastName ?? "")
                    : context.Addresses.Where(a => a.Id == (c.EmailAddressId ?? c.PhoneAddressId)).Select(a => a.Value).FirstOrDefault()).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        var people = await PeopleAsync(context, rows.Where(r => r.Entry.Verb is AuditVerb.AddedMember or AuditVerb.ChangedMember or AuditVerb.RemovedMember)
            .Select(r => r.Entry), cancellationToken);
        var now = time.GetUtcNow();
        return rows.ConvertAll(row => Row(row.Entry, row.Address ?? Shown(row.Suppressed, row.SuppressedDomain, row.IsErased) ?? Known(row.Contact) ?? people.GetValueOrDefault(row.Entry.Id), scope, now));
    }

    internal static AuditRow Row(AuditEntry entry, string? subject, OrganizationScope scope, DateTimeOffset now) => new(entry.Id, entry.At, entry.Actor, entry.Path,
        entry.Verb, subject, entry.Count, entry.Details, entry.UndoneByAuditId is not null, CanUndo(entry, scope, now - UndoService.Window));

    private static string? Shown(string? value, string? domain, bool isErased) => value is not null && HashedAddress.IsHash(value) ? HashedAddress.Show(domain, isErased) : value;

    private static string? Known(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim();

    private static IQueryable<AuditEntry> Matching(DashboardDbContext context, OrganizationId organization, AuditQuery query)
    {
        var (actor, subject, verbs) = (Pattern(query.Actor), query.Subject?.Trim().ToLowerInvariant(), query.Verbs);
        return context.Audit.AsNoTracking().Where(e => e.OrganizationId == organization.Value)
            .Where(e => query.Before == null || e.Id < query.Before).Where(e => query.Path == null || e.Path == query.Path)
            .Where(e => query.After == null || e.At >= query.After).Where(e => query.Until == null || e.At < query.Until)
            .Where(e => verbs.Count == 0 || verbs.Contains(e.Verb))
            .Where(e => actor == null || EF.Functions.Like(e.Actor, actor, "\\"))
            .Where(e => string.IsNullOrEmpty(subject)
                || context.Addresses.Any(a => a.Id == e.AddressId && a.Value.Contains(subject)) || context.Suppressions.Any(s => s.Id == e.SuppressionId && s.Value.Contains(subject) && !s.Value.StartsWith(HashedAddress.Prefix))
                || context.Contacts.Any(c => c.Id == e.ContactId && c.NameKey!.Contains(subject)));
    }

    // LIKE takes no notice of case; what it would take for a wildcard is escaped.
    private static string? Pattern(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : $"%{text.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    // Entries about members hold their ids; who that is now is read when it is shown.
    private static async Task<Dictionary<long, string>> PeopleAsync(DashboardDbContext context, IEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var ids = entries.Where(e => e.Details is not null)
            .ToDictionary(e => e.Id, e => JsonSerializer.Deserialize<MemberDetails>(e.Details!, JsonSerializerOptions.Web)!.User);
        var wanted = ids.Values.Distinct().ToList();
        if (wanted.Count == 0)
            return [];
        var emails = await context.Users.Where(u => wanted.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Email!, cancellationToken);
        return ids.Where(i => emails.ContainsKey(i.Value)).ToDictionary(i => i.Key, i => emails[i.Value]);
    }

    private sealed record MemberDetails(long User);

    private static bool CanUndo(AuditEntry entry, OrganizationScope scope, DateTimeOffset oldest) =>
        UndoService.NeededFor(entry.Verb) is var needed && needed != Permissions.None && scope.May(needed) && entry.UndoneByAuditId is null && entry.At >= oldest;
}
