using ContactsDashboard.Domain;
using ContactsDashboard.Services.Platform;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Tests.Services.Requests;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Erasures;

/// <summary>What Support was asked about somebody who is erased meanwhile.</summary>
public sealed class ErasedRequestTests
{
    [Fact]
    public async Task Approve_AfterTheErasure_LiftsNothingAndNamesNobody()
    {
        await using var store = await CreateAsync();
        await store.GivenEnteredAsync("ann@x.test", first: "Ann", last: "Lee");
        await store.GivenEntryAsync("ann@x.test");
        var id = await store.GivenRequestAsync(RequestKind.Reactivate, Role.Operator, "ann@x.test");
        (await store.As<RequestService>(Role.Operator).CommentAsync(store.Organization, id, "Ann Lee wrote from ann@x.test again", Stop)).IsOk.Should().BeTrue();

        await store.EraseAsync("ann@x.test");
        var desk = store.As<RequestDeskService>(Role.Admin);
        var preview = (await desk.PreviewAsync(store.Organization, id, Stop)).Value;
        (await desk.ApproveAsync(store.Organization, id, preview.Number, null, Stop)).IsOk.Should().BeTrue();
        await store.RunJobsAsync();

        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        await using var context = await store.OpenAsync();
        (await context.RequestItems.Select(i => i.Outcome).ToListAsync(Stop)).Should().Equal(BulkOutcome.Gone);
        (await context.RequestComments.Select(c => c.Text).ToListAsync(Stop)).Should().Equal("erased wrote from erased again");
    }

    [Fact]
    public async Task Proposals_OfHashedEntries_AreNotMade()
    {
        await using var store = await CreateAsync();
        foreach (var organization in new[] { store.Organization, await store.GivenOrganizationAsync("other") })
        {
            await using var context = await store.OpenAsync();
            context.Suppressions.Add(new()
            {
                OrganizationId = organization.Value, Scope = SuppressionScope.Email, Value = "hash:00000000:AAAA", Reason = SuppressionReason.Bounced, Source = SuppressionSource.Event,
                EvidenceCode = "5.1.1", CreatedAt = store.Clock.GetUtcNow(),
            });
            await context.SaveChangesAsync(Stop);
            (await ProposalService.CountAsync(context, 2, store.Clock.GetUtcNow(), Stop)).Count.Should().Be(0);
        }
    }
}
