using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Deliverability;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class DeliverabilityTests
{
    private static ApiKeyActor Program(TestStore store) => new(1, store.Organization, "sender", Permissions.Block | Permissions.Release | Permissions.ReleaseGuarded);

    [Fact]
    public async Task ByDay_CountsEachDayOfTheOrganizationsZone_EndedEntriesIncluded()
    {
        await using var store = await CreateAsync();
        await ReportAsync(store, "a@x.test", SuppressionReason.Bounced);
        store.Clock.Advance(TimeSpan.FromHours(13)); // past midnight
        await ReportAsync(store, "b@x.test", SuppressionReason.Bounced);
        await ReportAsync(store, "c@x.test", SuppressionReason.Complained);
        await store.As<ReleaseService>(Role.Support).ReleaseAsync(store.Organization, Email("b@x.test"), DomainRelease.Keep, Stop);

        var days = (await store.As<DeliverabilityService>(Role.Auditor).ByDayAsync(store.Organization, 30, Stop)).Value;

        days.Should().HaveCount(30).And.BeInAscendingOrder(d => d.Day);
        (days[^1].Of(SuppressionReason.Bounced), days[^1].Of(SuppressionReason.Complained), days[^2].Of(SuppressionReason.Bounced)).Should().Be((1, 1, 1));
        days.Sum(d => d.Total).Should().Be(3);
    }

    [Fact]
    public async Task Health_CountsSendsFromOwnDomainsAndWarnsAboveTheThresholds()
    {
        await using var store = await CreateAsync();
        await store.As<DerivationRuleService>(Role.Admin).AnswerOwnDomainsAsync(store.Organization, ["acme.test"], Stop);
        for (var i = 0; i < 50; i++)
            await store.GivenMailAsync(Mail(store, i, "news@acme.test", $"a{i}@x.test, b{i}@x.test, colleague@acme.test"), Mail(store, 1_000 + i, $"a{i}@x.test", "news@acme.test"));
        await ReportAsync(store, "a1@x.test", SuppressionReason.Complained);

        var health = (await store.As<DeliverabilityService>(Role.Auditor).HealthAsync(store.Organization, Stop)).Value;

        (health.Sends, health.Complaints, health.Bounces).Should().Be((100, 1, 0));
        health.Warnings.Should().ContainSingle().Which.Should().Be(new DeliverabilityWarning(WarningKind.ComplaintRate, 0.01, 0.005, 1));
    }

    [Fact]
    public async Task Health_WhatPeopleTypedOrImported_IsNoReport()
    {
        await using var store = await CreateAsync();
        for (var i = 0; i < 20; i++)
            await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, new(SuppressionScope.Email, $"p{i}@x.test", SuppressionReason.Bounced), false, Stop);

        var health = (await store.As<DeliverabilityService>(Role.Auditor).HealthAsync(store.Organization, Stop)).Value;

        (health.Bounces, health.Warnings.Count).Should().Be((0, 0));
    }

    [Fact]
    public async Task Health_ManyMoreReportsThanUsual_IsASpike()
    {
        await using var store = await CreateAsync();
        for (var day = 0; day < 20; day++)
        {
            await ReportAsync(store, $"d{day}@x.test", SuppressionReason.Bounced);
            store.Clock.Advance(TimeSpan.FromDays(1));
        }
        for (var i = 0; i < 12; i++)
            await ReportAsync(store, $"spike{i}@x.test", SuppressionReason.Bounced);

        var warnings = (await store.As<DeliverabilityService>(Role.Auditor).HealthAsync(store.Organization, Stop)).Value.Warnings;

        warnings.Should().ContainSingle().Which.Should().Match<DeliverabilityWarning>(w => w.Kind == WarningKind.Spike && w.Count == 12 && w.Value > 10);
    }

    [Fact]
    public async Task ReleaseMatching_ByCodeAndWindow_ReleasesThoseAloneAndListsWhoBouncesAgain()
    {
        await using var store = await CreateAsync();
        await ReportAsync(store, "early@x.test", SuppressionReason.Bounced, "550 5.7.1", "blocked by policy");
        store.Clock.Advance(TimeSpan.FromHours(1));
        var from = store.Clock.GetUtcNow().AddSeconds(-1);
        foreach (var name in new[] { "a", "b", "c" })
            await ReportAsync(store, $"{name}@x.test", SuppressionReason.Bounced, "550 5.7.1", "Blocked by our own POLICY");
        await ReportAsync(store, "real@x.test", SuppressionReason.Bounced, "550 5.1.1", "user unknown");
        var service = store.As<ReleaseMatchingService>(Role.Support);

        var preview = (await service.PreviewAsync(store.Organization, new() { Code = "550 5.7", Text = "policy", CreatedAfter = from }, Stop)).Value;
        await ReportAsync(store, "later@x.test", SuppressionReason.Bounced, "550 5.7.1", "policy");
        var job = (await service.StartAsync(store.Organization, preview, Stop)).Value;
        await store.RunJobsAsync();

        (preview.Total, preview.Releasable).Should().Be((3, 3));
        var state = (await service.StateAsync(store.Organization, job, Stop)).Value;
        (state.State, state.Released, state.Kept).Should().Be((JobState.Done, 3, 0));
        (await RefusedAsync(store)).Should().BeEquivalentTo("early@x.test", "real@x.test", "later@x.test");

        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReportAsync(store, "b@x.test", SuppressionReason.Bounced, "550 5.1.1", "user unknown");
        (await service.PastAsync(store.Organization, 5, Stop)).Value.Should().ContainSingle().Which.Should().Match<PastRelease>(p => p.Released == 3 && p.BlockedAgain == 1);
        (await service.BlockedAgainAsync(store.Organization, state.AuditId!.Value, 10, Stop)).Value.Select(e => e.Value).Should().Equal("b@x.test");

        var undone = (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, state.AuditId.Value, Stop)).Value;
        (undone.Reversed, undone.Kept, undone.WhyKept).Should().Be((2, 1, "blocked again since"));
        (await RefusedAsync(store)).Should().HaveCount(6);
    }

    [Fact]
    public async Task ReleaseMatching_ByAnOperator_LeavesGuardedEntriesAndSaysSo()
    {
        await using var store = await CreateAsync();
        await ReportAsync(store, "a@x.test", SuppressionReason.Bounced);
        await ReportAsync(store, "b@x.test", SuppressionReason.Manual);
        var service = store.As<ReleaseMatchingService>(Role.Operator);

        var preview = (await service.PreviewAsync(store.Organization, new() { Domain = "x.test" }, Stop)).Value;
        await service.StartAsync(store.Organization, preview, Stop);
        await store.RunJobsAsync();

        (preview.Total, preview.Guarded).Should().Be((2, 1));
        (await RefusedAsync(store)).Should().Equal("a@x.test");
    }

    [Fact]
    public async Task ReleaseMatching_WithoutAFilter_IsRefused()
    {
        await using var store = await CreateAsync();
        var service = store.As<ReleaseMatchingService>(Role.Support);
        var preview = (await service.PreviewAsync(store.Organization, new(), Stop)).Value;

        (await service.StartAsync(store.Organization, preview, Stop)).Problem!.Code.Should().Be("VALIDATION_ERROR");
    }

    private static async Task ReportAsync(TestStore store, string email, SuppressionReason reason, string? code = null, string? text = null) =>
        (await store.As<SuppressionService>(Program(store)).AddAsync(store.Organization,
            new(SuppressionScope.Email, email, reason) { Evidence = new(code, text) }, false, Stop)).IsOk.Should().BeTrue();

    private static async Task<List<string>> RefusedAsync(TestStore store) =>
        [.. (await store.As<SuppressionListService>(Role.Auditor).ListAsync(store.Organization, new() { Limit = 100 }, Stop)).Value.Rows.Select(r => r.Value)];

    private static string Mail(TestStore store, int id, string from, string to) =>
        $"From: {from}\r\nTo: {to}\r\nDate: {store.Clock.GetUtcNow().AddMinutes(-id):R}\r\nMessage-ID: <m{id}@test>\r\nSubject: s\r\n\r\n";
}
