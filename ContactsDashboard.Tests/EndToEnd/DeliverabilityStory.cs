using System.Globalization;
using System.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>A month in which mail was sent and a broken gateway refused part of it.</summary>
internal static class DeliverabilityStory
{
    public const string Greylisted =
        "554 5.7.1 Service unavailable; client host blocked by the gateway rule that was set on the wrong interface, ask the postmaster of "
        + "mx.partner.example for the reference 7Q2-81, or try again when the maintenance announced for tonight is over";

    public static async Task TellAsync(TestServer app)
    {
        var demo = await app.FindAsync("demo");
        var mailbox = new StringBuilder();
        for (var i = 0; i < 140; i++)
        {
            var at = DateTimeOffset.UtcNow.AddDays(-1 - i % 20);
            mailbox.Append(CultureInfo.InvariantCulture, $"From - {at:ddd MMM d HH:mm:ss yyyy}\nFrom: News <news@acme.example>\n")
                .Append(CultureInfo.InvariantCulture, $"To: reader{i}@{Domain(i)}\nSubject: News\nMessage-ID: <{i}@acme.example>\n")
                .Append(CultureInfo.InvariantCulture, $"Date: {at:ddd, dd MMM yyyy HH:mm:ss} +0000\n\nHello.\n\n");
        }
        var file = Path.Combine(app.Folder, "sent.mbox");
        await File.WriteAllTextAsync(file, mailbox.ToString(), TestStore.Stop);
        await app.As<DerivationRuleService>(new SystemActor()).AnswerOwnDomainsAsync(demo, ["acme.example"], TestStore.Stop);
        await app.As<MailImportService>(new SystemActor()).ImportMessagesAsync(demo, MailFiles.ReadAsync([file], TestStore.Stop),
            TestStore.Stop);
        await GivenReportsAsync(app, demo);
        var operating = app.As<SuppressionService>(await PersonAsync(app, "operator@demo.example"));
        await operating.AddAsync(demo, new(SuppressionScope.Domain, "partner.example",
            SuppressionReason.Manual) { Note = "Asked by phone, ticket 4411", Exceptions = ["reader3@partner.example"] }, false,
            TestStore.Stop);
        await operating.AddAsync(demo, new(SuppressionScope.Phone, "+43 1 5880110", SuppressionReason.Manual), false, TestStore.Stop);
        await operating.AddAsync(demo, new(SuppressionScope.Email, "reader1@shop.example",
            SuppressionReason.Manual) { ExpiresAt = DateTimeOffset.UtcNow.AddDays(9) }, false, TestStore.Stop);
        var platform = await app.FindAsync("platform");
        var keeper = app.As<SuppressionService>(await PersonAsync(app, "support@demo.example"));
        await keeper.AddAsync(platform, new(SuppressionScope.Email, "trap@honeypot.example",
            SuppressionReason.SpamTrap) { Level = SuppressionLevel.Platform }, false, TestStore.Stop);
        await keeper.AddAsync(platform, new(SuppressionScope.Domain, "*.trap.example",
            SuppressionReason.SpamTrap) { Level = SuppressionLevel.Platform, Note = "Whole range" }, false, TestStore.Stop);
    }

    public static async Task<UserActor> PersonAsync(TestServer app, string email)
    {
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>()
            .CreateDbContextAsync(TestStore.Stop);
        return new((await context.Users.SingleAsync(u => u.Email == email, TestStore.Stop)).Id, email);
    }

    private static string Domain(int i) => (i % 4) switch { 0 => "shop.example", 1 => "mail.example", 2 => "office.example",
        _ => "partner.example" };

    private static async Task GivenReportsAsync(TestServer app, OrganizationId demo)
    {
        var edits = new List<SuppressionEdit>();
        for (var i = 0; i < 34; i++)
        {
            var reason = (i % 9) switch { 0 => SuppressionReason.Unsubscribed, 3 => SuppressionReason.Complained,
                7 when i == 7 => SuppressionReason.SpamTrap, _ => SuppressionReason.Bounced };
            var evidence = reason == SuppressionReason.Bounced ? i % 2 == 0 ? new Evidence("554 5.7.1", Greylisted)
                : new Evidence("550 5.1.1", "No such user here") : null;
            edits.Add(new(SuppressionScope.Email, $"reader{i}@{Domain(i)}", reason) { Evidence = evidence });
        }
        var events = new ApiKeyActor(1, demo, "bounce handler", RolePermissions.Of(Role.Support));
        (await app.As<SuppressionBatchService>(events).AddAsync(demo, edits, TestStore.Stop)).IsOk.Should().BeTrue();
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>()
            .CreateDbContextAsync(TestStore.Stop);
        var made = await context.Suppressions.Where(s => s.OrganizationId == demo.Value && s.Value.StartsWith("reader"))
            .OrderByDescending(s => s.Id).ToListAsync(TestStore.Stop);
        // Most on the day it broke, the others over the month.
        for (var i = 0; i < made.Count; i++)
            made[i].CreatedAt = made[i].CreatedAt.AddDays(i < 14 ? 0 : -(i * 7 % 26) - 1).AddMinutes(-i);
        await context.SaveChangesAsync(TestStore.Stop);
    }
}
