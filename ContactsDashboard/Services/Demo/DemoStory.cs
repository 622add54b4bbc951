using ContactsDashboard.Domain;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.SavedSearches;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Tokens;

namespace ContactsDashboard.Services.Demo;

/// <summary>One thing that happens: one change on record, at an instant no other step has.</summary>
internal sealed record DemoStep(DateTimeOffset At, Func<DemoTeller, Task> TellAsync);

/// <summary>A year of an outdoor shop and its customers, always the same, told from its first day on.</summary>
internal sealed class DemoStory
{
    public static readonly TimeSpan Length = TimeSpan.FromDays(365);

    public const string Shop = "Web shop";
    public const string MailService = "Mail service";
    private const string Form = "Newsletter on the web site";
    private static readonly string[] Lists = ["Autumn campaign", "Press"];
    private static readonly string[] WhyDeleted = ["Asked by phone to be removed", "Left the company", "Entered by mistake"];

    private readonly DateTimeOffset _start;
    private readonly List<DemoStep> _steps = [];

    private DemoStory(DateTimeOffset start) => _start = start;

    /// <summary>What happened since <paramref name="start"/>, in the order in which it did.</summary>
    public static IReadOnlyList<DemoStep> Steps(DateTimeOffset start)
    {
        var story = new DemoStory(start);
        var people = DemoPeople.All();
        story.Opens();
        foreach (var person in people)
            story.Meets(person);
        foreach (var person in DemoPeople.Again(people))
            story.Enters(person);
        foreach (var person in people.Where(p => p.IsEntered))
            story.GoesOn(person);
        var mailings = new DemoMailings(start, people);
        foreach (var (day, tell) in mailings.All())
            story.Add(day, tell);
        story.Sorts(people);
        story.Days();
        return [.. story._steps.OrderBy(s => s.At)];
    }

    /// <summary>People appear on whole minutes, each on a day of their own.</summary>
    public static DateTimeOffset MetAt(DateTimeOffset start, int number) =>
        start.AddDays(DayMet(number)).AddMinutes((8 * 60) + (number * 67 % 600));

    public static int DayMet(int number) => (number + 1) * 364 / 170;

    /// <summary>When what becomes of somebody's address becomes of it.</summary>
    public static int DayBlocked(int number) => Math.Min(364, DayMet(number) + 12 + (number * 7 % 45));

    public static int DayDeleted(int number) => Math.Min(361, DayMet(number) + 30);

    public static SuppressionReason? Blocked(DemoPerson person) =>
        person is not { IsEntered: true, Profile.Email: not null } ? null
        : person.Number % 13 == 2 ? SuppressionReason.Bounced
        : person.Number % 17 == 4 ? SuppressionReason.Complained
        : person.Number % 11 == 6 ? SuppressionReason.Unsubscribed
        : person.Number % 37 == 9 ? SuppressionReason.Manual
        : person.Number % 83 == 70 ? SuppressionReason.SpamTrap : null;

    public static bool IsPhoneBlocked(DemoPerson person) => person is { IsEntered: true, Profile.Phone: not null } && person.Number % 9 == 4;

    public static bool IsDeleted(DemoPerson person) => person.IsEntered && person.Number % 23 == 17;

    // The counter keeps instants apart; people come on whole minutes, everything else between them.
    private void Add(int day, Func<DemoTeller, Task> tell) =>
        _steps.Add(new(_start.AddDays(day).AddHours(9 + (_steps.Count * 7 % 9)).AddMilliseconds(_steps.Count + 1), tell));

    private void Opens()
    {
        foreach (var field in new FieldEdit[]
        {
            new("Company", FieldType.Text, [], "company"), new("Birthday", FieldType.Date, [], "birthday"), new("Points", FieldType.Number, [], "points"),
            new("Club member", FieldType.Boolean, [], "member"), new("Interest", FieldType.Select, DemoPeople.Interests, "interest"),
        })
        {
            Add(0, async t => DemoTeller.NeedOrHave(await t.As<FieldService>(await t.StaffAsync("admin")).AddAsync(t.Demo, field, t.Stop)));
        }
        foreach (var category in new[] { "Newsletter", "Offers", "Events" })
            Add(0, async t => DemoTeller.NeedOrHave(await t.As<CategoryService>(await t.StaffAsync("admin")).CreateAsync(t.Demo, category, t.Stop)));
        foreach (var (name, scopes) in new (string, string[])[] { (Shop, ["contacts:read", "contacts:write"]), (MailService, ["events:write", "suppressions:write"]) })
            Add(0, async t => DemoTeller.Need(await t.As<ApiKeyService>(await t.StaffAsync("admin")).CreateAsync(t.Demo, name, scopes, 100, null, t.Stop)));
        Add(0, async t => DemoTeller.NeedOrHave(await t.As<SignUpFormService>(await t.StaffAsync("admin")).CreateAsync(t.Demo, Form, "Newsletter", t.Stop)));
        Add(3, async t => DemoTeller.NeedOrHave(await t.As<BlockService>(await t.StaffAsync("operator")).BlockDomainAsync(t.Demo, "bulk-offers.test", [], "Sends us nothing but spam", t.Stop)));
    }

