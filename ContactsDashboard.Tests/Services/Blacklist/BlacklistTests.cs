using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Blacklist;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Blacklist;

public sealed class BlacklistTests
{
    [Fact]
    public async Task Card_SaysWhatBlocksNowAndWhatDidBefore()
    {
        await using var store = await CreateAsync();
        var ann = (await store.GivenProfileAsync(new() { Email = "ann@x.test", Phone = "+493012345" })).ContactId;
        var suppressions = store.As<SuppressionService>(Role.Support);
        var edit = new SuppressionEdit(SuppressionScope.Email, "ann@x.test", SuppressionReason.Bounced) { Evidence = new("550 5.1.1", "No such user") };
        var old = (await suppressions.AddAsync(store.Organization, edit with { Reason = SuppressionReason.Manual }, false, Stop)).Value.Entry.Id;
        await suppressions.DeleteAsync(store.Organization, old, Stop);
        await suppressions.AddAsync(store.Organization, edit, false, Stop);
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "x.test", [], null, Stop);

        var card = (await store.As<BlacklistService>(Role.Auditor).CardAsync(store.Organization, ann, SuppressionScope.Email, Stop)).Value;

        card.Standing.Should().Be(Standing.Blacklisted);
        card.Entries.Select(e => (e.Reason, e.Scope, e.EvidenceCode)).Should().BeEquivalentTo(new[]
        {
            (SuppressionReason.Bounced, SuppressionScope.Email, (string?)"550 5.1.1"), (SuppressionReason.Manual, SuppressionScope.Domain, null),
        });
        card.Ended.Should().ContainSingle().Which.Should().BeEquivalentTo(new { By = "support@acme.example", Entry = new { Reason = SuppressionReason.Manual } });
        (await store.As<BlacklistService>(Role.Auditor).CardAsync(store.Organization, ann, SuppressionScope.Phone, Stop)).Value.Entries.Should().BeEmpty();
        (await store.As<BlacklistService>(Role.Auditor).CardAsync(store.Organization, 999, SuppressionScope.Email, Stop)).Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
    }

    [Fact]
    public async Task Recount_OfRightCounts_FindsThemAsShownAndIsOnRecord()
    {
        await using var store = await CreateAsync();
        await GivenBlacklistedAsync(store);

        var report = await RecountAsync(store);

        report.Should().BeEquivalentTo(new RecountReport(2, 1, []));
        var record = (await store.As<AuditService>(Role.Auditor).ListAsync(store.Organization, new() { Verbs = [AuditVerb.RecountedContacts] }, Stop)).Value.Single();
        record.Count.Should().Be(0);
    }

    [Fact]
    public async Task Recount_OfWrongOnes_PutsThemRightAndSaysWhat()
    {
        await using var store = await CreateAsync();
        await GivenBlacklistedAsync(store);
        await store.Get<StoreWriter>().WriteAsync<int>(store.Organization, async context =>
        {
            await context.Addresses.Where(a => a.Value == "bad1@x.test").ExecuteUpdateAsync(a => a.SetProperty(x => x.Standing, Standing.Active).SetProperty(x => x.Blocked, false), Stop);
            await context.Contacts.Where(c => c.FirstName == "Bad2").ExecuteUpdateAsync(c => c.SetProperty(x => x.EmailStanding, Standing.Active), Stop);
            return await context.BaseCounts.ExecuteUpdateAsync(c => c.SetProperty(x => x.Count, x => x.Count + 5), Stop);
        }, Stop);

        var report = await RecountAsync(store);

        (report.Email, report.Phone).Should().Be((2, 1));
        report.Mended.Select(m => m.Part).Should().Equal(RecountPart.Addresses, RecountPart.Contacts, RecountPart.Counts);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Recount_OfOtherOrganisations_LeavesThemAlone()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        await store.GivenPersonAsync("eve@y.test", other);
        await store.Get<StoreWriter>().WriteAsync<int>(other, async context =>
            await context.BaseCounts.Where(c => c.OrganizationId == other.Value).ExecuteUpdateAsync(c => c.SetProperty(x => x.Count, 7), Stop), Stop);

        (await RecountAsync(store)).Mended.Should().BeEmpty();

        await using var context = await store.OpenAsync();
        (await context.BaseCounts.Where(c => c.OrganizationId == other.Value).Select(c => c.Count).MaxAsync(Stop)).Should().Be(7);
        (await store.As<BlacklistService>(Role.Auditor).RecountAsync(store.Organization, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    private static async Task GivenBlacklistedAsync(TestStore store)
    {
        var suppressions = store.As<SuppressionService>(Role.Admin);
        for (var i = 1; i <= 2; i++)
        {
            await store.GivenProfileAsync(new() { FirstName = $"Bad{i}", Email = $"bad{i}@x.test", Phone = $"+49301234{i}" });
            await suppressions.AddAsync(store.Organization, new(SuppressionScope.Email, $"bad{i}@x.test", SuppressionReason.Bounced), false, Stop);
        }
        await store.GivenProfileAsync(new() { FirstName = "Good", Email = "good@x.test" });
        await suppressions.AddAsync(store.Organization, new(SuppressionScope.Phone, "+493012341", SuppressionReason.Manual), false, Stop);
    }

    private static async Task<RecountReport> RecountAsync(TestStore store)
    {
        var job = (await store.As<BlacklistService>(Role.Operator).RecountAsync(store.Organization, Stop)).Value;
        await store.RunJobsAsync();
        return (await store.As<BlacklistService>(Role.Auditor).RecountStateAsync(store.Organization, job, Stop)).Value.Report!;
    }
}
