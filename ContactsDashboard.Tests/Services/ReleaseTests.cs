using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class ReleaseTests
{
    [Fact]
    public async Task Release_ManualEntry_MakesTheContactActive()
    {
        await using var store = await CreateAsync();
        var ann = await GivenBlockedAsync(store, "ann@example.com", SuppressionReason.Manual);

        var released = await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, ann, DomainRelease.Exempt, Stop);

        released.Value.Released.Should().ContainSingle();
        released.Value.StillBlockedBy.Should().BeEmpty();
        (await store.ListedAsync(ContactStatus.Active)).Should().Equal("ann@example.com");
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [InlineData(SuppressionReason.Bounced)]
    [InlineData(SuppressionReason.Complained)]
    [InlineData(SuppressionReason.SpamTrap)]
    public async Task Release_GuardedEntry_NeedsSupport(SuppressionReason reason)
    {
        await using var store = await CreateAsync();
        var ann = await GivenBlockedAsync(store, "ann@example.com", reason);

        var byOperator = await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, ann, DomainRelease.Exempt, Stop);
        byOperator.Problem!.Code.Should().Be("FORBIDDEN");
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();

        var bySupport = await store.As<ReleaseService>(Role.Support).ReleaseAsync(store.Organization, ann, DomainRelease.Exempt, Stop);
        bySupport.IsOk.Should().BeTrue();
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
    }

    [Fact]
    public async Task Release_WhatTheRecipientConfirmed_NeedsSupport()
    {
        await using var store = await CreateAsync();
        var ann = await GivenBlockedAsync(store, "ann@example.com", SuppressionReason.Unsubscribed);
        var scope = (await store.As<AccessService>(new SystemActor()).RequireAsync(store.Organization, Permissions.None, Stop)).Value;
        await store.Get<StoreWriter>().WriteAsync<bool>(store.Organization, async context =>
        {
            var now = store.Clock.GetUtcNow();
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.AddedSuppression, now, Stop);
            using var ledger = Ledger.Open(context, scope, SuppressionLevel.Own, SuppressionSource.Event, audit, now);
            ledger.Add(new(SuppressionScope.Email, ann.Value, SuppressionReason.Unsubscribed), ledger.Standing(SuppressionScope.Email, ann.Value));
            return true;
        }, Stop);

        var byOperator = await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, ann, DomainRelease.Exempt, Stop);

        byOperator.Problem?.Code.Should().Be("FORBIDDEN");
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
    }

    [Fact]
    public async Task Release_MixedEntries_RemovesWhatItMayAndNamesTheRest()
    {
        await using var store = await CreateAsync();
        var ann = await GivenBlockedAsync(store, "ann@example.com", SuppressionReason.Manual);
        await GivenEntryAsync(store, "ann@example.com", SuppressionReason.Bounced);

        var released = await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, ann, DomainRelease.Exempt, Stop);

        released.Value.Released.Should().ContainSingle(e => e.Reason == SuppressionReason.Manual);
        released.Value.StillBlockedBy.Should().ContainSingle(e => e.Reason == SuppressionReason.Bounced);
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
    }

    [Fact]
    public async Task Preview_UnderDomainEntry_SaysWhomItWouldFree()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@example.com");
        await store.GivenContactAsync("bob@example.com");
        await GivenBlockedAsync(store, "carl@example.com", SuppressionReason.Manual);
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "example.com", [], null, Stop);

        var preview = await store.As<ReleaseService>(Role.Operator).PreviewAsync(store.Organization, ann, Stop);

        preview.Value.Entries.Should().ContainSingle().Which.Frees.Should().Be(2, "carl stays blocked by an entry of his own");
    }

    [Fact]
    public async Task Release_UnderDomainEntry_ExemptsOnlyThisAddress()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@example.com");
        await store.GivenContactAsync("bob@example.com");
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "example.com", [], null, Stop);

        var released = await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, ann, DomainRelease.Exempt, Stop);

        released.Value.Exempted.Should().ContainSingle();
        (await store.ListedAsync(ContactStatus.Active)).Should().Equal("ann@example.com");
        await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, released.Value.Change!.AuditId, Stop);
        (await store.ListedAsync(ContactStatus.Active)).Should().BeEmpty();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Release_DomainRemoved_FreesEverybodyThere()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@example.com");
        await store.GivenContactAsync("bob@example.com");
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "example.com", [], null, Stop);

        await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, ann, DomainRelease.Remove, Stop);

        (await store.ListedAsync(ContactStatus.Active)).Should().HaveCount(2);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Release_NothingBlocks_SaysSo()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@example.com");

        var released = await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, ann, DomainRelease.Exempt, Stop);

        released.Problem!.Code.Should().Be("NOT_SUPPRESSED");
    }

    private static async Task<EmailAddress> GivenBlockedAsync(TestStore store, string email, SuppressionReason reason)
    {
        var address = await store.GivenContactAsync(email);
        await GivenEntryAsync(store, email, reason);
        return address;
    }

    // An entry lasting as long is a conflict for people; the second reason expires later than the test, which is none.
    private static async Task GivenEntryAsync(TestStore store, string email, SuppressionReason reason)
    {
        await using var context = await store.OpenAsync();
        var audit = new ContactsDashboard.Data.Entities.AuditEntry { OrganizationId = store.Organization.Value, Actor = "test", At = store.Clock.GetUtcNow(), Verb = AuditVerb.AddedSuppression };
        context.Add(audit);
        await context.SaveChangesAsync(Stop);
        context.Add(new ContactsDashboard.Data.Entities.SuppressionEntry
        {
            OrganizationId = store.Organization.Value, Scope = SuppressionScope.Email, Value = email, Reason = reason, CreatedAt = store.Clock.GetUtcNow(),
            Claims = [new() { AuditId = audit.Id, ClaimedBy = "test" }],
        });
        await context.SaveChangesAsync(Stop);
        var address = context.Addresses.Single(a => a.Value == email);
        address.Blocked = true;
        await context.SaveChangesAsync(Stop);
    }
}
