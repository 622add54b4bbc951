using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Tests.Data;

/// <summary>What filters mean, said once more without SQL.</summary>
internal sealed class FilterModel(FilterPeople people, DateTimeOffset now, TimeZoneInfo zone)
{
    public bool Fits(Filter filter, FilterPerson person) => filter switch
    {
        AllOf all => all.Parts.All(p => Fits(p, person)),
        AnyOf any => any.Parts.Any(p => Fits(p, person)),
        Not not => !Fits(not.Inner, person),
        Words words => Words(words.Text, person),
        Comparison comparison => Test(comparison.Test, value => One(comparison.Field, comparison.Test.Operator, value, person)),
        Tally tally => Tally(tally, person),
        _ => throw new NotSupportedException(),
    };

    private static bool Test(FilterTest test, Func<FilterValue, bool> fits) => test.Values.Any(fits) != (test.Operator == FilterOperator.NotEqual);

    private static bool Words(string text, FilterPerson person)
    {
        var folded = TextKey.Fold(text)!;
        return (person.Email is { } email && Emails(text).Any(n => email.Value.Contains(n, StringComparison.Ordinal)))
            || person.Contact.NameKey?.Contains(folded, StringComparison.Ordinal) == true
            || (person.Phone is { } phone && text.Count(char.IsAsciiDigit) >= 3 && text.All(c => char.IsAsciiDigit(c) || "+ -.()/".Contains(c))
                && (phone.Value.Contains(Digits(text), StringComparison.Ordinal) || (Full(text) is { } full && phone.Value.Contains(full, StringComparison.Ordinal))))
            || text.Trim().Equals(PublicId.Format(PublicId.Contact, person.Contact.Id), StringComparison.OrdinalIgnoreCase);
    }

    private bool One(string field, FilterOperator op, FilterValue value, FilterPerson person)
    {
        var (contact, email) = (person.Contact, person.Email);
        return field switch
        {
            "email" => Text(email?.Value, op == FilterOperator.Is, value, Emails),
            "domain" => Text(email?.Domain, false, value, text => [Domain(TextKey.Fold(text)!)]),
            "phone" => Phone(person.Phone?.Value, op, value),
            "name" => Text(contact.NameKey, op == FilterOperator.Is, value),
            "first_name" => Text(contact.FirstName, false, value),
            "surname" => Text(contact.LastName, false, value),
            "language" => Text(contact.Language, false, value),
            "timezone" => Text(contact.TimeZone, false, value),
            "country" => Text(contact.Country, false, value),
            "region" => Text(contact.Region, false, value),
            "city" => Text(contact.City, false, value),
            "postal_code" => Text(contact.PostalCode, false, value),
            "street" => Text(contact.Street, op == FilterOperator.Is, value),
            "deleted_by" => Text(contact.DeletedBy, op == FilterOperator.Is, value),
            "delete_reason" => Text(contact.DeletedReason, op == FilterOperator.Is, value),
            "external_id" => Text(contact.ExternalId, false, value),
            "id" => PublicId.Format(PublicId.Contact, contact.Id) == ((TextValue)value).Text,
            "source" => SnakeCase(contact.CreationMethod) == ((TextValue)value).Text,
            "created" => Time(contact.CreatedAt, op, value),
            "updated" => Time(contact.UpdatedAt, op, value),
            "last_active" => Time(email is { LastActiveTicks: > 0 } ? new DateTimeOffset(email.LastActiveTicks, TimeSpan.Zero) : null, op, value),
            "consent" => Time(contact.ConsentAt, op, value),
            "deleted" => Time(contact.DeletedAt, op, value),
            "threads" => Number(email?.ThreadCount ?? 0, op, value),
            "rating" => Number(contact.Rating, op, value),
            "has" => Has(((TextValue)value).Text, person),
            "status" => Status(((TextValue)value).Text, contact),
            "phone_status" => contact.PhoneStanding == (((TextValue)value).Text == "active" ? Standing.Active : Standing.Blacklisted),
            "reach" => Reached(person, ReachChannel.Email).Slice == ((TextValue)value).Text,
            "phone_reach" => Reached(person, ReachChannel.Phone).Slice == ((TextValue)value).Text,
            "last_read" => WholeDays(Reached(person, ReachChannel.Email).Read, op, value),
            "phone_last_read" => WholeDays(Reached(person, ReachChannel.Phone).Read, op, value),
            "last_outcome" => Outcome(Reached(person, ReachChannel.Email).Outcome, value),
            "phone_last_outcome" => Outcome(Reached(person, ReachChannel.Phone).Outcome, value),
            "segment" or "category" => Segment(((TextValue)value).Text, person),
            _ => Additional(person.Fields.GetValueOrDefault(field["field.".Length..]), field, op, value),
        };
    }

