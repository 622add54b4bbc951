using System.Data.Common;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>The whole contact base of an organisation, deleted contacts apart: list, rails and search.</summary>
public sealed class AllContactsService(IDbContextFactory<DashboardDbContext> contexts, AccessService access, FilterCompiler filters, SearchIndexes indexes,
    TimeProvider time)
{
    private readonly ContactFinder _finder = new(filters, indexes);

    /// <summary>Up to this many matches a search sorts them; beyond, it walks the order until the page is full.</summary>
    internal int FewMatches { get; set; } = 5_000;

    /// <summary>One page; a page past the end is empty, a page number beyond the numbered ones is refused with <c>INVALID_PARAMETER</c>.</summary>
    public async Task<Result<AllContactsPage>> ListAsync(OrganizationId organization, AllContactsQuery query, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        return await PageAsync(scope.Value, query, countFirst: true, cancellationToken);
    }

    /// <summary>
    /// The same for those who look at rows: a page that is found before its search is counted comes without its total, for <see cref="TotalAsync"/> to
    /// say. Many matches are met soon on the way along the order, few are gathered soon; which it is shows when both are tried.
    /// </summary>
    public async Task<Result<AllContactsPage>> FirstAsync(OrganizationId organization, AllContactsQuery query, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(query.Filter) || query.Last)
            return await ListAsync(organization, query, cancellationToken);
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var walking = Task.Run(() => PageAsync(scope.Value, query, countFirst: false, enough.Token), cancellationToken);
        var counting = Task.Run(() => PageAsync(scope.Value, query, countFirst: true, enough.Token), cancellationToken);
        var first = await Task.WhenAny(walking, counting);
        await enough.CancelAsync();
        await (first == walking ? counting : walking).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return await first;
    }

    /// <summary>How many contacts a query finds.</summary>
    public async Task<Result<ContactTotal>> TotalAsync(OrganizationId organization, AllContactsQuery query, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        return await Task.Run(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
            return await context.BreakOffAsync<Result<ContactTotal>>(async () =>
            {
                var found = await _finder.PrepareAsync(context, scope.Value, query, null, cancellationToken);
                return found.IsOk ? await TotalAsync(context, found.Value, cancellationToken) : found.Problem!;
            }, cancellationToken);
        }, cancellationToken);
    }

    private async Task<Result<AllContactsPage>> PageAsync(OrganizationScope scope, AllContactsQuery query, bool countFirst, CancellationToken cancellationToken)
    {
        var cursor = query.Cursor is null ? null : AllContactsCursor.Parse(query.Cursor, query);
        if (Check(query, cursor) is { } problem)
            return problem;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        return await context.BreakOffAsync<Result<AllContactsPage>>(async () =>
        {
            var found = await _finder.PrepareAsync(context, scope, query, total => CutOf(query, cursor, total), cancellationToken);
            if (!found.IsOk)
                return found.Problem!;
            var total = countFirst ? await TotalAsync(context, found.Value, cancellationToken) : null;
            var (keys, more) = await KeysAsync(context, found.Value, cursor, total?.All, cancellationToken);
            var rows = await RowsAsync(context, scope, found.Value.PlanEnd, [.. keys.Select(k => k.Id)], cancellationToken);
            return Page(query, cursor, keys, more, rows, total ?? new(keys.Count, 0)) with
            {
                IsUpdating = await context.ScalarAsync(ContactsSql.IsUpdating, cancellationToken, ("@organization", scope.Id.Value)) > 0,
                IsCounting = total is null,
            };
        }, cancellationToken);
    }

    /// <summary>Exact counts for the rails, of the contacts that are deleted or of those that are not.</summary>
    public async Task<Result<RailCounts>> CountAsync(OrganizationId organization, bool deleted, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        return await CountsAsync(context, organization, deleted, await ContactFinder.PlanEndAsync(context, organization, cancellationToken), cancellationToken);
    }

    /// <summary>These rows as they are now, in the order given; for what follows other people's changes in place.</summary>
    public async Task<Result<IReadOnlyList<BaseRow>>> RefreshAsync(OrganizationId organization, IReadOnlyList<long> contactIds, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var planEnd = await ContactFinder.PlanEndAsync(context, organization, cancellationToken);
        return await RowsAsync(context, scope.Value, planEnd, contactIds, cancellationToken);
    }

    /// <summary>The next ids of the query in id order, for work in chunks.</summary>
    internal async Task<Result<List<long>>> IdsAsync(OrganizationScope scope, AllContactsQuery query, long after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await _finder.PrepareAsync(context, scope, query, null, cancellationToken);
        return found.IsOk ? await context.QueryAsync(found.Value.IdsAfter, row => row.GetInt64(0), cancellationToken,
            found.Value.Parameters(("@after", after), ("@limit", limit))) : found.Problem!;
    }

    /// <summary>The rows after a place in the query's order; everything, read in steps of short transactions.</summary>
    internal async Task<Result<List<BaseRow>>> AfterAsync(OrganizationScope scope, AllContactsQuery query, AllContactsCursor? after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var found = await _finder.PrepareAsync(context, scope, query, null, cancellationToken);
        if (!found.IsOk)
            return found.Problem!;
        var keys = await context.QueryAsync(found.Value.Ids(fewMatch: false, after is not null, backwards: false), row => row.GetInt64(1), cancellationToken,
            found.Value.Parameters(("@limit", limit), ("@offset", 0), ("@key", after?.Key), ("@id", after?.Id)));
        return await RowsAsync(context, scope, found.Value.PlanEnd, keys, cancellationToken);
    }

    internal async Task<List<BaseRow>> RowsAsync(DashboardDbContext context, OrganizationScope scope, (long Created, long Id)? planEnd, IReadOnlyList<long> ids,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await context.QueryAsync(AllContactsSql.Rows, ReadRow, cancellationToken,
            ("@organization", scope.Id.Value), ("@ids", JsonSerializer.Serialize(ids)));
        var emails = await LedgerReader.MatchAsync(context, scope.Id, [.. rows.Select(r => r.Email).OfType<EmailAddress>()], now, cancellationToken);
        var phones = await LedgerReader.MatchAsync(context, scope.Id, [.. rows.Select(r => PhoneOf(r)).OfType<PhoneNumber>()], now, cancellationToken);
        return rows.ConvertAll(row => WithStanding(row, planEnd,
            row.Email is null ? [] : emails.GetValueOrDefault(row.Email.Value) ?? [], row.Phone is null ? [] : phones.GetValueOrDefault(row.Phone) ?? []));
    }

    private static BaseRow WithStanding(BaseRow row, (long Created, long Id)? planEnd, List<LedgerEntry> email, List<LedgerEntry> phone)
    {
        var overLimit = row.DeletedAt is null && planEnd is { } end && (row.CreatedAt.UtcTicks, row.Id).CompareTo(end) > 0;
        return row with
        {
            EmailEntries = email, PhoneEntries = phone,
            EmailStanding = row.Email is null ? Standing.None : Standings.OfEmail(email.Select(e => e.ToRule()), row.Confirmation, overLimit),
            PhoneStanding = row.Phone is null ? Standing.None : Standings.OfPhone(phone.Select(e => e.ToRule())),
        };
    }

    private static PhoneNumber? PhoneOf(BaseRow row) => PhoneNumber.TryParse(row.Phone, "", out var phone) ? phone : null;

    private static Problem? Check(AllContactsQuery query, AllContactsCursor? cursor) =>
        query.Cursor is not null && cursor is null ? AllContactsCursor.Invalid
        : query.Limit is < 1 or > AllContactsQuery.MaxLimit ? new Problem("INVALID_PARAMETER", "limit must be between 1 and 100.") { Field = "limit", Value = $"{query.Limit}" }
        : query.Page < 1 ? new Problem("INVALID_PARAMETER", "page must be at least 1.") { Field = "page", Value = $"{query.Page}" }
        : query.Cursor is null && query.Page > ContactsQuery.MaxNumberedPages ? new Problem("INVALID_PARAMETER",
            $"Pages beyond {ContactsQuery.MaxNumberedPages} are reached with the cursor of the page before.") { Field = "page", Value = $"{query.Page}" }
        : query.Sort == AllContactsSort.Deleted && !query.Deleted ? new Problem("INVALID_PARAMETER", "Only deleted contacts are ordered by deletion.") { Field = "sort" }
        : null;

    // A search counts; everything else is counted already.
    private static async Task<ContactTotal> TotalAsync(DashboardDbContext context, FoundContacts found, CancellationToken cancellationToken)
    {
        var query = found.Query;
        if (found.Matches is { } matches)
            return new(matches.Total, matches.Deleted);
        if (!found.Conditions.IsEmpty)
        {
            return (await context.QueryAsync(found.Count, row => new ContactTotal(row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1)), cancellationToken,
                found.Parameters()))[0];
        }
        var counts = await CountsAsync(context, found.Scope.Id, query.Deleted, found.PlanEnd, cancellationToken);
        var deleted = query.Deleted ? counts.Of(query.Rail)
            : query.Rail switch { ContactRail.WithEmail => counts.DeletedWithEmail, ContactRail.WithPhone => counts.DeletedWithPhone, _ => 0 };
        return new(counts.Of(query.Rail), deleted);
    }

    private static async Task<RailCounts> CountsAsync(DashboardDbContext context, OrganizationId organization, bool deleted, (long Created, long Id)? planEnd,
        CancellationToken cancellationToken)
    {
        var groups = await context.QueryAsync(AllContactsSql.Counts,
            row => (Deleted: row.GetBoolean(0), Email: (Standing)row.GetInt32(1), Phone: (Standing)row.GetInt32(2), Count: row.GetInt64(3)), cancellationToken,
            ("@organization", organization.Value));
        var over = planEnd is not { } end || deleted ? 0 : await context.ScalarAsync(AllContactsSql.CountOverLimit, cancellationToken,
            ("@organization", organization.Value), ("@limitCreated", end.Created), ("@limitId", end.Id));
        var (gone, shown) = (groups.Where(g => g.Deleted).ToList(), groups.Where(g => g.Deleted == deleted).ToList());
        var (goneEmail, gonePhone) = (gone.Where(g => g.Email != Standing.None).Sum(g => g.Count), gone.Where(g => g.Phone != Standing.None).Sum(g => g.Count));
        long Email(Standing standing) => shown.Where(g => g.Email == standing).Sum(g => g.Count);
        long Phone(Standing standing) => shown.Where(g => g.Phone == standing).Sum(g => g.Count);
        return new(new Dictionary<ContactRail, long>
        {
            [ContactRail.None] = shown.Sum(g => g.Count),
            [ContactRail.WithEmail] = shown.Where(g => g.Email != Standing.None).Sum(g => g.Count) + (deleted ? 0 : goneEmail),
            [ContactRail.EmailActive] = Email(Standing.Active) - over,
            [ContactRail.SpamReports] = Email(Standing.SpamReport),
            [ContactRail.Unsubscribed] = Email(Standing.Unsubscribed),
            [ContactRail.EmailBlacklisted] = Email(Standing.Blacklisted),
            [ContactRail.NotConfirmed] = Email(Standing.NotConfirmed),
            [ContactRail.OverLimit] = over,
            [ContactRail.WithPhone] = shown.Where(g => g.Phone != Standing.None).Sum(g => g.Count) + (deleted ? 0 : gonePhone),
            [ContactRail.PhoneActive] = Phone(Standing.Active),
            [ContactRail.PhoneBlacklisted] = Phone(Standing.Blacklisted),
        }, goneEmail, gonePhone);
    }

    private async Task<(List<(long Key, long Id)> Keys, bool More)> KeysAsync(DashboardDbContext context, FoundContacts found, AllContactsCursor? cursor, long? total,
        CancellationToken cancellationToken)
    {
        if (total == 0)
            return ([], false);
        var backwards = cursor?.Backwards ?? found.Query.Last;
        var cut = CutOf(found.Query, cursor, total ?? 0);
        var keys = found.Matches is { } matches ? matches.Keys.ConvertAll(k => (Key: (long)k.Key, k.Id))
            : await context.QueryAsync(found.Ids(!found.Conditions.IsEmpty && total <= FewMatches, cursor is not null, backwards),
                row => (Key: row.GetInt64(0), Id: row.GetInt64(1)), cancellationToken,
                found.Parameters(("@limit", cut.Take), ("@offset", cut.Skip), ("@key", cursor?.Key), ("@id", cursor?.Id)));
        var more = keys.Count == cut.Take;
        if (more)
            keys.RemoveAt(keys.Count - 1);
        if (backwards)
            keys.Reverse();
        return (keys, more);
    }

    // One more than the page shows says whether there is another one.
    private static SearchCut CutOf(AllContactsQuery query, AllContactsCursor? cursor, long total)
    {
        var backwards = cursor?.Backwards ?? query.Last;
        var isLast = query.Last && cursor is null;
        return new(query.Descending == backwards, cursor is null ? null : (cursor.Key, cursor.Id), cursor is null && !query.Last ? (query.Page - 1) * query.Limit : 0,
            (isLast && total > 0 ? (int)((total - 1) % query.Limit) + 1 : query.Limit) + 1);
    }

    private static AllContactsPage Page(AllContactsQuery query, AllContactsCursor? cursor, List<(long Key, long Id)> keys, bool more, IReadOnlyList<BaseRow> rows,
        ContactTotal total)
    {
        var backwards = cursor?.Backwards ?? query.Last;
        var hasNext = backwards ? cursor is not null : more;
        var hasPrevious = backwards ? more : cursor is not null || query.Page > 1;
        string? At(bool wanted, Index index, bool back) =>
            wanted && keys.Count > 0 ? new AllContactsCursor(query.Sort, query.Descending, back, keys[index].Key, keys[index].Id).ToString() : null;
        long? first = cursor is not null ? null : query.Last ? total.All - keys.Count + 1 : (long)(query.Page - 1) * query.Limit + 1;
        return new(rows, total, first, At(hasNext, ^1, false), At(hasPrevious, 0, true));
    }

    private static BaseRow ReadRow(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        EmailAddressId = row.IsDBNull(1) ? null : row.GetInt64(1),
        Email = row.IsDBNull(2) ? null : EmailAddress.TryParse(row.TextOrNull(3) ?? row.GetString(2), out var email) ? email
            : throw new InvalidDataException($"Contact {row.GetInt64(0)} has no readable e-mail address."),
        Confirmation = row.IsDBNull(4) ? Confirmation.NotAsked : (Confirmation)row.GetInt32(4),
        Phone = row.TextOrNull(6),
        CreationMethod = (CreationMethod)row.GetInt32(7),
        CreatedAt = row.Instant(8),
        UpdatedAt = row.Instant(9),
        Rating = row.GetInt32(10),
        Name = row.TextOrNull(11),
        DeletedAt = row.InstantOrNull(12),
        DeletedBy = row.TextOrNull(13),
        DeletedReason = row.TextOrNull(14),
    };
}
