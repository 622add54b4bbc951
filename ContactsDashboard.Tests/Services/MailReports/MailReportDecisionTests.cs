using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.MailReports;
using ContactsDashboard.Tests.Services.Erasures;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Services.MailReports.Bounces;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.MailReports;

/// <summary>What nothing verifies is accepted or dismissed by people, on record and with a way back.</summary>
public sealed class MailReportDecisionTests
{
    [Fact]
    public async Task Accept_SuppressesAndIsUndoneByWhoMayRelease()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Hard("x", "ann@example.com"));

        var accepted = (await store.As<MailReportService>(Role.Operator).AcceptAsync(store.Organization, [await store.ReportAsync()], Stop)).Value;

        (accepted.Decided, accepted.Suppressed, accepted.Skipped).Should().Be((1, 1, 0));
        (await store.LedgerAsync()).Should().Equal("ann@example.com Bounced");
        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, accepted.Change!.AuditId, Stop)).Value.Reversed.Should().Be(0, "a bounce is released by Support");
        (await store.ReportsAsync()).Should().Equal("ann@example.com permanent accepted*");
        (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, accepted.Change.AuditId, Stop)).Value.Reversed.Should().Be(1);
        (await store.LedgerAsync()).Should().BeEmpty();
        (await store.ReportsAsync()).Should().Equal("ann@example.com permanent unverified");
        (await store.As<MailReportService>(Role.Operator).AcceptAsync(store.Organization, [await store.ReportAsync()], Stop)).Value.Suppressed.Should().Be(1, "it may be accepted again");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Dismiss_HoldsWhenTheMailBecomesKnown_UntilItIsUndone()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Hard("m1", "ann@example.com"));
        var dismissed = (await store.As<MailReportService>(Role.Operator).DismissAsync(store.Organization, [await store.ReportAsync()], Stop)).Value;

        await store.GivenMailAsync(Sent("m1", "ann@example.com"));
        (await store.LedgerAsync()).Should().BeEmpty();
        (await store.ReportsAsync()).Should().Equal("ann@example.com permanent dismissed");

        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, dismissed.Change!.AuditId, Stop)).IsOk.Should().BeTrue();
        await store.Get<MailReportVerifier>().VerifyAsync(Stop);
        (await store.LedgerAsync()).Should().Equal("ann@example.com Bounced");
    }

    [Theory]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Auditor)]
    public async Task Deciding_IsForWhoeverMayBlock(Role role)
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Hard("x", "ann@example.com"));
        var (service, id) = (store.As<MailReportService>(role), await store.ReportAsync());

        (await service.AcceptAsync(store.Organization, [id], Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await service.DismissAsync(store.Organization, [id], Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await service.ListAsync(store.Organization, new(), Stop)).Value.Rows.Should().ContainSingle();
    }

    [Fact]
    public async Task List_IsFilteredPagedAndCounted()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync([Complaint("y", "zoe@example.org"), .. Enumerable.Range(0, 5).Select(i => Hard($"x{i}", $"ann{i}@example.com"))]);
        var service = store.As<MailReportService>(Role.Auditor);

        var first = (await service.ListAsync(store.Organization, new() { Limit = 2, Class = BounceClass.Permanent }, Stop)).Value;
        (first.Total, first.ByState[MailReportState.Unverified], first.Rows.Count).Should().Be((5, 6, 2));
        var second = (await service.ListAsync(store.Organization, new() { Limit = 4, Class = BounceClass.Permanent, Before = first.Next }, Stop)).Value;
        second.Rows.Select(r => r.Recipient).Should().Equal("ann2@example.com", "ann1@example.com", "ann0@example.com");
        (await service.ListAsync(store.Organization, new() { Search = "ZOE@" }, Stop)).Value.Rows.Should().ContainSingle(r => r.Class == null);
        (await service.ListAsync(store.Organization, new() { Limit = 101 }, Stop)).Problem!.Code.Should().Be("INVALID_PARAMETER");
    }

    [Fact]
    public async Task Erasure_ForgetsReportsAndTakesNoneAgain()
    {
        await using var store = await MailReportStore.SendingAsync();
        await store.GivenMailAsync(Sent("m1", "ann@example.com, bob@example.com"), Hard("m1", "ann@example.com"),
            Of("m2", ("bob@example.com", "failed", "5.1.1", "550 forwarded to ann@example.com: unknown")));

        await store.EraseAsync(ErasureTarget.Of("ann@example.com"));
        await store.GivenMailAsync(Report("again", "m1", "bounces@acme.example", ("ann@example.com", "failed", "5.1.1", "550 unknown")));

        (await store.ReportsAsync()).Should().Equal("bob@example.com permanent unverified");
        await using var context = await store.OpenAsync();
        (await context.MailReports.SingleAsync(Stop)).Text.Should().Contain("forwarded to erased");
    }
}