    private (string? Slice, DateTimeOffset? Read, ActivityStatus? Outcome) Reached(FilterPerson person, ReachChannel channel)
    {
        var standing = channel == ReachChannel.Email ? person.Contact.EmailStanding : person.Contact.PhoneStanding;
        var sent = person.Activities.Where(a => channel == ReachChannel.Email ? a.Channel == MessageChannel.Email
            : a.Channel is MessageChannel.Sms or MessageChannel.Viber or MessageChannel.WhatsApp).OrderBy(a => a.SentAt).ThenBy(a => a.Id).ToList();
        var read = sent.LastOrDefault(a => a.Status is ActivityStatus.Read or ActivityStatus.Clicked)?.SentAt;
        var from = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddMonths(-3);
        var slice = standing == Standing.None ? null : sent.Count == 0 ? "never_sent" : standing.IsBlocked() ? "lost"
            : read is { } at && DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime) >= from ? "active" : "inactive";
        return (slice, read, sent.LastOrDefault()?.Status);
    }

    private static bool Outcome(ActivityStatus? status, FilterValue value) =>
        value is PresenceValue presence ? presence.Present == status is not null : status is { } known && SnakeCase(known) == ((TextValue)value).Text;

    private bool WholeDays(DateTimeOffset? at, FilterOperator op, FilterValue value) => value is not AgeValue age ? Time(at, op, value)
        : at is { } known && (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(known, zone).DateTime) >= DateOnly.FromDateTime(age.Before(TimeZoneInfo.ConvertTime(now, zone)).DateTime))
            == op is FilterOperator.Less or FilterOperator.LessOrEqual;

    private bool Segment(string name, FilterPerson person) =>
        TextKey.Fold(name) == TextKey.Fold(FilterPeople.Dynamic) ? Fits(FilterText.Parse(FilterPeople.DynamicQuery).Filter!, person)
        : person.Segments.Any(s => TextKey.Fold(s) == TextKey.Fold(name));

    private bool Status(string word, Contact contact)
    {
        var over = contact is { EmailStanding: Standing.Active, DeletedAt: null } && (contact.CreatedAt.UtcTicks, contact.Id).CompareTo(people.Limit) > 0;
        return word switch
        {
            "active" => contact.EmailStanding == Standing.Active && !over,
            "over_limit" => over,
            "blocked" => contact.EmailStanding.IsBlocked(),
            "blacklisted" => contact.EmailStanding == Standing.Blacklisted,
            "spam" => contact.EmailStanding == Standing.SpamReport,
            "unsubscribed" => contact.EmailStanding == Standing.Unsubscribed,
            _ => contact.EmailStanding == Standing.NotConfirmed,
        };
    }

    private static bool Has(string word, FilterPerson person) => word switch
    {
        "email" => person.Email is not null,
        "phone" => person.Phone is not null,
        "name" => person.Contact.NameKey is not null,
        "address" => new[] { person.Contact.Street, person.Contact.City, person.Contact.Region, person.Contact.PostalCode, person.Contact.Country }
            .Any(t => !string.IsNullOrEmpty(t)),
        "order" => person.Orders.Count > 0,
        "activity" => person.Activities.Count > 0,
        "mobile_token" => person.Tokens.Contains(TokenKind.Mobile),
        "push_token" => person.Tokens.Contains(TokenKind.Push),
        _ => person.Segments.Intersect(Names.Categories).Any(),
    };

    private bool Tally(Tally tally, FilterPerson person)
    {
        bool Part(Comparison part, Func<FilterValue, bool> fits) => Test(part.Test, fits);
        var orders = person.Orders.Where(o => tally.Of == TallyOf.Orders && tally.Parts.All(p => Part(p, v => Time(o.OrderedAt, p.Test.Operator, v)))).ToList();
        var activities = person.Activities.Where(a => tally.Of == TallyOf.Activity && tally.Parts.All(p => Part(p, v => p.Field switch
        {
            "channel" => SnakeCase(a.Channel).Replace("whats_app", "whatsapp", StringComparison.Ordinal) == ((TextValue)v).Text,
            "status" => SnakeCase(a.Status) == ((TextValue)v).Text,
            "message" => Text(a.MessageName, false, v),
            "language" => Text(a.Language, false, v),
            _ => Time(a.SentAt, p.Test.Operator, v),
        })));
        return Test(tally.Test, value => tally switch
        {
            { Of: TallyOf.Activity } => Number(activities.Count(), tally.Test.Operator, value),
            { Measure: TallyMeasure.Count } => Number(orders.Count, tally.Test.Operator, value),
            { Measure: TallyMeasure.Sum } => Number(orders.Sum(o => o.Cents) / 100m, tally.Test.Operator, value),
            { Measure: TallyMeasure.Average } => Number(orders.Count == 0 ? null : (decimal)orders.Average(o => o.Cents) / 100m, tally.Test.Operator, value),
            _ => Time(orders.Max(o => (DateTimeOffset?)o.OrderedAt), tally.Test.Operator, value),
        });
    }

    private bool Additional(string? text, string field, FilterOperator op, FilterValue value)
    {
        var type = Names.Fields.Single(f => "field." + f.Key == field).Type;
        if (value is PresenceValue presence)
            return presence.Present == text is not null;
        var typed = ((TextValue)value).Text;
        return text is not null && type switch
        {
            FieldType.Number => Number(FilterReader.Number(text), op, new NumberValue(FilterReader.Number(typed)!.Value)),
            FieldType.Boolean => text == typed,
            FieldType.Date => Day(FilterReader.Day(text)!.Value, op, typed),
            FieldType.Text => Text(text, op == FilterOperator.Is, value),
            _ => Text(text, false, value),
        };
    }

    private bool Day(DateOnly day, FilterOperator op, string typed)
    {
        if (FilterReader.Day(typed) is { } other)
            return Compare(day.CompareTo(other), op);
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var then = DateOnly.FromDateTime(FilterReader.Age(typed)!.Before(local).DateTime);
        return Compare(then.CompareTo(day), op) && (op is FilterOperator.More or FilterOperator.MoreOrEqual || day <= DateOnly.FromDateTime(local.DateTime));
    }

    private bool Time(DateTimeOffset? at, FilterOperator op, FilterValue value) => value switch
    {
        PresenceValue presence => presence.Present == at is not null,
        _ when at is null => false,
        AgeValue age => Compare(age.Before(TimeZoneInfo.ConvertTime(now, zone)).CompareTo(at.Value), op),
        DayValue day => Compare(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at.Value, zone).DateTime).CompareTo(day.Day), op),
        _ => throw new NotSupportedException(),
    };

    private static bool Number(decimal? number, FilterOperator op, FilterValue value) =>
        value is PresenceValue presence ? presence.Present == number is not null : number is { } known && Compare(known.CompareTo(((NumberValue)value).Number), op);

    private static bool Compare(int order, FilterOperator op) => op switch
    {
        FilterOperator.Less => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        FilterOperator.More => order > 0,
        FilterOperator.MoreOrEqual => order >= 0,
        _ => order == 0,
    };

    private static bool Text(string? column, bool contains, FilterValue value, Func<string, string[]>? needles = null)
    {
        if (value is PresenceValue presence)
            return presence.Present != string.IsNullOrEmpty(column);
        var text = (TextValue)value;
        var (folded, open) = (TextKey.Fold(column) ?? "\0", text.OpenStart || text.OpenEnd);
        return (needles?.Invoke(text.Text) ?? [TextKey.Fold(text.Text)!]).Any(needle =>
            (contains && !open) || text is { OpenStart: true, OpenEnd: true } ? folded.Contains(needle, StringComparison.Ordinal)
            : text.OpenStart ? folded.EndsWith(needle, StringComparison.Ordinal)
            : text.OpenEnd ? folded.StartsWith(needle, StringComparison.Ordinal) : folded == needle);
    }

    private static bool Phone(string? number, FilterOperator op, FilterValue value) =>
        Text(number, op == FilterOperator.Is, value, text => [Digits(text)])
        || (value is TextValue typed && Full(typed.Text) is { } full && full == number);

    private static string Digits(string text) => (text.TrimStart().StartsWith('+') ? "+" : "") + string.Concat(text.Where(char.IsAsciiDigit));

    private static string? Full(string text) => PhoneNumber.TryParse(text, "US", out var number) ? number.Value : null;

    private static string[] Emails(string text)
    {
        var folded = TextKey.Fold(text)!;
        var at = folded.LastIndexOf('@') + 1;
        return [folded, folded[..at] + Domain(folded[at..])];
    }

    private static string Domain(string folded)
    {
        var (dot, rest) = folded.StartsWith('.') ? (".", folded[1..]) : ("", folded);
        return rest.Any(c => c > '\u007f') && DomainName.TryParse(rest, out var domain) ? dot + domain.Value : folded;
    }

    private static string SnakeCase<T>(T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static FilterNames Names => Tests.Domain.Filters.FilterTextTests.Names;
}
