using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Writes a filter as SQL in one of its two forms.</summary>
internal sealed class FilterWriter
{
    private readonly FilterSite _site;
    private readonly FilterParameters _parameters;
    private readonly FilterRowSql _rows;
    private readonly FilterFieldSql _fields;
    private readonly FilterTallySql _tallies;

    public FilterWriter(FilterSite site, FilterParameters parameters, bool walk)
    {
        (_site, _parameters, _rows) = (site, parameters, new(walk));
        var tests = new FilterTestSql(site, parameters);
        _fields = new(site, parameters, tests, _rows);
        _tallies = new(tests, _rows);
    }

    public string Write(Filter filter) => filter switch
    {
        AllOf all => Join(" AND ", [.. all.Parts.Select(Write)]),
        AnyOf any => Join(" OR ", [.. any.Parts.Select(Write)]),
        Not not => Not(Write(not.Inner)),
        Words words => Words(words.Text),
        Comparison { Field: "segment" or "category" } comparison => Segment(comparison),
        Comparison comparison => _fields.Write(comparison),
        Tally tally => _tallies.Write(tally),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    /// <summary>Joined in halves: SQLite allows expressions a thousand deep, and a chain is as deep as it is long.</summary>
    public static string Join(string word, ReadOnlySpan<string> parts) =>
        parts.Length == 1 ? parts[0] : $"({Join(word, parts[..(parts.Length / 2)])}{word}{Join(word, parts[(parts.Length / 2)..])})";

    /// <summary>What is unknown does not fit, so it fits the opposite.</summary>
    public static string Not(string condition) => $"NOT ifnull({condition}, 0)";

    private string Words(string text)
    {
        var needle = _parameters.Add(FilterNeedles.Text(text));
        var emails = FilterNeedles.Email(text).Distinct().Select(n => $"instr(a.Value, {_parameters.Add(n)}) > 0");
        List<string> ways = [_rows.Address("c.EmailAddressId", 0, Join(" OR ", [.. emails])), $"instr(c.NameKey, {needle}) > 0"];
        if (FilterNeedles.MayBePhone(text))
        {
            string[] phones = [FilterNeedles.Phone(text), FilterNeedles.FullPhone(text, _site.PhoneCountry) ?? FilterNeedles.Phone(text)];
            ways.Add(_rows.Address("c.PhoneAddressId", 1, Join(" OR ", [.. phones.Distinct().Select(n => $"instr(a.Value, {_parameters.Add(n)}) > 0")])));
        }
        if (PublicId.TryParse(PublicId.Contact, text.Trim().ToLowerInvariant(), out var id))
            ways.Add($"c.Id = {_parameters.Add(id)}");
        return Join(" OR ", [.. ways.Select(w => $"ifnull({w}, 0)")]);
    }

    private string Segment(Comparison comparison) => FilterTestSql.Any(comparison.Test, value =>
    {
        var named = _site.Segments[FilterNeedles.Text(((TextValue)value).Text)].Where(s => comparison.Field == "segment" || s.Kind == SegmentKind.Category);
        string[] each = [.. named.Select(s => s is { Kind: SegmentKind.Dynamic, Meaning: { } meaning } ? Write(meaning)
            : _rows.Of("SegmentMembers", $"t.SegmentId = {_parameters.Add(s.Id)}"))];
        return each.Length == 0 ? "0" : Join(" OR ", each);
    });
}

/// <summary>Rows of other tables that a contact must have: asked of each contact, or gathered for all.</summary>
internal sealed class FilterRowSql(bool walk)
{
    public bool IsWalk => walk;

    public string Of(string table, string condition) => walk ? Probe(table, condition) : $"c.Id IN (SELECT t.ContactId FROM {table} t WHERE {condition})";

    public static string Probe(string table, string condition) => $"EXISTS (SELECT 1 FROM {table} t WHERE t.ContactId = c.Id AND {condition})";

    public string Address(string column, int channel, string condition) => walk
        ? $"EXISTS (SELECT 1 FROM Addresses a WHERE a.Id = {column} AND ({condition}))"
        : $"{column} IN (SELECT a.Id FROM Addresses a WHERE a.OrganizationId = @organization AND a.Channel = {channel} AND ({condition}))";

    public string Domain(string condition) => walk
        ? $"EXISTS (SELECT 1 FROM Addresses a WHERE a.Id = c.EmailAddressId AND ({condition}))"
        : $"c.EmailAddressId IN (SELECT a.Id FROM Addresses a INDEXED BY IX_Addresses_OrganizationId_Domain WHERE a.OrganizationId = @organization AND ({condition}))";
}
