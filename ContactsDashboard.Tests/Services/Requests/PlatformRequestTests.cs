using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Notifications;
using ContactsDashboard.Services.Platform;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Requests;

public sealed class PlatformRequestTests
{
    [Fact]
    public async Task Reactivation_OfWhatThePlatformBlocks_IsThePlatformsToDecide()
    {
        await using var store = await CreateAsync();
        foreach (var name in new[] { "both", "platform", "own" })
            await store.GivenContactAsync($"{name}@x.test");
        foreach (var name in new[] { "both", "own" })
            await store.GivenEntryAsync($"{name}@x.test");
        foreach (var name in new[] { "both", "platform" })
            await store.GivenPlatformEntryAsync($"{name}@x.test");
        var (platform, keeper) = await KeeperAsync(store);

        var filed = (await store.FileAsync(RequestKind.Reactivate, Role.Operator, new RequestSubject.Named(["both@x.test", "platform@x.test", "own@x.test"]))).Value;

        (filed.Addresses, filed.PlatformAddresses).Should().Be((2, 2));
        (await store.ApproveAsync(filed.AtPlatform!.Value)).Problem!.Code.Should().Be("FORBIDDEN");
        await store.ApproveAsync(filed.Own!.Value);
        (await store.RequestAsync(filed.Own.Value)).Items.ToDictionary(i => i.Value, i => i.Outcome).Should()
            .Equal(new Dictionary<string, BulkOutcome> { ["both@x.test"] = BulkOutcome.Partly, ["own@x.test"] = BulkOutcome.Done });

        var (lists, desk) = (store.As<RequestListService>(keeper), store.As<RequestDeskService>(keeper));
        (await store.As<NotificationService>(keeper).ListAsync(platform, 10, Stop)).Value.Unread.Should().Be(1);
        (await lists.ListAsync(platform, new() { AtPlatform = true }, Stop)).Value.Rows.Single().AskedBy.Should().Be("acme");
        (await lists.FindAsync(platform, filed.Own.Value, Stop)).Problem!.Code.Should().Be("REQUEST_NOT_FOUND");
        var seen = (await lists.FindAsync(platform, filed.AtPlatform.Value, Stop)).Value;
        seen.Items.Should().OnlyContain(i => i.ContactId == null && !i.IsMoved);
        var preview = (await desk.PreviewAsync(platform, filed.AtPlatform.Value, Stop)).Value;
        preview.Examples.SelectMany(e => e.Entries).Should().OnlyContain(e => e.Entry.Level == SuppressionLevel.Platform);
        (await desk.ApproveAsync(platform, filed.AtPlatform.Value, preview.Number, "Fine", Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();

        foreach (var name in new[] { "both", "platform", "own" })
            (await store.MayBeSentToAsync($"{name}@x.test")).Should().BeTrue(name);
        var told = await store.RequestAsync(filed.AtPlatform.Value, Role.Operator);
        (told.DecidedBy, told.Comments.Single().By, told.AuditId).Should().Be(("the platform's Support", "the platform's Support", null));
        await store.ShouldAgreeAsync();
        var audit = (await lists.FindAsync(platform, filed.AtPlatform.Value, Stop)).Value.AuditId!.Value;
        (await store.As<UndoService>(keeper).UndoAsync(platform, audit, Stop)).Value.Reversed.Should().Be(2);
        (await store.MayBeSentToAsync("platform@x.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Proposal_ComesWithTheSecondOrganisation_AndIsAcceptedUndoneOrDeclined()
    {
        await using var store = await CreateAsync();
        var (platform, keeper) = await KeeperAsync(store);
        var proposals = store.As<ProposalService>(keeper);
        async Task<IReadOnlyList<ProposalRow>> ListAsync() => (await proposals.ListAsync(platform, Stop)).Value.Rows;
        await GivenBounceAsync(store, store.Organization, "gone@x.test");
        (await ListAsync()).Should().BeEmpty();
        await GivenBounceAsync(store, await store.GivenOrganizationAsync("second"), "gone@x.test", evidence: false);
        (await ListAsync()).Should().BeEmpty("a bounce nobody can show is none");
        await GivenBounceAsync(store, await store.GivenOrganizationAsync("third"), "gone@x.test");

        (await ListAsync()).Single().Should().BeEquivalentTo(new { Value = "gone@x.test", Organizations = 2 });
        await store.Get<ProposalTeller>().TellAsync(Stop);
        await store.Get<ProposalTeller>().TellAsync(Stop);
        (await store.As<NotificationService>(keeper).ListAsync(platform, 10, Stop)).Value.Rows.Select(n => n.Kind).Should().Equal(NotificationKind.ProposalWaiting);
        var accepted = (await proposals.AcceptAsync(platform, "gone@x.test", Stop)).Value;
        (await ListAsync()).Should().BeEmpty();
        (await proposals.AcceptAsync(platform, "other@x.test", Stop)).Problem!.Code.Should().Be("PROPOSAL_NOT_FOUND");
        await store.As<UndoService>(keeper).UndoAsync(platform, accepted.AuditId, Stop);
        (await ListAsync()).Should().HaveCount(1);

        (await proposals.DeclineAsync(platform, "gone@x.test", Stop)).IsOk.Should().BeTrue();
        await GivenBounceAsync(store, await store.GivenOrganizationAsync("fourth"), "gone@x.test");
        (await ListAsync()).Should().BeEmpty("two more organisations have to see it");
        await GivenBounceAsync(store, await store.GivenOrganizationAsync("fifth"), "gone@x.test");
        (await ListAsync()).Should().HaveCount(1);
        (await proposals.ChangeThresholdAsync(platform, 3, Stop)).IsOk.Should().BeTrue();
        (await ListAsync()).Should().BeEmpty();
        await store.ShouldAgreeAsync();
    }

    private static async Task<(OrganizationId Platform, UserActor Keeper)> KeeperAsync(TestStore store)
    {
        var platform = await store.As<ContactsDashboard.Services.Organizations.OrganizationService>(new SystemActor()).FindAsync("platform", Stop)
            ?? await store.GivenOrganizationAsync("platform", platform: true);
        return (platform, await store.GivenMemberAsync(platform, "keeper@platform.example", Role.Support));
    }

    private static async Task GivenBounceAsync(TestStore store, OrganizationId organization, string value, bool evidence = true)
    {
        var key = new ApiKeyActor(1, organization, "sender", Permissions.Block | Permissions.ViewSuppressions);
        (await store.As<SuppressionService>(key).AddAsync(organization, new(SuppressionScope.Email, value, SuppressionReason.Bounced)
        {
            Evidence = evidence ? new("5.1.1", "No such user") : null,
        }, false, Stop)).IsOk.Should().BeTrue();
    }
}
