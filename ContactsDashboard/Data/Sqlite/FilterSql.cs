using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What a filter's words stand for in one organisation at one moment.</summary>
internal sealed record FilterSite(DateTimeOffset Now, TimeZoneInfo Zone, string PhoneCountry)
{
    /// <summary>Where the plan's number of contacts is used up; null where there is no limit.</summary>
    public (long Created, long Id)? Limit { get; init; }

    /// <summary>Additional fields by their keys.</summary>
    public IReadOnlyDictionary<string, FilterFieldId> Fields { get; init; } = new Dictionary<string, FilterFieldId>();

    /// <summary>Segments and categories by their folded names.</summary>
    public ILookup<string, FilterSegment> Segments { get; init; } = Array.Empty<FilterSegment>().ToLookup(_ => "");
}

/// <summary>An additional field as the store knows it.</summary>
internal sealed record FilterFieldId(long Id, FieldType Type);

/// <summary>A segment as the store knows it; of a dynamic one what its own search means.</summary>
/// <param name="HasMost">At least every second contact is its member: asking each contact costs less than gathering them.</param>
internal sealed record FilterSegment(long Id, SegmentKind Kind, Filter? Meaning, bool HasMost);

/// <summary>
/// A filter as a condition on <c>Contacts c</c>, empty where it means everybody. Needs <c>@organization</c> besides its parameters. Both forms mean the
/// same: <paramref name="Walk"/> asks row by row, for walks of an index that end with a page; <paramref name="Count"/> gathers sets first, for looking
/// at everybody.
/// </summary>
internal sealed record CompiledFilter(string Walk, string Count, (string Name, object? Value)[] Parameters)
{
    public static readonly CompiledFilter Everybody = new("", "", []);

    /// <summary>The table to write after FROM with <see cref="Count"/>: without statistics SQLite would walk everybody where a set names the few.</summary>
    public string From { get; init; } = Everyone;

    public bool IsEmpty => Walk.Length == 0;

    /// <summary>Both at once.</summary>
    public CompiledFilter And(CompiledFilter other) => IsEmpty ? other : other.IsEmpty ? this
        : new($"{Walk} AND {other.Walk}", $"{Count} AND {other.Count}", [.. Parameters, .. other.Parameters]) { From = From == Everyone ? other.From : From };

    private const string Everyone = "Contacts c";
}

/// <summary>Turns filters into SQL; everything somebody typed is a parameter.</summary>
internal static class FilterSql
{
    public static CompiledFilter Render(Filter filter, FilterSite site)
    {
        var parameters = new FilterParameters();
        var (walk, count) = (new FilterWriter(site, parameters, walk: true), new FilterWriter(site, parameters, walk: false));
        var parts = (filter is AllOf all ? all.Parts : [filter]).Select(p => (Filter: p, Sql: count.Write(p))).ToList();
        return new(walk.Write(filter), FilterWriter.Join(" AND ", [.. parts.Select(p => p.Sql)]), parameters.ToArray())
        {
            From = parts.Exists(p => p.Sql.StartsWith("c.Id IN (", StringComparison.Ordinal)) ? "Contacts c NOT INDEXED"
                : parts.Exists(p => NamesAddresses(p.Filter)) ? "Contacts c INDEXED BY IX_Contacts_EmailAddressId_CreatedAt"
                // Left alone SQLite would go through everybody by some index, row after row in random order.
                : parts.Exists(p => MayBeFew(p.Filter)) && !parts.Exists(p => p.Sql.Contains("c.Id IN (", StringComparison.Ordinal)) ? "Contacts c" : "Contacts c NOT INDEXED",
        };
    }

    public static bool IsWhole(TextValue text) => !text.OpenStart && !text.OpenEnd;

    // Whom an index finds. The blacklisted have one too, but it looks to SQLite no better than that of everybody with an address.
    private static bool MayBeFew(Filter filter) => filter is Comparison { Test.Operator: not FilterOperator.NotEqual } comparison && comparison.Field switch
    {
        "created" or "updated" or "rating" or "deleted" or "id" => true,
        "status" => comparison.Test.Values is [TextValue { Text: "spam" or "unsubscribed" or "not_confirmed" }],
        "phone_status" => comparison.Test.Values is [TextValue { Text: "blacklisted" }],
        _ => false,
    };

    // Parts of addresses may be in any number of them; whole ones are found in their index.
    private static bool NamesAddresses(Filter filter) => filter is Comparison
    {
        Field: "domain", Test.Operator: FilterOperator.Is or FilterOperator.Equal
    } or Comparison { Field: "email", Test.Operator: FilterOperator.Equal } && ((Comparison)filter).Test.Values is [TextValue text] && IsWhole(text);
}

/// <summary>The values of a statement, each once.</summary>
internal sealed class FilterParameters
{
    private readonly Dictionary<object, string> _names = [];

    public string Add(object value)
    {
        if (!_names.TryGetValue(value, out var name))
            _names.Add(value, name = $"@f{_names.Count}");
        return name;
    }

    public (string Name, object? Value)[] ToArray() => [.. _names.Select(n => (n.Value, (object?)n.Key))];
}
