using ContactsDashboard.Data;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>A query made ready for the store: search and smart search as conditions, and where the organisation's plan ends.</summary>
internal sealed record FoundContacts(OrganizationScope Scope, AllContactsQuery Query, CompiledFilter Conditions, (long Created, long Id)? PlanEnd)
{
    /// <summary>The rows memory found where it was asked; the conditions say the same to the store.</summary>
    public SearchMatches? Matches { get; init; }

    public (string, object?)[] Parameters(params ReadOnlySpan<(string, object?)> more) =>
    [
        ("@organization", Scope.Id.Value), ("@limitCreated", PlanEnd?.Created), ("@limitId", PlanEnd?.Id), .. Conditions.Parameters, .. more,
    ];

    public string Ids(bool fromCursor, bool backwards) => AllContactsSql.Ids(Query, Conditions, PlanEnd is not null, fromCursor, backwards);

    public string Few => AllContactsSql.Few(Query, Conditions, PlanEnd is not null);

    public string Count => AllContactsSql.Count(Query, Conditions, PlanEnd is not null);

    public string IdsAfter => AllContactsSql.IdsAfter(Query, Conditions, PlanEnd is not null);
}

/// <summary>Turns what somebody typed into conditions; the one place where list, count, bulk actions and export do.</summary>
internal sealed class ContactFinder(FilterCompiler filters, SearchIndexes indexes)
{
    /// <param name="cut">Which part of a search's answer memory may give; null where the store is asked anyway.</param>
    public async Task<Result<FoundContacts>> PrepareAsync(DashboardDbContext context, OrganizationScope scope, AllContactsQuery query, Func<long, SearchCut>? cut,
        CancellationToken cancellationToken)
    {
        var planEnd = await PlanEndAsync(context, scope.Id, cancellationToken);
        var filter = await filters.CompileAsync(context, scope, query.Filter, cancellationToken, query.Segment);
        if (!filter.IsOk)
            return filter.Problem!;
        var (search, asciiDomain, digits, id) = Read(query.Search, scope);
        id ??= search.Length == 0 ? null : await ByExternalIdAsync(context, scope, query.Search!.Trim(), cancellationToken);
        var conditions = search.Length == 0 ? CompiledFilter.Everybody : AllContactsSql.Search(search, asciiDomain, digits, id);
        var found = new FoundContacts(scope, query, conditions.And(filter.Value), planEnd);
        var index = cut is null ? null : await indexes.FindAsync(context, scope.Id, cancellationToken);
        // Memory knows texts and standings, neither the rest of a filter nor the plan's place in the order.
        if (index is null || search.Length == 0 || !filter.Value.IsEmpty || (planEnd is not null && query.Rail == ContactRail.EmailActive) || query.Rail == ContactRail.OverLimit)
            return found;
        return found with { Matches = await index.FindContactsAsync(context, query, search, asciiDomain, digits, id, cut!, cancellationToken) };
    }

    public static async Task<(long Created, long Id)?> PlanEndAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken) =>
        (await context.QueryAsync(PlanLimitSql.Place, row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken, ("@organization", organization.Value))) is [var place] ? place : null;

    // What another system calls a contact is looked for as a whole.
    private static async Task<long?> ByExternalIdAsync(DashboardDbContext context, OrganizationScope scope, string text, CancellationToken cancellationToken) =>
        await context.ScalarAsync(AllContactsSql.ByExternalId, cancellationToken, ("@organization", scope.Id.Value), ("@external", text)) is > 0 and var id ? id : null;

    private static (string Search, string AsciiDomain, string? Digits, long? Id) Read(string? text, OrganizationScope scope)
    {
        var search = TextKey.Fold(text) ?? "";
        return (search, EmailAddress.InAsciiDomain(search), search.Length == 0 ? null : DigitsOf(search, scope), PublicId.TryParse(PublicId.Contact, search, out var id) ? id : null);
    }

    // Numbers are stored in E.164: a national or a punctuated one is looked for as that, part of one by its digits.
    private static string? DigitsOf(string search, OrganizationScope scope)
    {
        if (PhoneNumber.TryParse(search, scope.PhoneCountry, out var phone))
            return phone.Value;
        var isNumber = search.All(c => char.IsAsciiDigit(c) || " -.()/+".Contains(c, StringComparison.Ordinal)) && search.Any(char.IsAsciiDigit);
        return isNumber ? string.Concat(search.Where(char.IsAsciiDigit)).TrimStart('0') is { Length: > 0 } digits ? digits : null : null;
    }
}