    private void Meets(DemoPerson person)
    {
        if (person.Method == CreationMethod.SubscriptionForm)
            SignsUp(person);
        else if (person.Method == CreationMethod.Order)
            BuysFirst(person);
        else
            Enters(person);
    }

    private void Enters(DemoPerson person) => _steps.Add(new(MetAt(_start, person.Number), async t =>
    {
        var categories = person.Profile.Fields.Count == 0 ? [] : (await t.CategoriesAsync()).Where((_, i) => (person.Number + i) % 3 != 0).Select(c => c.Id).ToArray();
        var who = person.Method == CreationMethod.Api ? await t.KeyAsync(Shop) : await t.StaffAsync(person.Number % 4 == 1 ? "support" : "operator");
        DemoTeller.Need(await t.As<ProfileService>(who).CreateAsync(t.Demo, person.Profile with { Categories = categories }, new(true), t.Stop));
    }));

    // Nobody is mailed: the addresses are nobody's. Who confirms does so the day after.
    private void SignsUp(DemoPerson person)
    {
        var (given, confirms) = (person.Profile, person.Number % 32 == 3);
        var secret = confirms ? $"demo {person.Number}" : Secret.New(32);
        _steps.Add(new(MetAt(_start, person.Number), async t =>
        {
            var form = await t.FormAsync(Form);
            DemoTeller.Need(await t.As<SignUpService>(new Access.FormActor(t.Demo, Form)).TakeAsync(t.Demo, form.Id, new(given.Email, given.FirstName, given.LastName), secret, t.Stop));
        }));
        if (confirms)
            Add(DayMet(person.Number) + 1, async t => DemoTeller.Need(await t.As<SignUpService>(new Access.FormActor(t.Demo, Form)).ConfirmAsync(t.Demo, secret, t.Stop)));
    }

    // A shop tells an address and no name; half of them give it later.
    private void BuysFirst(DemoPerson person)
    {
        var at = MetAt(_start, person.Number);
        _steps.Add(new(at, async t => await DemoMailings.OrderAsync(t, [DemoMailings.Bought(person.Number, 0, new(null, person.Profile.Email, null), at)])));
        if (person.Number % 32 != 7)
            Edits(person, e => e with { FirstName = person.Profile.FirstName, LastName = person.Profile.LastName, Language = person.Profile.Language });
    }

    private void Edits(DemoPerson person, Func<ProfileEdit, ProfileEdit> change) => Add(DayMet(person.Number) + 4, async t =>
    {
        var contact = await t.ContactAsync(MetAt(_start, person.Number));
        DemoTeller.Need(await t.As<ProfileService>(await t.StaffAsync("operator")).EditAsync(t.Demo, contact, change, null, t.Stop));
    });

    private void GoesOn(DemoPerson person)
    {
        if (person.Number % 19 == 5)
            Edits(person, e => e with { Street = "Old Mill Lane 3", City = "Bristol", PostalCode = "BS1 4ND", Country = "GB", TimeZone = "Europe/London" });
        if (person.Number % 12 == 0)
            Registers(person, TokenKind.Mobile, $"fcm:demo-device-{person.Number:0000}");
        if (person.Number % 24 == 0)
            Registers(person, TokenKind.Push, $"https://push.example/send/demo-{person.Number:0000}");
        if (Blocked(person) is { } reason)
            IsBlocked(person, reason);
        if (IsPhoneBlocked(person))
            Suppress(person, "operator", new(SuppressionScope.Phone, person.Profile.Phone, SuppressionReason.Manual) { Note = "Asked not to be called" });
        if (IsDeleted(person))
            Deletes(person);
    }

