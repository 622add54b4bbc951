using ContactsDashboard.Domain;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Orders;

namespace ContactsDashboard.Services.Demo;

/// <summary>What the shop of the demo sent its customers and what they bought.</summary>
internal sealed class DemoMailings(DateTimeOffset start, IReadOnlyList<DemoPerson> people)
{
    private static readonly string[] Themes =
    [
        "Winter warmers", "New year, new trails", "The waxing workshop", "First thaw sale", "Spring routes", "Bike check weekend", "Summer opening", "Lake days",
        "Tents for two", "Back from the hills", "Autumn colours", "Storm-proof jackets", "Last chance before winter",
    ];

    /// <summary>Every mailing, with the day its outcome is known, and every month's orders.</summary>
    public IEnumerable<(int Day, Func<DemoTeller, Task> Tell)> All()
    {
        for (var i = 0; i < Themes.Length; i++)
        {
            var (number, day) = (i, 24 + (i * 28));
            yield return (day + 2, t => RecordAsync(t, Newsletter(number, day)));
            yield return (day + 3, t => OrdersAsync(t, number, day));
        }
        foreach (var (name, channel, day) in new[] { ("Your order is on its way", MessageChannel.Sms, 70), ("Shop closed on Monday", MessageChannel.Sms, 190),
            ("Your bike is ready", MessageChannel.WhatsApp, 250), ("Flash sale tonight", MessageChannel.MobilePush, 330) })
        {
            yield return (day + 1, t => RecordAsync(t, Short(name, channel, day)));
        }
    }

    public static OrderEdit Bought(int person, int month, OrderContact contact, DateTimeOffset at) =>
        new($"W-{10_000 + (month * 1_000) + person}", contact, 12.5m + (person * 37 % 180) + (month * 11 % 40) + 0.4m, null, at);

    public static async Task OrderAsync(DemoTeller teller, IReadOnlyList<OrderEdit> orders) =>
        DemoTeller.Need(await teller.As<OrderService>(await teller.KeyAsync(DemoStory.Shop)).AddAsync(teller.Demo, orders, teller.Stop));

    private async Task OrdersAsync(DemoTeller teller, int month, int day)
    {
        var orders = new List<OrderEdit>();
        foreach (var person in Known(day).Where(p => (p.Number % 3 == 1 || p.Method == CreationMethod.Order) && (p.Number + month) % 4 == 0))
        {
            var contact = new OrderContact(await teller.ContactAsync(DemoStory.MetAt(start, person.Number)), null, null);
            orders.Add(Bought(person.Number, month + 1, contact, start.AddDays(day).AddMinutes((7 * 60) + (person.Number * 41 % 800))));
        }
        if (orders.Count > 0)
            await OrderAsync(teller, orders);
    }

    private static async Task RecordAsync(DemoTeller teller, IEnumerable<(DateTimeOffset MetAt, ActivityEdit Entry)> sent)
    {
        var entries = new List<ActivityEdit>();
        foreach (var (metAt, entry) in sent)
            entries.Add(entry with { ContactId = await teller.ContactAsync(metAt) });
        if (entries.Count > 0)
            DemoTeller.Need(await teller.As<ActivityService>(await teller.KeyAsync(DemoStory.MailService)).RecordAsync(teller.Demo, entries, teller.Stop));
    }

    private IEnumerable<(DateTimeOffset, ActivityEdit)> Newsletter(int number, int day) =>
        Known(day).Where(p => p.Profile.Email is not null && p.Method != CreationMethod.SubscriptionForm && (DemoStory.Blocked(p) is null || DemoStory.DayBlocked(p.Number) > day))
            .Select(p => Sent(p, MessageChannel.Email, Themes[number], day, EmailOutcome(p, number, day)));

    private IEnumerable<(DateTimeOffset, ActivityEdit)> Short(string name, MessageChannel channel, int day) =>
        Known(day).Where(p => channel == MessageChannel.MobilePush ? p.IsEntered && p.Number % 12 == 0
                : p.IsEntered && p.Profile.Phone is not null && !(DemoStory.IsPhoneBlocked(p) && DemoStory.DayBlocked(p.Number) <= day))
            .Select(p => Sent(p, channel, name, day, (p.Number + day) % 11 == 0 ? ActivityStatus.Undelivered : (p.Number + day) % 3 == 0 ? ActivityStatus.Read : ActivityStatus.Delivered));

    private IEnumerable<DemoPerson> Known(int day) =>
        people.Where(p => DemoStory.DayMet(p.Number) + 3 < day && !(DemoStory.IsDeleted(p) && DemoStory.DayDeleted(p.Number) <= day));

    private (DateTimeOffset, ActivityEdit) Sent(DemoPerson person, MessageChannel channel, string name, int day, ActivityStatus status) =>
        (DemoStory.MetAt(start, person.Number), new(0, channel, name, person.Profile.Language, start.AddDays(day).AddMinutes((9 * 60) + (person.Number % 45)), status));

    // The last mailing before an address was blocked is what got it blocked. Some people read everything, some nothing.
    private static ActivityStatus EmailOutcome(DemoPerson person, int number, int day)
    {
        if (DemoStory.Blocked(person) is { } reason && DemoStory.DayBlocked(person.Number) <= day + 28)
        {
            return reason switch
            {
                SuppressionReason.Bounced => ActivityStatus.Undelivered, SuppressionReason.Complained => ActivityStatus.Spam,
                SuppressionReason.Unsubscribed => ActivityStatus.Unsubscribed, _ => ActivityStatus.Delivered,
            };
        }
        var mood = ((person.Number * 7 % 10) * 6) + (((person.Number * 31) + (number * 53)) % 45);
        return mood > 70 ? ActivityStatus.Clicked : mood > 40 ? ActivityStatus.Read : mood % 23 == 0 ? ActivityStatus.SoftBounced : ActivityStatus.Delivered;
    }
}
