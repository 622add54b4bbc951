using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Fields of the profile and additional fields as SQL.</summary>
internal sealed class FilterFieldSql(FilterSite site, FilterParameters parameters, FilterTestSql tests, FilterRowSql rows)
{
    private const string Category = "c.Id IN (SELECT t.ContactId FROM Segments s CROSS JOIN SegmentMembers t ON t.SegmentId = s.Id WHERE s.OrganizationId = @organization AND s.Kind = 2)";
    private const string CategoryProbe = "EXISTS (SELECT 1 FROM SegmentMembers t JOIN Segments s ON s.Id = t.SegmentId WHERE t.ContactId = c.Id AND s.Kind = 2)";

    public string Write(Comparison comparison) =>
        comparison.Field.StartsWith(FilterFields.AdditionalPrefix, StringComparison.Ordinal)
            ? Additional(comparison.Test, site.Fields[comparison.Field[FilterFields.AdditionalPrefix.Length..]])
            : FilterTestSql.Any(comparison.Test, value => One(FilterFields.Find(comparison.Field)!, comparison.Test.Operator, value));

    private string One(FilterField field, FilterOperator @operator, FilterValue value) => value switch
    {
        PresenceValue presence => tests.Presence(Column(field), presence),
        NumberValue number => tests.Number(Column(field), @operator, number.Number),
        DayValue or AgeValue when field.WholeDays => tests.WholeDays(Column(field), @operator, value),
        DayValue or AgeValue => tests.Instant(Column(field), @operator, value),
        TextValue text => field.Kind switch
        {
            FilterKind.Domain => rows.Domain(FilterSql.IsWhole(text), tests.Text("a.Domain", false, text, FilterNeedles.Domain(text.Text))),
            FilterKind.Phone => Phone(@operator, text),
            FilterKind.Choice => Choice(field, text),
            FilterKind.Id => PublicId.TryParse(PublicId.Contact, text.Text, out var id) ? $"c.Id = {parameters.Add(id)}" : "0",
            _ => Text(field, @operator, text),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private string Text(FilterField field, FilterOperator @operator, TextValue text)
    {
        var contains = @operator == FilterOperator.Is && field.Kind == FilterKind.Contains;
        return field.Name switch
        {
            "email" => rows.Address("c.EmailAddressId", 0, !contains && FilterSql.IsWhole(text), tests.Text("a.Value", contains, text, FilterNeedles.Email(text.Text))),
            "name" => tests.Text("c.NameKey", contains, text, FilterNeedles.Text(text.Text)),
            // Codes are ASCII, which SQLite compares without help.
            "country" or "language" or "timezone" when FilterSql.IsWhole(text) =>
                $"{Column(field)} = {parameters.Add(FilterNeedles.Text(text.Text))} COLLATE NOCASE",
            _ => $"({Column(field)} IS NOT NULL AND ({tests.Text($"fold({Column(field)})", contains, text, FilterNeedles.Text(text.Text))}))",
        };
    }

    private string Phone(FilterOperator @operator, TextValue text)
    {
        var (digits, full) = (FilterNeedles.Phone(text.Text), FilterNeedles.FullPhone(text.Text, site.PhoneCountry));
        var isPart = @operator == FilterOperator.Is || text.OpenStart || text.OpenEnd;
        var condition = isPart || full is null ? tests.Text("a.Value", @operator == FilterOperator.Is, text, digits) : $"a.Value = {parameters.Add(full)}";
        if (isPart && full is not null)
            condition += $" OR a.Value = {parameters.Add(full)}";
        return rows.Address("c.PhoneAddressId", 1, !isPart, condition);
    }

    private string Choice(FilterField field, TextValue choice) => field.Name switch
    {
        "source" => $"c.CreationMethod = {field.IndexOf(choice)}",
        "has" => Has(choice.Text),
        "reach" => ReachOf("Email", "c.EmailMailed OR ", (Reach)field.IndexOf(choice)),
        "phone_reach" => ReachOf("Phone", "", (Reach)field.IndexOf(choice)),
        "last_outcome" or "phone_last_outcome" => $"{Column(field)} = {field.IndexOf(choice)}",
        "phone_status" => choice.Text == "active" ? $"c.PhoneStanding = {(int)Standing.Active}" : $"(c.PhoneAddressId IS NOT NULL AND c.PhoneStanding = {(int)Standing.Blacklisted})",
        _ => Status(choice.Text),
    };

    // As Reaches.SliceOf says; who has no such channel is in no slice.
    private string ReachOf(string channel, string mailed, Reach slice)
    {
        var (standing, sent) = ($"c.{channel}Standing", $"({mailed}c.{channel}Outcome IS NOT NULL)");
        // The lost are few, and found by their standing.
        if (slice is Reach.NeverSent or Reach.Lost)
            return slice == Reach.Lost ? $"(c.{channel}AddressId IS NOT NULL AND {standing} >= {(int)Standing.Unsubscribed} AND {sent})" : $"({standing} <> {(int)Standing.None} AND NOT {sent})";
        var window = ReachWindows.On(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(site.Now, site.Zone).DateTime), site.Zone).Active;
        var read = $"c.{channel}ReadQuarter {(slice == Reach.Active ? ">=" : "<")} {parameters.Add(window)}";
        return $"({standing} IN ({(int)Standing.Active}, {(int)Standing.NotConfirmed}) AND {sent} AND {read})";
    }

    private string Status(string word) => word switch
    {
        "blocked" => $"c.EmailStanding IN ({(int)Standing.Unsubscribed}, {(int)Standing.SpamReport}, {(int)Standing.Blacklisted})",
        "blacklisted" => $"(c.EmailAddressId IS NOT NULL AND c.EmailStanding = {(int)Standing.Blacklisted})",
        "spam" => Held(Standing.SpamReport),
        "unsubscribed" => Held(Standing.Unsubscribed),
        "not_confirmed" => Held(Standing.NotConfirmed),
        "over_limit" => site.Limit is null ? "0" : $"(c.EmailStanding = {(int)Standing.Active} AND {Beyond})",
        _ => site.Limit is null ? $"c.EmailStanding = {(int)Standing.Active}" : $"(c.EmailStanding = {(int)Standing.Active} AND NOT ({Beyond}))",
    };

    // The few with one of these are found by their index, once what it holds is said again.
    private static string Held(Standing standing) => $"(c.EmailAddressId IS NOT NULL AND c.EmailStanding = {(int)standing} "
        + $"AND c.EmailStanding <> {(int)Standing.Active} AND c.EmailStanding <> {(int)Standing.Blacklisted})";

    private string Beyond => $"c.DeletedAt IS NULL AND (c.CreatedAt, c.Id) > ({parameters.Add(site.Limit!.Value.Created)}, {parameters.Add(site.Limit!.Value.Id)})";

    private string Has(string word) => word switch
    {
        "email" => "c.EmailAddressId IS NOT NULL",
        "phone" => "c.PhoneAddressId IS NOT NULL",
        "name" => "nullif(c.NameKey, '') IS NOT NULL",
        "address" => "coalesce(nullif(c.Street, ''), nullif(c.City, ''), nullif(c.Region, ''), nullif(c.PostalCode, ''), nullif(c.Country, '')) IS NOT NULL",
        "order" => rows.Of("Orders", "t.OrganizationId = @organization"),
        "activity" => FilterRowSql.Probe("Activities", "1"), // a probe costs less than gathering nearly everybody
        "mobile_token" => rows.Of("ContactTokens", $"t.OrganizationId = @organization AND t.Kind = {(int)TokenKind.Mobile}"),
        "push_token" => rows.Of("ContactTokens", $"t.OrganizationId = @organization AND t.Kind = {(int)TokenKind.Push}"),
        _ => rows.IsWalk ? CategoryProbe : Category,
    };

    private static string Column(FilterField field) => field.Name switch
    {
        "email" or "domain" => "c.EmailAddressId",
        "phone" => "c.PhoneAddressId",
        "name" => "nullif(c.NameKey, '')",
        "first_name" => "nullif(c.FirstName, '')",
        "surname" => "nullif(c.LastName, '')",
        "external_id" => "nullif(c.ExternalId, '')",
        "language" => "nullif(c.Language, '')",
        "timezone" => "nullif(c.TimeZone, '')",
        "country" => "nullif(c.Country, '')",
        "region" => "nullif(c.Region, '')",
        "city" => "nullif(c.City, '')",
        "postal_code" => "nullif(c.PostalCode, '')",
        "street" => "nullif(c.Street, '')",
        "created" => "c.CreatedAt",
        "updated" => "c.UpdatedAt",
        "last_active" => "(SELECT nullif(a.LastActiveTicks, 0) FROM Addresses a WHERE a.Id = c.EmailAddressId)",
        "threads" => "ifnull((SELECT a.ThreadCount FROM Addresses a WHERE a.Id = c.EmailAddressId), 0)",
        "rating" => "c.Rating",
        "consent" => "c.ConsentAt",
        "last_read" => $"nullif(c.EmailReadQuarter, 0) * {Reaches.QuarterTicks}",
        "phone_last_read" => $"nullif(c.PhoneReadQuarter, 0) * {Reaches.QuarterTicks}",
        "last_outcome" => "c.EmailOutcome",
        "phone_last_outcome" => "c.PhoneOutcome",
        "deleted" => "c.DeletedAt",
        "deleted_by" => "nullif(c.DeletedBy, '')",
        "delete_reason" => "nullif(c.DeletedReason, '')",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Name, "It has no column."),
    };

