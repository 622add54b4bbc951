using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Tests.Services.Analytics;

/// <summary>Whatever happens to contacts, every number of the donuts is that of the filter it opens, and everything derived equals its recount.</summary>
public sealed class AnalyticsModelTests
{
    private readonly List<long> _people = [];

    [Theory]
    [InlineData(2, "Asia/Kathmandu")]
    [InlineData(3, "America/New_York")]
    public async Task Donuts_AfterAnything_EqualTheFiltersTheyOpen(int seed, string zone)
    {
        await using var store = await TestStore.CreateAsync();
        await using (var context = await store.OpenAsync())
            await context.Organizations.Where(o => o.Id == store.Organization.Value).ExecuteUpdateAsync(o => o.SetProperty(x => x.TimeZone, zone), TestStore.Stop);
        var random = new Random(seed);
        for (var round = 0; round < 3; round++)
        {
            for (var step = 0; step < 30; step++)
                await StepAsync(store, random, (round * 30) + step);
            await ShouldEqualFiltersAsync(store);
            store.Clock.Advance(TimeSpan.FromHours(random.Next(1, 24 * 40)));
            await ShouldEqualFiltersAsync(store);
        }
        await store.ShouldAgreeAsync();
    }

    private static async Task ShouldEqualFiltersAsync(TestStore store)
    {
        var contacts = store.As<AllContactsService>(Role.Analyst);
        async Task<long> FoundAsync(string filter) => (await contacts.TotalAsync(store.Organization, new() { Filter = filter }, TestStore.Stop)).Value.All;
        foreach (var channel in Enum.GetValues<ReachChannel>())
        {
            var view = (await store.As<AnalyticsService>(Role.Analyst).ReadAsync(store.Organization, channel, 30, TestStore.Stop)).Value;
            view.Total.Should().Be(await FoundAsync($"has:{(channel == ReachChannel.Email ? "email" : "phone")}"));
            view.Total.Should().Be(view.Slices.Sum(s => s.Count), "every contact is in one slice");
            foreach (var slice in view.Slices)
            {
                slice.Count.Should().Be(await FoundAsync(slice.Filter), slice.Filter);
                slice.Count.Should().Be(slice.Parts.Sum(p => p.Count), "every contact of a slice is in one part");
                foreach (var part in slice.Parts)
                    part.Count.Should().Be(await FoundAsync(part.Part.Filter), part.Part.Filter);
            }
        }
    }

    private async Task StepAsync(TestStore store, Random random, int number)
    {
        var contact = _people.Count == 0 ? 0 : _people[random.Next(_people.Count)];
        switch (_people.Count < 8 ? 0 : random.Next(12))
        {
            case 0 or 1:
                _people.Add(await store.GivenEnteredAsync(random.Next(6) == 0 ? null : $"p{random.Next(number + 1)}@x{random.Next(3)}.test", random.Next(2) == 0 ? null : $"+4930231{number:00000}",
                    confirmation: random.Next(4) == 0 ? Confirmation.Asked : Confirmation.NotAsked));
                break;
            case 2 or 3 or 4 or 5:
                await SendAsync(store, random, contact, number);
                break;
            case 6:
                await ChangeActivityAsync(store, random, contact);
                break;
            case 7:
                await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(random.Next(4) == 0 ? SuppressionScope.Domain : SuppressionScope.Email,
                    random.Next(4) == 0 ? $"x{random.Next(3)}.test" : $"p{random.Next(number + 1)}@x{random.Next(3)}.test", (SuppressionReason)random.Next(4)), false, TestStore.Stop);
                break;
            case 8:
                await store.DeletePersonAsync(contact, random.Next(3) > 0);
                break;
            case 9:
                await store.GivenMailAsync($"From: me@own{random.Next(2)}.test\r\nTo: p{random.Next(number + 1)}@x{random.Next(3)}.test\r\nMessage-ID: <{number}@own.test>\r\n\r\n");
                break;
            case 10:
                await ChangeRulesAsync(store, random);
                break;
            default:
                await MoveAddressAsync(store, random, contact);
                break;
        }
    }

    private static async Task SendAsync(TestStore store, Random random, long contact, int number)
    {
        await using var context = await store.OpenAsync();
        context.Activities.Add(new()
        {
            OrganizationId = store.Organization.Value, ContactId = contact, Channel = (MessageChannel)random.Next(5), MessageName = $"m{number}",
            SentAt = store.Clock.GetUtcNow().AddMinutes(-random.Next(60 * 24 * 120)), Status = (ActivityStatus)random.Next(8),
        });
        await context.SaveChangesAsync(TestStore.Stop);
    }

    private async Task ChangeActivityAsync(TestStore store, Random random, long contact)
    {
        await using var context = await store.OpenAsync();
        var activity = await context.Activities.Where(a => a.ContactId == contact).OrderBy(a => a.SentAt).FirstOrDefaultAsync(TestStore.Stop);
        if (activity is null)
            return;
        if (random.Next(4) == 0)
            context.Activities.Remove(activity);
        else if (random.Next(4) == 0)
            activity.ContactId = _people[random.Next(_people.Count)];
        else
            (activity.Status, activity.SentAt) = ((ActivityStatus)random.Next(8), activity.SentAt.AddDays(random.Next(3)));
        await context.SaveChangesAsync(TestStore.Stop);
    }

    private static async Task ChangeRulesAsync(TestStore store, Random random)
    {
        var (rules, domain) = (store.As<DerivationRuleService>(Role.Admin), $"own{random.Next(2)}.test");
        await using var context = await store.OpenAsync();
        var known = await context.DerivationRules.Where(r => r.Pattern == "*@" + domain).Select(r => (long?)r.Id).SingleOrDefaultAsync(TestStore.Stop);
        if (known is { } id)
            await rules.RemoveAsync(store.Organization, id, TestStore.Stop);
        else
            await rules.AddAsync(store.Organization, DerivationRuleKind.OwnDomain, domain, TestStore.Stop);
        await store.RunJobsAsync();
    }

    private static async Task MoveAddressAsync(TestStore store, Random random, long contact)
    {
        await using var context = await store.OpenAsync();
        var addresses = await context.Addresses.Where(a => a.Channel == Channel.Email).Select(a => (long?)a.Id).ToListAsync(TestStore.Stop);
        var to = random.Next(5) == 0 || addresses.Count == 0 ? null : addresses[random.Next(addresses.Count)];
        await context.Contacts.Where(c => c.Id == contact && c.FirstName == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.EmailAddressId, to), TestStore.Stop);
        await context.Database.ExecuteSqlRawAsync(
            "UPDATE Contacts SET NameKey = (SELECT fold(Name) FROM Addresses WHERE Id = EmailAddressId) WHERE FirstName IS NULL AND LastName IS NULL", TestStore.Stop);
    }
}
