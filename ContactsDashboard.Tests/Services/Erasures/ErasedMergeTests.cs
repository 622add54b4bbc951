using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Merging;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Erasures;

/// <summary>Erasing somebody whose contacts were merged.</summary>
public sealed class ErasedMergeTests
{
    [Fact]
    public async Task Erase_OfAMergedContact_TakesThoseMergedIntoItAlongAndStaysThroughUndo()
    {
        await using var store = await CreateAsync();
        var profiles = store.As<ProfileService>(Role.Operator);
        var first = (await profiles.CreateAsync(store.Organization, new() { Email = "ann@x.test", Phone = "+493012345" }, new(true), Stop)).Value.ContactId;
        store.Clock.Advance(TimeSpan.FromHours(1));
        var second = (await profiles.CreateAsync(store.Organization, new() { Email = "ann@old.test", Phone = "+493012345" }, new(true), Stop)).Value.ContactId;
        var merging = store.As<MergeService>(Role.Operator);
        var merge = (await merging.MergeAsync(store.Organization, (await merging.PreviewAsync(store.Organization, [first, second], Stop)).Value.Proposed, Stop)).Value;
        var kept = (await profiles.GetAsync(store.Organization, first, Stop)).Value;
        await profiles.EditAsync(store.Organization, first, kept.Entered with { Email = "ann@new.test", Phone = null }, kept.UpdatedAt, Stop);

        await store.EraseAsync(ErasureTarget.Of("ann@new.test"));
        await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, merge.Change.AuditId, Stop);

        await using var context = await store.OpenAsync();
        (await context.Contacts.Where(c => c.EmailAddressId != null || c.PhoneAddressId != null).CountAsync(Stop)).Should().Be(0);
        (await context.MergedItems.CountAsync(Stop)).Should().Be(0);
        foreach (var email in new[] { "ann@new.test", "ann@old.test" })
            (await store.MayBeSentToAsync(email)).Should().BeFalse(email);
        await store.ShouldAgreeAsync();
    }
}