    private string Additional(FilterTest test, FilterFieldId field)
    {
        var column = field.Type is FieldType.Text or FieldType.Select ? "t.Key" : "t.Number";
        string Having(string condition) => rows.Of("FieldValues", $"t.FieldId = {parameters.Add(field.Id)} AND {column} IS NOT NULL AND ({condition})");
        return FilterTestSql.Any(test, value => value switch
        {
            PresenceValue { Present: true } => Having("1"),
            PresenceValue => FilterWriter.Not(Having("1")),
            _ => Having(AdditionalValue(field.Type, test.Operator, (TextValue)value)),
        });
    }

    private string AdditionalValue(FieldType type, FilterOperator @operator, TextValue value) => type switch
    {
        FieldType.Number => tests.Number("t.Number", @operator, FilterReader.Number(value.Text)!.Value),
        FieldType.Date => tests.Day("t.Number", @operator, FilterReader.Day(value.Text) is { } day ? new DayValue(day) : FilterReader.Age(value.Text)!),
        FieldType.Boolean => $"t.Number = {(FilterReader.Truth(value.Text) == true ? 1 : 0)}",
        _ => tests.Text("t.Key", type == FieldType.Text && @operator == FilterOperator.Is, value, FilterNeedles.Text(value.Text)),
    };
}
