using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class ActivityTests
{
    [Fact]
    public async Task Record_Messages_AreListedNewestFirstAndRate()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        var now = store.Clock.GetUtcNow();

        var report = await RecordAsync(store, Sent(ann, now.AddDays(-2), ActivityStatus.Clicked), Sent(ann, now.AddDays(-1), ActivityStatus.Delivered) with { Language = "en" },
            Sent(ann, now, ActivityStatus.Read) with { Channel = MessageChannel.Sms });

        report.Recorded.Should().Be(3);
        var page = await ListAsync(store, ann, new());
        page.Rows.Select(r => (r.Channel, r.Status)).Should().Equal((MessageChannel.Sms, ActivityStatus.Read), (MessageChannel.Email, ActivityStatus.Delivered),
            (MessageChannel.Email, ActivityStatus.Clicked));
        (page.Total, page.NextCursor, page.Rows[1].Language).Should().Be((3, null, "en"));
        (await RatingAsync(store, ann)).Should().Be(EmailRating.Of([ActivityStatus.Delivered, ActivityStatus.Clicked]), "a text message is no e-mail");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Rating_CountsTheLatestTwentyOnly()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        var now = store.Clock.GetUtcNow();
        await RecordAsync(store, [.. Enumerable.Range(0, 20).Select(i => Sent(ann, now.AddHours(-i), ActivityStatus.Undelivered))]);

        await RecordAsync(store, Sent(ann, now.AddDays(-9), ActivityStatus.Clicked));
        (await RatingAsync(store, ann)).Should().Be(0, "what came in late was sent before the latest twenty");

        await RecordAsync(store, Sent(ann, now.AddMinutes(1), ActivityStatus.Clicked));
        (await RatingAsync(store, ann)).Should().Be(EmailRating.Of([ActivityStatus.Clicked, .. Enumerable.Repeat(ActivityStatus.Undelivered, 19)])).And.BePositive();
    }

    [Fact]
    public async Task Record_WrongAmongRight_NamesTheWrong()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        var other = await store.GivenOrganizationAsync("other");
        var stranger = await store.GivenPersonAsync("eve@example.com", other);
        var now = store.Clock.GetUtcNow();

        var report = await RecordAsync(store, Sent(stranger, now, ActivityStatus.Read), Sent(ann, now, ActivityStatus.Read), Sent(ann, now, ActivityStatus.Read) with { MessageName = " " },
            Sent(ann, now.AddDays(2), ActivityStatus.Read), Sent(ann, now, (ActivityStatus)99), Sent(ann, now, ActivityStatus.Read) with { Language = new('x', 36) });

        report.Problems.Select(p => p?.Field).Should().Equal("contactId", null, "messageName", "sentAt", "status", "language");
        (await ListAsync(store, ann, new())).Total.Should().Be(1);
    }

    [Fact]
    public async Task List_ByPeriodAndChannel_PagesByCursor()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        var now = store.Clock.GetUtcNow();
        // Three at each instant: only the id tells them apart.
        await RecordAsync(store, [.. Enumerable.Range(0, 30).Select(i => Sent(ann, now.AddDays(-(i / 3)), ActivityStatus.Sent) with { MessageName = $"m{i}" }),
            Sent(ann, now, ActivityStatus.Sent) with { Channel = MessageChannel.Viber }]);
        var (query, seen) = (new ActivityQuery { Channel = MessageChannel.Email, From = now.AddDays(-4), Until = now, Limit = 5 }, new List<long>());

        for (string? cursor = null; ;)
        {
            var page = await ListAsync(store, ann, query with { Cursor = cursor });
            page.Total.Should().Be(12, "the four days before now");
            seen.AddRange(page.Rows.Select(r => r.Id));
            if ((cursor = page.NextCursor) is null)
                break;
        }

        seen.Should().OnlyHaveUniqueItems().And.HaveCount(12);
        (await store.As<ActivityService>(Role.Auditor).ListAsync(store.Organization, ann, new() { Cursor = "x-y" }, Stop)).Problem!.Field.Should().Be("cursor");
        (await store.As<ActivityService>(Role.Auditor).ListAsync(await store.GivenOrganizationAsync("b"), ann, new(), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<ActivityService>(Role.Auditor).ListAsync(store.Organization, 999, new(), Stop)).Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
    }

    [Fact]
    public async Task Record_ByWhoMayNot_OrTooMany_IsRefused()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenPersonAsync("ann@example.com");
        var entry = Sent(ann, store.Clock.GetUtcNow(), ActivityStatus.Read);

        (await store.As<ActivityService>(Role.Analyst).RecordAsync(store.Organization, [entry], Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<ActivityService>(Role.Operator).RecordAsync(store.Organization, [.. Enumerable.Repeat(entry, 1_001)], Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR");
    }

    private static ActivityEdit Sent(long contact, DateTimeOffset at, ActivityStatus status) => new(contact, MessageChannel.Email, "Autumn offers", null, at, status);

    private static async Task<ActivityReport> RecordAsync(TestStore store, params ActivityEdit[] entries) =>
        (await store.As<ActivityService>(Role.Operator).RecordAsync(store.Organization, entries, Stop)).Value;

    private static async Task<ActivityPage> ListAsync(TestStore store, long contact, ActivityQuery query) =>
        (await store.As<ActivityService>(Role.Auditor).ListAsync(store.Organization, contact, query, Stop)).Value;

    private static async Task<int> RatingAsync(TestStore store, long contact)
    {
        await using var context = await store.OpenAsync();
        return await context.Contacts.Where(c => c.Id == contact).Select(c => c.Rating).SingleAsync(Stop);
    }
}
