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

    // Of parts of texts anybody may have some: each contact is asked, its name first, which lies nearest.
    private string Words(string text)
    {
        List<string> ways = [$"instr(c.NameKey, {_parameters.Add(FilterNeedles.Text(text))}) > 0"];
        ways.Add(FilterRowSql.ProbeAddress("c.EmailAddressId", Join(" OR ", [.. FilterNeedles.Email(text).Distinct().Select(Part)])));
        if (FilterNeedles.MayBePhone(text))
        {
            string[] phones = [FilterNeedles.Phone(text), FilterNeedles.FullPhone(text, _site.PhoneCountry) ?? FilterNeedles.Phone(text)];
            ways.Add(FilterRowSql.ProbeAddress("c.PhoneAddressId", Join(" OR ", [.. phones.Distinct().Select(Part)])));
        }
        if (PublicId.TryParse(PublicId.Contact, text.Trim().ToLowerInvariant(), out var id))
            ways.Add($"c.Id = {_parameters.Add(id)}");
        return $"ifnull({Join(" OR ", [.. ways])}, 0)";

        string Part(string needle) => $"instr(a.Value, {_parameters.Add(needle)}) > 0";
    }

    private string Segment(Comparison comparison) => FilterTestSql.Any(comparison.Test, value =>
    {
        var named = _site.Segments[FilterNeedles.Text(((TextValue)value).Text)].Where(s => comparison.Field == "segment" || s.Kind == SegmentKind.Category);
        string[] each = [.. named.Select(s => s is { Kind: SegmentKind.Dynamic, Meaning: { } meaning } ? Write(meaning)
            : Member($"t.SegmentId = {_parameters.Add(s.Id)}", s.HasMost))];
        return each.Length == 0 ? "0" : Join(" OR ", each);
    });

    // One contact has few memberships: its own index is the shorter way to one of them.
    private string Member(string condition, bool hasMost) => hasMost
        ? $"EXISTS (SELECT 1 FROM SegmentMembers t INDEXED BY IX_SegmentMembers_ContactId WHERE t.ContactId = c.Id AND {condition})" : _rows.Of("SegmentMembers", condition);
}

/// <summary>Rows of other tables that a contact must have: asked of each contact, or gathered for all.</summary>
internal sealed class FilterRowSql(bool walk)
{
    public bool IsWalk => walk;

    public string Of(string table, string condition) => walk ? Probe(table, condition) : $"c.Id IN (SELECT t.ContactId FROM {table} t WHERE {condition})";

    public static string Probe(string table, string condition) => $"EXISTS (SELECT 1 FROM {table} t WHERE t.ContactId = c.Id AND {condition})";

    /// <summary>Whole values are found in their index and gathered; parts of them are asked of each contact.</summary>
    public string Address(string column, int channel, bool isWhole, string condition) => walk || !isWhole ? ProbeAddress(column, condition)
        : $"{column} IN (SELECT a.Id FROM Addresses a WHERE a.OrganizationId = @organization AND a.Channel = {channel} AND ({condition}))";

    public string Domain(bool isWhole, string condition) => walk || !isWhole ? ProbeAddress("c.EmailAddressId", condition)
        : $"c.EmailAddressId IN (SELECT a.Id FROM Addresses a INDEXED BY IX_Addresses_OrganizationId_Domain WHERE a.OrganizationId = @organization AND ({condition}))";

    public static string ProbeAddress(string column, string condition) => $"EXISTS (SELECT 1 FROM Addresses a WHERE a.Id = {column} AND ({condition}))";
}
