using Bunit;
using ContactsDashboard.Components.Pages.Deliverability;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Deliverability;

namespace ContactsDashboard.Tests.Components.Deliverability;

public sealed class HealthTests : DeliverabilityFixture
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 30, TimeSpan.Zero);

    [Fact]
    public void Rates_WithFewSends_SayThatItIsNotEnough()
    {
        var page = OpenPage();

        page.FindAll(".stat dt").Select(e => e.TextContent).Should().Equal("Sends", "Bounce rate", "Complaint rate");
        page.FindAll(".stat b").Select(e => e.TextContent).Should().Equal("0", "–", "–");
        page.FindAll(".stat small")[1].TextContent.Should().Be("0 hard bounces · not enough sends to say, 100 at least");
    }

    [Fact]
    public void Warning_OfComplaints_NamesFigureThresholdAndList()
    {
        var health = new SendHealth(1_500, 10, 12, []);

        var (title, text, _, query) = WarningText.Of(new(WarningKind.ComplaintRate, 0.008, 0.005, 12), health, Now);

        title.Should().Be("0.8 % of your mail is reported as spam.");
        text.Should().Contain("tolerate 0.5 %").And.Contain("12 of 1,500 sends in 30 days");
        query.Should().Be(new SuppressionsQuery { Level = SuppressionLevel.Own, Reason = SuppressionReason.Complained,
            CreatedAfter = new(2026, 10, 26, 12, 0, 0, TimeSpan.Zero) });
    }

    [Fact]
    public async Task Warning_OfASpike_LinksToTheLastDay()
    {
        for (var i = 0; i < 12; i++)
            await GivenBounceAsync($"p{i}@many.test");

        var page = OpenPage();

        page.Find(".warning").TextContent.Should().Contain("12 bounces, complaints and spam traps in the last 24 hours.")
            .And.Contain("On other days of the month there were none.");
        page.Find(".warning a").GetAttribute("href").Should().Contain("after=").And.Contain("level=own");
    }

    [Fact]
    public async Task Reasons_ChartAndTable_ShowTheSameNumbers()
    {
        await GivenEntryAsync("ann@acme.test");
        await GivenBounceAsync("bob@acme.test");
        await GivenBounceAsync("cem@acme.test");
        var page = OpenPage();
        page.Find(".chart svg").GetAttribute("aria-label").Should().StartWith("New suppressions, last 30 days: 3 in all, most on ");
        page.FindAll(".legend li").Select(l => l.TextContent).Should().Equal("Manual 1", "Unsubscribed 0", "Bounced 2", "Spam report 0",
            "Spam trap 0");
        page.FindAll(".column").Should().HaveCount(30);

        await page.Button("90 days").ClickAsync(new());
        await page.Button("Table").ClickAsync(new());

        var rows = page.FindAll("[aria-label='New suppressions by day'] tbody tr");
        rows.Should().HaveCount(91);
        rows[0].QuerySelectorAll("td").Select(c => c.TextContent).Should().Equal("1", "0", "2", "0", "0", "3");
        rows[1].QuerySelectorAll("td").Select(c => c.TextContent).Should().Equal("1", "0", "2", "0", "0", "3");
    }

    [Fact]
    public async Task Recent_Bounce_ShowsFoldedEvidenceAndOpensTheDrawer()
    {
        await GivenBounceAsync("bob@acme.test", "554 5.7.1", new string('x', 300));
        var page = OpenPage();
        page.Find(".reports details").TextContent.Should().Contain("554 5.7.1");
        page.Find(".reports").TextContent.Should().Contain("still blocked");

        await page.Find(".reports .textbtn").ClickAsync(new());

        page.Dialog("bob@acme.test").TextContent.Should().Contain("Why this address is blocked:");
    }
}
