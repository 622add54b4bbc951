using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Tests.Domain.Filters;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Data;

/// <summary>A contact with everything that hangs on it.</summary>
internal sealed record FilterPerson(Contact Contact, Address? Email, Address? Phone)
{
    public Dictionary<string, string> Fields { get; } = [];
    public List<Order> Orders { get; } = [];
    public List<Activity> Activities { get; } = [];
    public List<TokenKind> Tokens { get; } = [];
    public List<string> Segments { get; } = [];
}

/// <summary>A store of people at random, of all that filters ask for. Standings are set by hand: no ledger stands behind them.</summary>
internal sealed class FilterPeople(TestStore store, Random random)
{
    public const string Large = "VIP";
    public const string Dynamic = "Regular customers";
    public const string DynamicQuery = "country:DE or has:order";
    private const int People = 60;

    private static readonly string[] Words =
        ["ann", "Ann Lee", "ÄNNE", "a\u0308nne", "O'Neill", "100%", "a_b", "x;y", "\"q\"", "back\\slash", "DROP TABLE", "*star", "never", "日本", "Straße", " lee "];

    private static readonly string[] Domains = ["acme.example", "mail.acme.example", "xn--mller-kva.example", "100.example"];
    private static readonly string[] Typed = ["acme.example", ".acme.example", "müller.example", "MÜLLER.example", "ann@acme.example", "ann", "100"];
    private static readonly string[] Codes = ["DE", "FR", "en", "Europe/Berlin", "de"];

    public List<FilterPerson> All { get; } = [];

    public (long Created, long Id) Limit { get; private set; }

    private DateTimeOffset Now => store.Clock.GetUtcNow();

    /// <summary>What to look for in a field: something somebody may have there.</summary>
    public string Text(string field) => field switch
    {
        "email" or "domain" => One(Typed),
        "country" or "language" or "timezone" => One(Codes),
        "external_id" => $"{One(Words)}{random.Next(People)}",
        "message" => $"Spring {random.Next(3)}",
        _ => One(Words),
    };

    public async Task FillAsync()
    {
        await using var context = await store.OpenAsync();
        var organization = store.Organization.Value;
        var fields = FilterTextTests.Names.Fields.Select(f => new FieldDefinition
        {
            OrganizationId = organization, Key = f.Key, Label = f.Label, Type = f.Type, CreatedAt = Now,
            Options = f.Options.Count == 0 ? null : System.Text.Json.JsonSerializer.Serialize(f.Options),
        }).ToList();
        context.AddRange(fields);
        var segments = FilterTextTests.Names.Segments.Concat(FilterTextTests.Names.Categories).Select(name => new Segment
        {
            OrganizationId = organization, Name = name, CreatedAt = Now, UpdatedAt = Now, Query = name == Dynamic ? DynamicQuery : null,
            Kind = name == Dynamic ? SegmentKind.Dynamic : FilterTextTests.Names.Categories.Contains(name) ? SegmentKind.Category : SegmentKind.List,
        }).ToList();
        context.AddRange(segments);
        await context.SaveChangesAsync(TestStore.Stop);
        for (var i = 0; i < People; i++)
        {
            var person = await PersonAsync(context, i);
            Belongings(context, person, fields, segments);
            All.Add(person);
        }
        await context.SaveChangesAsync(TestStore.Stop);
        Limit = (All[People / 2].Contact.CreatedAt.UtcTicks, All[People / 2].Contact.Id);
        var row = await context.FindAsync<Organization>([organization], TestStore.Stop);
        (row!.ContactLimit, row.LimitCreatedTicks, row.LimitContactId) = (1, Limit.Created, Limit.Id);
        await context.SaveChangesAsync(TestStore.Stop);
    }

