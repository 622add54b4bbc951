using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.MailReports;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Services.MailReports.Bounces;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.MailReports;

/// <summary>Bounce mail suppresses whom it gives back mail of, and nobody else; everything else waits for a person.</summary>
public sealed class MailReportTests
{
    [Fact]
    public async Task Bounce_OfMailThatWasSent_SuppressesItsRecipientWithTheDiagnostic()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Sent("m1", "ann@example.com"));

        await store.GivenMailAsync(Hard("m1", "ann@example.com"));

        (await store.ReportsAsync()).Should().Equal("ann@example.com permanent verified*");
        var entry = (await store.As<SuppressionListService>(Role.Operator).ListAsync(store.Organization, new(), Stop)).Value.Rows.Single();
        (entry.Value, entry.Reason, entry.Source, entry.EvidenceCode).Should().Be(("ann@example.com", SuppressionReason.Bounced, SuppressionSource.Event, "5.1.1"));
        entry.EvidenceText.Should().Contain("User unknown");
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData("m1", "ann@example.com")]
    [InlineData("m2", "bob@example.org")]
    public async Task OrderOfArrival_ChangesNothing(string id, string address)
    {
        foreach (var bounceFirst in new[] { true, false })
        {
            await using var store = await MailReportStore.SendingAsync();
            var (sent, bounce) = (Sent(id, $"{address}, other@example.net"), Hard(id, address));
            await store.GivenMailAsync(bounceFirst ? [bounce] : [sent]);
            (await store.LedgerAsync()).Should().BeEmpty();
            await store.GivenMailAsync(bounceFirst ? [sent] : [bounce]);

            (await store.LedgerAsync()).Should().Equal($"{address} Bounced");
            (await store.ReportsAsync()).Should().Equal($"{address} permanent verified*");
        }
    }

    [Fact]
    public async Task Forgeries_SuppressNobodyAndAreListedAsUnverified()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Sent("m1", "ann@example.com"), "From: eve@evil.example\r\nTo: dora@example.com\r\nMessage-ID: <foreign>\r\nSubject: x\r\n\r\n");

        await store.GivenMailAsync(Hard("unknown", "ann@example.com"), // matches nothing
            Hard("m1", "bob@example.com"), // was sent to somebody else
            Hard("foreign", "dora@example.com"), // was sent by somebody else
            Report("b-none", null, "bounces@acme.example", ("ann@example.com", "failed", "5.1.1", "550 unknown")), // gives nothing back
            Report("b-verp", null, "bounce+ann=example.com@acme.example", ("ann@example.com", "failed", "5.1.1", "550 unknown")), // a return path nobody used
            Complaint("unknown", "ann@example.com"));

        (await store.LedgerAsync()).Should().BeEmpty();
        (await store.ReportsAsync()).Should().HaveCount(6).And.OnlyContain(r => r.EndsWith("unverified"));
        (await store.As<CheckService>(Role.Operator).CheckAsync(store.Organization, ["ann@example.com", "bob@example.com", "dora@example.com"], Stop))
            .Value.Should().OnlyContain(r => r.Allowed);
    }

    // Whoever mails us in our own name, or a copy of our mail with somebody added, and then has it bounce.
    [Fact]
    public async Task ForgedSentMail_ThatAServerPassedOn_ProvesNothingUntilAKeptCopyDoes()
    {
        await using var store = await MailReportStore.SendingAsync();
        const string trace = "Received: from mx.evil.example by mx.acme.example; Fri, 20 Nov 2026 09:00:01 +0000\r\n";
        await store.GivenMailAsync(trace + Sent("forged", "ann@example.com"), Sent("m1", "bob@example.com"), trace + Sent("m1", "bob@example.com, dora@example.com"));

        await store.GivenMailAsync(Hard("forged", "ann@example.com"), Of("m1", ("dora@example.com", "failed", "5.1.1", "550 5.1.1 unknown user")));

        (await store.LedgerAsync()).Should().BeEmpty();
        (await store.ReportsAsync()).Should().HaveCount(2).And.OnlyContain(r => r.EndsWith("unverified"));
        await store.GivenMailAsync(Sent("forged", "ann@example.com"));
        (await store.LedgerAsync()).Should().Equal("ann@example.com Bounced");
    }

    [Fact]
    public async Task Recipients_WhoseOwnRecordSaysSo_AndNoOthers()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Sent("m1", "a@example.com, b@example.com, c@example.com, d@example.com, e@example.com"));

        await store.GivenMailAsync(Of("m1", ("a@example.com", "failed", "5.1.1", "550 5.1.1 unknown user"), ("b@example.com", "delivered", "2.0.0", "250 ok"),
            ("c@example.com", "delayed", "4.4.1", "timed out"), ("d@example.com", "failed", "5.7.1", "554 5.7.1 blocked as spam"), ("e@example.com", "failed", "5.2.2", "552 mailbox full")));

        (await store.LedgerAsync()).Should().Equal("a@example.com Bounced");
        (await store.ReportsAsync()).Should().BeEquivalentTo("a@example.com permanent verified*", "c@example.com temporary verified", "d@example.com sender_fault verified",
            "e@example.com temporary verified");
    }

    [Fact]
    public async Task Copies_AndReimports_CountOnce()
    {
        await using var store = await MailReportStore.SendingAsync();
        var full = Of("m1", ("ann@example.com", "failed", "5.2.2", "552 mailbox full"));
        await store.GivenMailAsync(Sent("m1", "ann@example.com"), full, full);
        await store.GivenMailAsync(full);

        (await store.ReportsAsync()).Should().Equal("ann@example.com temporary verified");
        await using var context = await store.OpenAsync();
        (await context.DeliveryEvents.CountAsync(Stop)).Should().Be(1);
        (await context.Addresses.SingleAsync(a => a.Value == "ann@example.com", Stop)).Standing.Should().Be(Standing.Active);
    }

    [Fact]
    public async Task ReturnPath_ThatWasMadeForTheRecipient_Verifies()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Sent("m1", "ann@example.com", returnPath: "bounce+x7k2-ann=example.com@acme.example"));

        await store.GivenMailAsync(Report("b1", null, "bounce+x7k2-ann=example.com@acme.example", ("ann@example.com", "failed", "5.1.1", "550 unknown")));

        (await store.LedgerAsync()).Should().Equal("ann@example.com Bounced");
    }

    [Fact]
    public async Task Complaint_SuppressesWhomItNames_OrTheOnlyOneItCanMean()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Sent("m1", "ann@example.com"), Sent("m2", "bob@example.com"), Sent("m3", "c@example.com, d@example.com"));

        await store.GivenMailAsync(Complaint("m1", "ann@example.com"), Complaint("m2", null), Complaint("m3", null));

        (await store.LedgerAsync()).Should().Equal("ann@example.com Complained", "bob@example.com Complained");
        (await store.ReportsAsync()).Should().BeEquivalentTo("ann@example.com complaint verified*", "bob@example.com complaint verified*", "? complaint unverified");
    }

    [Fact]
    public async Task Domain_ThatBecomesOwnLater_VerifiesWhatWaited()
    {
        await using var store = await CreateAsync();
        await store.GivenMailAsync(Sent("m1", "ann@example.com"), Hard("m1", "ann@example.com"));
        (await store.ReportsAsync()).Should().Equal("ann@example.com permanent unverified");

        await store.OwnDomainAsync("acme.example");
        await store.Get<MailReportVerifier>().VerifyAsync(Stop);

        (await store.LedgerAsync()).Should().Equal("ann@example.com Bounced");
    }

    [Fact]
    public async Task Bounce_StaysMailLikeAnyOther()
    {
        await using var store = await MailReportStore.SendingAsync();

        var report = await store.GivenMailAsync(Sent("m1", "ann@example.com"), Hard("m1", "ann@example.com"));

        (report.Accepted, report.Reports).Should().Be((2, 1));
        (await store.ListedAsync()).Should().Equal("ann@example.com");
    }

    [Fact]
    public async Task Reports_OfAnotherOrganization_AreNotSeenOrDecided()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Hard("x", "ann@example.com"));
        var (other, id) = (await store.GivenOrganizationAsync("other"), await store.ReportAsync());
        var service = store.As<MailReportService>(new SystemActor());

        (await service.ListAsync(other, new(), Stop)).Value.Rows.Should().BeEmpty();
        (await service.AcceptAsync(other, [id], Stop)).Value.Decided.Should().Be(0);
        (await store.ReportsAsync()).Should().Equal("ann@example.com permanent unverified");
    }
}
