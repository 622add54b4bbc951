using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class BlockTests
{
    [Fact]
    public async Task BlockEmail_ActiveAddress_BlocksOnlyThatAddress()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@example.com");
        await store.GivenContactAsync("bob@example.com");

        var blocked = await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, ann, "asked by phone", Stop);

        blocked.IsOk.Should().BeTrue();
        var entry = (await store.RowAsync("ann@example.com")).Suppressions.Should().ContainSingle().Subject;
        entry.Should().BeEquivalentTo(new { Scope = SuppressionScope.Email, Reason = SuppressionReason.Manual, Source = SuppressionSource.Operator, Note = "asked by phone", CreatedBy = "operator@acme.example" });
        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("ann@example.com");
        (await store.ListedAsync(ContactStatus.Active)).Should().Equal("bob@example.com");
        (await store.MayBeSentToAsync("Ann@Example.com")).Should().BeFalse();
        (await store.MayBeSentToAsync("bob@example.com")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task BlockEmail_Twice_SaysAlreadyBlocked()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@example.com");
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, ann, null, Stop);

        var again = await store.As<BlockService>(Role.Support).BlockEmailAsync(store.Organization, ann, null, Stop);

        again.Problem!.Code.Should().Be("ALREADY_SUPPRESSED");
        again.Problem.RelatedId.Should().StartWith("sup_");
    }

    [Fact]
    public async Task BlockDomain_WithException_BlocksEverybodyElseThere()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@example.com");
        await store.GivenContactAsync("bob@example.com");
        await store.GivenContactAsync("carl@sub.example.com");

        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "Example.COM", [ann], null, Stop);

        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("bob@example.com");
        (await store.MayBeSentToAsync("nobody-yet@example.com")).Should().BeFalse();
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task BlockDomain_Wildcard_CoversSubdomainsAndNotTheDomainItself()
    {
        await using var store = await CreateAsync();
        foreach (var email in new[] { "a@example.com", "b@x.example.com", "c@y.x.example.com", "d@notexample.com" })
            await store.GivenContactAsync(email);

        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "*.example.com", [], null, Stop);
        await store.RunJobsAsync();

        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("b@x.example.com", "c@y.x.example.com");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task BlockDomain_ExceptionElsewhere_IsRefused()
    {
        await using var store = await CreateAsync();

        var result = await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "example.com", [Email("ann@other.com")], null, Stop);

        result.Problem!.Field.Should().Be("exceptions");
    }

    [Fact]
    public async Task PreviewDomain_FreeMail_WarnsAndCounts()
    {
        await using var store = await CreateAsync();
        var old = await store.GivenContactAsync("old@gmail.com", at: store.Clock.GetUtcNow().AddDays(-60));
        await store.GivenContactAsync("new@gmail.com");
        await store.GivenContactAsync("blocked@gmail.com");
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("blocked@gmail.com"), null, Stop);

        var preview = await store.As<BlockService>(Role.Operator).PreviewDomainAsync(store.Organization, old.Domain.Value, Stop);

        preview.Value.Should().Be(new DomainBlockPreview("gmail.com", 3, 2, 1, IsFreeMail: true, AlreadyBlocked: false));
    }

    [Fact]
    public async Task Add_GuardedDomainWithExceptions_NeedsTheRightToReleaseIt()
    {
        await using var store = await CreateAsync();
        var edit = new SuppressionEdit(SuppressionScope.Domain, "example.com", SuppressionReason.Complained) { Exceptions = ["ann@example.com"] };

        (await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, edit, false, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await store.As<SuppressionService>(Role.Support).AddAsync(store.Organization, edit, false, Stop)).IsOk.Should().BeTrue();
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Analyst)]
    public async Task BlockEmail_WithoutTheRight_IsRefused(Role role)
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@example.com");

        var result = await store.As<BlockService>(role).BlockEmailAsync(store.Organization, ann, null, Stop);

        result.Problem!.Code.Should().Be("FORBIDDEN");
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
    }

    [Fact]
    public async Task NewAddress_OfABlockedDomain_IsBlockedFromItsFirstSecond()
    {
        await using var store = await CreateAsync();
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "spam.example", [], null, Stop);

        await store.GivenContactAsync("fresh@spam.example");

        (await store.ListedAsync(ContactStatus.Blocked)).Should().Equal("fresh@spam.example");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Entry_OfAnotherOrganization_BlocksNobodyHere()
    {
        await using var store = await CreateAsync();
        var other = await store.GivenOrganizationAsync("other");
        await store.GivenContactAsync("ann@example.com");

        await store.As<BlockService>(new ContactsDashboard.Services.Access.SystemActor()).BlockEmailAsync(other, Email("ann@example.com"), null, Stop);

        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
        (await store.As<BlockService>(Role.Admin).BlockEmailAsync(other, Email("x@example.com"), null, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task Expiry_TakesEffectInThatSecond()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@example.com");
        var until = store.Clock.GetUtcNow().AddHours(1);
        await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization,
            new(SuppressionScope.Email, "ann@example.com", SuppressionReason.Manual) { ExpiresAt = until }, false, Stop);

        store.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        (await store.MayBeSentToAsync("ann@example.com")).Should().BeFalse();
        store.Clock.Advance(TimeSpan.FromSeconds(1));

        (await store.MayBeSentToAsync("ann@example.com")).Should().BeTrue();
        (await store.RowAsync("ann@example.com")).IsBlocked.Should().BeFalse();
    }
}
