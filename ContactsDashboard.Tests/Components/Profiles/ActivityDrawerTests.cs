using Bunit;
using ContactsDashboard.Components.Pages.Profiles;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Contacts;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Profiles;

public sealed class ActivityDrawerTests : PageContext
{
    private async Task<IRenderedComponent<ActivityDrawer>> OpenAsync(params ActivityEdit[] entries)
    {
        await GivenMailFromAsync("ann@bank.test");
        var contact = (await Services.GetRequiredService<ContactsService>().ListAsync(Acme.Id, new(), default)).Value.Rows[0].ContactId!.Value;
        if (entries.Length > 0)
            (await Services.GetRequiredService<ActivityService>().RecordAsync(Acme.Id, [.. entries.Select(e => e with { ContactId = contact })], default)).Value.Recorded.Should().Be(entries.Length);
        var drawer = Open<ActivityDrawer>();
        await drawer.InvokeAsync(() => drawer.Instance.OpenAsync(contact));
        return drawer;
    }

    private static ActivityEdit Sent(int daysAgo, MessageChannel channel, ActivityStatus status) =>
        new(0, channel, $"Offer {daysAgo}", "en", DateTimeOffset.UtcNow.AddDays(-daysAgo), status);

    [Fact]
    public async Task Open_ShowsCountChannelNameLanguageAndStatus()
    {
        var drawer = await OpenAsync(Sent(1, MessageChannel.Email, ActivityStatus.SoftBounced), Sent(40, MessageChannel.WhatsApp, ActivityStatus.Read));

        drawer.Find("dialog header").TextContent.Should().Contain("Contact activity").And.Contain("2 messages");
        drawer.FindAll("li")[0].TextContent.Should().Contain("Offer 1").And.Contain("Email · en").And.Contain("Soft-bounced");
        drawer.FindAll("li")[1].TextContent.Should().Contain("WhatsApp").And.Contain("Read");
    }

    [Fact]
    public async Task Period_AndChannel_Narrow()
    {
        var drawer = await OpenAsync(Sent(1, MessageChannel.Email, ActivityStatus.Read), Sent(10, MessageChannel.Email, ActivityStatus.Read), Sent(1, MessageChannel.Sms, ActivityStatus.Sent));

        await drawer.FindAll("select")[0].ChangeAsync(new() { Value = "7" });
        drawer.FindAll("li").Should().HaveCount(2);
        await drawer.FindAll("select")[1].ChangeAsync(new() { Value = "Sms" });
        drawer.FindAll("li").Should().ContainSingle().Which.TextContent.Should().Contain("SMS");
        await drawer.FindAll("select")[0].ChangeAsync(new() { Value = "custom" });
        await drawer.FindAll("input[type=date]")[1].ChangeAsync(new() { Value = "2020-01-01" });
        drawer.Markup.Should().Contain("Nothing in this period by this channel.");
    }

    [Fact]
    public async Task Many_AreShownByPages()
    {
        var drawer = await OpenAsync([.. Enumerable.Range(1, 25).Select(i => Sent(i, MessageChannel.Email, ActivityStatus.Delivered))]);
        drawer.FindAll("li").Should().HaveCount(20);

        await drawer.Button("Show more").ClickAsync();

        drawer.FindAll("li").Should().HaveCount(25);
        drawer.Buttons().Should().NotContain("Show more");
    }

    [Fact]
    public async Task None_SaysSo() => (await OpenAsync()).Markup.Should().Contain("Nothing was sent to this contact yet.");

    [Fact]
    public async Task Contact_OfAnotherOrganisation_IsAnError()
    {
        var drawer = Open<ActivityDrawer>();

        await drawer.InvokeAsync(() => drawer.Instance.OpenAsync(999));

        drawer.Find(".empty.bad").TextContent.Should().Contain("There is no such contact.");
    }
}
