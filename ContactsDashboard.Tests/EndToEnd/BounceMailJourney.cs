using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Tests.Services.MailReports;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>A mailbox with sent mail, a genuine bounce and forged ones: who is blocked is what the store says afterwards.</summary>
public sealed class BounceMailJourney(BrowserFixture app) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Upload_BlocksWhomItGivesBackMailOf_AndTheRestWaits()
    {
        var demo = await app.FindAsync("demo");
        await app.As<DerivationRuleService>(new SystemActor()).AnswerOwnDomainsAsync(demo, ["acme.example"], TestStore.Stop);
        var ann = await app.GivenVisitorAsync();
        await ann.SignInAsync();
        await ann.GoAsync("/dashboard/mail?org=demo");
        await ann.Page.Locator("input[type=file]").SetInputFilesAsync(await MailboxAsync());
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "4 bounces and complaints" }).ClickAsync(new() { Timeout = 60_000 });

        await Expect(Row(ann, "genuine@example.com")).ToContainTextAsync("Verified");
        await Expect(Row(ann, "forged@example.com")).ToContainTextAsync("Unverified");
        (await LedgerAsync(demo)).Should().Equal("genuine@example.com Bounced");
        await ann.ShouldBeAccessibleAsync("bounce mail");
        await ann.PictureAsync("bounce-mail");

        await ann.Button("Dismiss the report about forged@example.com").ClickAsync();
        await Expect(Row(ann, "forged@example.com")).ToContainTextAsync("Dismissed");
        await ann.Button("Undo").ClickAsync();
        await Expect(Row(ann, "forged@example.com")).ToContainTextAsync("Unverified");
        await ann.Button("Accept the report about other@example.com").ClickAsync();
        await Expect(Row(ann, "other@example.com")).ToContainTextAsync("Accepted");
        (await LedgerAsync(demo)).Should().Equal("genuine@example.com Bounced", "other@example.com Bounced");
        await using var context = await OpenAsync();
        (await context.MailReports.CountAsync(r => r.State == MailReportState.Unverified, TestStore.Stop)).Should().Be(2);
        ann.Errors.Should().BeEmpty();
        await LooksAsync();
    }

    private async Task LooksAsync()
    {
        var bob = await app.GivenVisitorAsync(dark: true, 390);
        await bob.SignInAsync("operator@demo.example");
        await bob.GoAsync("/dashboard/deliverability/bounce-mail?org=demo");
        await Expect(Row(bob, "forged@example.com")).ToBeVisibleAsync();
        await bob.ShouldBeAccessibleAsync("bounce mail, narrow");
        await bob.PictureAsync("bounce-mail-narrow");
        (await bob.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().BeLessThanOrEqualTo(0);
    }

    private static ILocator Row(Visitor visitor, string address) => visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = address });

    private async Task<DashboardDbContext> OpenAsync() => await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);

    private async Task<List<string>> LedgerAsync(OrganizationId organization)
    {
        await using var context = await OpenAsync();
        return (await context.Suppressions.Where(s => s.OrganizationId == organization.Value && s.EndedAt == null).ToListAsync(TestStore.Stop))
            .ConvertAll(s => $"{s.Value} {s.Reason}").Order(StringComparer.Ordinal).ToList();
    }

    private async Task<string> MailboxAsync()
    {
        string[] messages =
        [
            Bounces.Sent("m1", "genuine@example.com"), Bounces.Hard("m1", "genuine@example.com"), Bounces.Hard("nothing-sent", "forged@example.com"),
            Bounces.Report("b-other", "m1", "bounces@acme.example", ("other@example.com", "failed", "5.1.1", "550 5.1.1 User unknown")),
            Bounces.Complaint("nothing-sent", "third@example.com"),
        ];
        var path = Path.Combine(app.Folder, "bounces.mbox");
        await File.WriteAllTextAsync(path, string.Concat(messages.Select(m => $"From - Fri Nov 20 10:00:00 2026\r\n{m}\r\n\r\n")), TestStore.Stop);
        return path;
    }
}