    private void Registers(DemoPerson person, TokenKind kind, string value) => Add(DayMet(person.Number) + 2, async t =>
        DemoTeller.Need(await t.As<TokenService>(await t.KeyAsync(Shop)).AddAsync(t.Demo, await t.ContactAsync(MetAt(_start, person.Number)), kind, value, t.Stop)));

    private void IsBlocked(DemoPerson person, SuppressionReason reason)
    {
        var edit = new SuppressionEdit(SuppressionScope.Email, person.Profile.Email, reason);
        Suppress(person, reason is SuppressionReason.Manual ? "operator" : null, reason switch
        {
            SuppressionReason.Bounced => edit with { Evidence = person.Number % 2 == 0 ? new("550 5.1.1", "The email account that you tried to reach does not exist.")
                : new("554 5.4.14", "Hop count exceeded: the recipient's domain takes no mail.") },
            SuppressionReason.Complained => edit with { Evidence = new(null, "Feedback-Type: abuse, reported by the mailbox provider") },
            SuppressionReason.SpamTrap => edit with { Evidence = new(null, "Listed by a reputation service as a trap") },
            SuppressionReason.Manual => edit with { Note = "Asked us not to write again" },
            _ => edit,
        });
    }

    private void Suppress(DemoPerson person, string? staff, SuppressionEdit edit) => Add(DayBlocked(person.Number), async t =>
        DemoTeller.NeedOrHave(await t.As<SuppressionService>(staff is null ? await t.KeyAsync(MailService) : await t.StaffAsync(staff)).AddAsync(t.Demo, edit, false, t.Stop)));

    private void Deletes(DemoPerson person)
    {
        Add(DayDeleted(person.Number), async t => DemoTeller.Need(await t.As<ProfileService>(await t.StaffAsync("support"))
            .DeleteAsync(t.Demo, await t.ContactAsync(MetAt(_start, person.Number)), WhyDeleted[person.Number % WhyDeleted.Length], t.Stop)));
        if (person.Number == 63)
            Add(DayDeleted(person.Number) + 2, async t => DemoTeller.Need(await t.As<ProfileService>(await t.StaffAsync("support"))
                .RestoreAsync(t.Demo, await t.ContactAsync(MetAt(_start, person.Number)), t.Stop)));
    }

    // Each day is written down when it ends; the last one ended with the story.
    private void Days() => _steps.AddRange(Enumerable.Range(1, (int)Length.TotalDays).Select(day => new DemoStep(_start.AddDays(day).AddMinutes(1), t => t.EndDayAsync())));

    private void Sorts(IReadOnlyList<DemoPerson> people)
    {
        foreach (var (list, day) in Lists.Zip([290, 310]))
        {
            Add(day, async t => DemoTeller.Need(await t.As<SegmentService>(await t.StaffAsync("analyst")).CreateListAsync(t.Demo, list, t.Stop)));
            Add(day + 1, async t =>
            {
                var members = new List<long>();
                foreach (var person in people.Where(p => DayMet(p.Number) < day && p.Number % (2 + (list.Length % 7)) == 1))
                    members.Add(await t.ContactAsync(MetAt(_start, person.Number)));
                DemoTeller.Need(await t.As<SegmentService>(await t.StaffAsync("analyst")).FillAsync(t.Demo, await t.ListAsync(list), members, t.Stop));
            });
        }
        foreach (var (name, query) in new[] { ("Active readers", "reach:active"), ("To win back", "reach:inactive -status:not_confirmed"), ("Cyclists in Germany", "country:DE field.interest:Cycling") })
            Add(330, async t => DemoTeller.NeedOrHave(await t.As<SegmentService>(await t.StaffAsync("analyst")).CreateDynamicAsync(t.Demo, name, query, t.Stop)));
        // What people keep for themselves is not on record: it goes before what is.
        Add(364, async t =>
        {
            var searches = t.As<SavedSearchService>(await t.StaffAsync("admin"));
            DemoTeller.Need(await searches.SaveAsync(t.Demo, "Club members by rating", "q=field.member%3Atrue&sort=-rating", true, t.Stop));
            DemoTeller.Need(await searches.SaveAsync(t.Demo, "Complaints to look at", "rail=spam_reports&sort=-updated", true, t.Stop));
            DemoTeller.Need(await searches.SaveAsync(t.Demo, "Customers in Germany", "q=country%3ADE", false, t.Stop));
            DemoTeller.NeedOrHave(await t.As<BlockService>(await t.StaffAsync("operator")).BlockDomainAsync(t.Demo, "*.tracker.test", [], "Addresses that only count opens", t.Stop));
        });
    }
}
