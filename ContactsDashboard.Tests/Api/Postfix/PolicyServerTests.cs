using ContactsDashboard.Api.Postfix;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Api.Postfix;

public class PolicyServerTests
{
    private const string Blocked = "REJECT 5.7.1 Recipient is suppressed (blocked)";

    [Fact]
    public async Task Ask_BlockedAddress_IsRejectedUntilItIsReleased()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store);
        using var client = await door.ConnectAsync();
        (await client.AskAsync("ann@x.test")).Should().Be("DUNNO");

        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop);
        (await client.AskAsync("Ann@X.test.")).Should().Be(Blocked);
        (await client.AskAsync("bob@x.test")).Should().Be("DUNNO");
        (await client.AskAsync("ann%x.test@relay.test")).Should().Be(Blocked);

        await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, Email("ann@x.test"), DomainRelease.Keep, Stop);
        (await client.AskAsync("ann@x.test")).Should().Be("DUNNO");
    }

    [Fact]
    public async Task Ask_BlockedDomain_LetsOnlyItsExceptionsThrough()
    {
        await using var store = await CreateAsync();
        var block = store.As<BlockService>(Role.Operator);
        await block.BlockDomainAsync(store.Organization, "x.test", [Email("ann@x.test")], null, Stop);
        await block.BlockDomainAsync(store.Organization, "*.y.test", [], null, Stop);
        await using var door = await PolicyDoor.OpenAsync(store);

        (await door.AskAsync("ann@x.test")).Should().Be("DUNNO");
        (await door.AskAsync("bob@x.test")).Should().Be(Blocked);
        (await door.AskAsync("bob@sub.x.test")).Should().Be("DUNNO");
        (await door.AskAsync("bob@a.b.y.test")).Should().Be(Blocked);
        (await door.AskAsync("bob@y.test")).Should().Be("DUNNO");
    }

    [Fact]
    public async Task Ask_EntryThatExpires_IsRejectedUntilThen()
    {
        await using var store = await CreateAsync();
        var soon = store.Clock.GetUtcNow().AddHours(1);
        var edit = new SuppressionEdit(SuppressionScope.Email, "ann@x.test", SuppressionReason.Complained) { ExpiresAt = soon };
        (await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, edit, false, Stop)).IsOk.Should().BeTrue();
        await using var door = await PolicyDoor.OpenAsync(store);

        (await door.AskAsync("ann@x.test")).Should().Be("REJECT 5.7.1 Recipient is suppressed (complained)");
        store.Clock.Advance(TimeSpan.FromHours(2));
        (await door.AskAsync("ann@x.test")).Should().Be("DUNNO");
    }

    [Fact]
    public async Task Ask_OtherOrganizationsEntries_DoNotMatterButThePlatformsDo()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        await store.As<BlockService>(new SystemActor()).BlockEmailAsync(other, Email("ann@x.test"), null, Stop);
        await using (var context = await store.OpenAsync())
        {
            context.Suppressions.Add(new()
            {
                Level = SuppressionLevel.Platform,
                Value = "bob@x.test",
                Source = SuppressionSource.Platform,
                CreatedAt = store.Clock.GetUtcNow(),
            });
            await context.SaveChangesAsync(Stop);
        }
        await using var door = await PolicyDoor.OpenAsync(store, null, "ACME", "other");

        (await door.AskAsync("ann@x.test")).Should().Be("DUNNO");
        (await door.AskAsync("ann@x.test", "other")).Should().Be(Blocked);
        (await door.AskAsync("bob@x.test")).Should().Be(Blocked);
        (await door.AskAsync("bob@x.test", "other")).Should().Be(Blocked);
    }

    [Fact]
    public async Task Ask_UnknownOrganization_IsDeferredUntilItExistsAndSaidOnce()
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store, null, "later");

        (await door.AskAsync("ann@x.test", "later")).Should().StartWith("DEFER 4.3.5 ");
        (await door.AskAsync("bob@x.test", "later")).Should().StartWith("DEFER 4.3.5 ");
        await store.GivenOrganizationAsync("later");

        (await door.AskAsync("ann@x.test", "later")).Should().Be("DUNNO");
        door.Logged.Where(l => l.StartsWith("Warning", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Contain("later");
    }

    [Theory]
    [InlineData("postmaster", "RCPT", "DEFER 4.1.3 ")]
    [InlineData("ann@x y", "RCPT", "REJECT 5.1.3 ")]
    [InlineData("", "RCPT", "DEFER 4.5.0 ")]
    [InlineData("", "DATA", "DEFER 4.3.5 ")]
    [InlineData("", "END-OF-MESSAGE", "DEFER 4.3.5 ")]
    [InlineData("", "MAIL", "DUNNO")]
    [InlineData("ann@x.test", "END-OF-MESSAGE", "DUNNO")]
    public async Task Ask_WhatIsNotAboutOneAddress_HasASafeAnswer(string recipient, string state, string action)
    {
        await using var store = await CreateAsync();
        await using var door = await PolicyDoor.OpenAsync(store);
        using var client = await door.ConnectAsync();

        (await client.AskAsync(recipient, state)).Should().StartWith(action);
    }

    [Fact]
    public async Task Open_WithoutListeners_TakesNoPort()
    {
        await using var store = await CreateAsync();
        var options = Microsoft.Extensions.Options.Options.Create(new DashboardOptions());
        using var server = new PolicyServer(store.Scopes, options, store.Clock, NullLogger<PolicyServer>.Instance);

        server.Open();

        server.EndPoints.Should().BeEmpty();
    }

    [Fact]
    public async Task Actor_OfAListener_MayOnlyCheckAndOnlyThere()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        var access = store.As<AccessService>(new PolicyActor(store.Organization));

        (await access.RequireAsync(store.Organization, Permissions.Check, Stop)).Value.Permissions.Should().Be(Permissions.Check);
        (await access.RequireAsync(store.Organization, Permissions.ViewContacts, Stop)).IsOk.Should().BeFalse();
        (await access.RequireAsync(other, Permissions.Check, Stop)).IsOk.Should().BeFalse();
    }
}