    private async Task<FilterPerson> PersonAsync(ContactsDashboard.Data.DashboardDbContext context, int number)
    {
        var email = Maybe(4) ? Address(Channel.Email, $"ann{number}{One(["", "%", "_", "'"])}@{One(Domains)}", One(Enum.GetValues<Standing>()[1..6])) : null;
        var phone = Maybe(2) ? Address(Channel.Phone, $"+49{number:00}12345", One([Standing.Active, Standing.Blacklisted])) : null;
        context.AddRange(new[] { email, phone }.OfType<Address>());
        await context.SaveChangesAsync(TestStore.Stop);
        var contact = new Contact
        {
            OrganizationId = store.Organization.Value, EmailAddressId = email?.Id, PhoneAddressId = phone?.Id,
            EmailStanding = email?.Standing ?? 0, PhoneStanding = phone?.Standing ?? 0, CreationMethod = One(Enum.GetValues<CreationMethod>()),
            CreatedAt = Past(), UpdatedAt = Past(), Rating = random.Next(101), FirstName = Word(), LastName = Word(), Street = Word(), City = Word(), Region = Word(),
            PostalCode = Word(), Language = Code(), TimeZone = Code(), Country = Code(), ConsentAt = Maybe(2) ? Past() : null,
            DeletedAt = Maybe(1) ? Past() : null, DeletedBy = Word(), DeletedReason = Word(),
            ExternalId = Maybe(2) ? $"{One(Words)}{number}" : null,
        };
        contact.NameKey = TextKey.Fold($"{contact.FirstName} {contact.LastName}") is { Length: > 0 } name ? name : null;
        context.Add(contact);
        await context.SaveChangesAsync(TestStore.Stop);
        return new(contact, email, phone);
    }

    private void Belongings(ContactsDashboard.Data.DashboardDbContext context, FilterPerson person, List<FieldDefinition> fields, List<Segment> segments)
    {
        var (organization, id) = (store.Organization.Value, person.Contact.Id);
        foreach (var field in fields.Where(_ => Maybe(2)))
        {
            var value = Value(field, id);
            person.Fields.Add(field.Key, value.Text);
            context.Add(value);
        }
        person.Orders.AddRange(Times().Select(_ => new Order
            { OrganizationId = organization, ContactId = id, ExternalId = Guid.NewGuid().ToString(), Cents = random.Next(0, 10) * 50, OrderedAt = Past() }));
        person.Activities.AddRange(Times().Select(_ => new Activity
        {
            OrganizationId = organization, ContactId = id, Channel = One(Enum.GetValues<MessageChannel>()), Status = One(Enum.GetValues<ActivityStatus>()),
            MessageName = $"SPRING {random.Next(3)}", Language = Code(), SentAt = Past(),
        }));
        person.Tokens.AddRange(Enum.GetValues<TokenKind>().Where(_ => Maybe(1)));
        // One of them has most people: such a list is asked of each contact.
        var mine = segments.Where(s => s.Kind != SegmentKind.Dynamic && Maybe(s.Name == Large ? 4 : 1)).ToList();
        person.Segments.AddRange(mine.Select(s => s.Name));
        context.AddRange(person.Orders);
        context.AddRange(person.Activities);
        context.AddRange(person.Tokens.Select(t => new ContactToken { OrganizationId = organization, ContactId = id, Kind = t, Value = "x", CreatedAt = Now }));
        context.AddRange(mine.Select(s => new SegmentMember { SegmentId = s.Id, ContactId = id }));
    }

    private FieldValue Value(FieldDefinition field, long contact)
    {
        var days = DateOnly.FromDateTime(Now.AddDays(random.Next(-200, 30)).DateTime);
        var number = random.Next(-3, 12) / 2.0;
        return field.Type switch
        {
            FieldType.Number => new() { ContactId = contact, FieldId = field.Id, Text = FormattableString.Invariant($"{number}"), Number = number },
            FieldType.Date => new() { ContactId = contact, FieldId = field.Id, Text = $"{days:yyyy-MM-dd}", Number = days.DayNumber },
            FieldType.Boolean => random.Next(2) is var truth ? new() { ContactId = contact, FieldId = field.Id, Text = truth == 1 ? "true" : "false", Number = truth } : null!,
            _ => (field.Type == FieldType.Select ? One(["Gold", "Silver plate"]) : One(Words)) is var text
                ? new() { ContactId = contact, FieldId = field.Id, Text = text, Key = TextKey.Fold(text) } : null!,
        };
    }

    private Address Address(Channel channel, string value, Standing standing) => random.Next(5) is var threads ? new()
    {
        OrganizationId = store.Organization.Value, Channel = channel, Value = value, Domain = channel == Channel.Email ? value[(value.IndexOf('@') + 1)..] : "",
        Standing = standing, LastActiveTicks = Maybe(4) ? Past().UtcTicks : 0, ThreadCount = threads,
        Listed = threads > 0 && channel == Channel.Email, Blocked = standing.IsBlocked(),
    } : null!;

    private DateTimeOffset Past() => Now.AddHours(-random.Next(random.Next(2) == 0 ? 24 * 30 : 24 * 600));

    private string? Word() => random.Next(4) == 0 ? null : random.Next(8) == 0 ? "" : One(Words);

    private string? Code() => random.Next(4) == 0 ? null : One(Codes);

    private bool Maybe(int chances) => random.Next(5) < chances;

    private IEnumerable<int> Times() => Enumerable.Range(0, Math.Max(0, random.Next(-3, 5)));

    private T One<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
