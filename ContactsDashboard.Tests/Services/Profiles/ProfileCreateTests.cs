using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Profiles;

public class ProfileCreateTests
{
    [Fact]
    public async Task Create_WithEverything_IsKeptAsEntered()
    {
        await using var store = await CreateAsync();
        await store.As<OrganizationService>(Role.Admin).ChangeAsync(store.Organization, new("Acme", "Europe/Vienna", "AT"), Stop);
        var (news, size) = (await store.GivenCategoryAsync("News"), await store.GivenFieldAsync("Shoe size", FieldType.Number));

        var done = await store.GivenProfileAsync(new()
        {
            FirstName = " Ann ", LastName = "Lee", Email = "Ann@Müller.test", Phone = "0664 1234567", Language = "DE-at", TimeZone = "Europe/Vienna", Street = "Ring 1",
            City = "Wien", Region = " ", PostalCode = "1010", Country = "at", Categories = [news], Fields = new Dictionary<string, string> { [size.Key] = "42.5" },
        });

        var profile = await store.ProfileAsync(done.ContactId);
        profile.Entered.Should().BeEquivalentTo(new ProfileEdit
        {
            FirstName = "Ann", LastName = "Lee", Email = "ann@xn--mller-kva.test", Phone = "+436641234567", Language = "de-AT", TimeZone = "Europe/Vienna", Street = "Ring 1",
            City = "Wien", PostalCode = "1010", Country = "AT", Categories = [news], Fields = new Dictionary<string, string> { ["shoe_size"] = "42.5" },
        });
        profile.Should().BeEquivalentTo(new { Name = "Ann Lee", Source = CreationMethod.Manual, ConsentBy = "operator@acme.example", ConsentAt = store.Clock.GetUtcNow() });
        profile.Email.Should().BeEquivalentTo(new { Address = "Ann@Müller.test", Standing = Standing.Active });
        profile.Phone!.Standing.Should().Be(Standing.Active);
        profile.Segments.Should().Equal(new ProfileSegment(news, "News", SegmentKind.Category));
        profile.History.Should().ContainSingle().Which.Changes.Should().Contain(new ValueChange("field:shoe_size", "Shoe size", null, "42.5"));
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Create_WithoutConsent_IsRefused()
    {
        await using var store = await CreateAsync();
        var profiles = store.As<ProfileService>(Role.Operator);

        (await profiles.CreateAsync(store.Organization, new() { Email = "ann@x.test" }, null, Stop)).Problem!.Code.Should().Be("CONSENT_REQUIRED");
        (await profiles.CreateAsync(store.Organization, new() { Email = "ann@x.test" }, new(false), Stop)).Problem!.Code.Should().Be("CONSENT_REQUIRED");
        (await profiles.CreateAsync(store.Organization, new() { Email = "ann@x.test" }, new(true, store.Clock.GetUtcNow().AddDays(1)), Stop)).Problem!.Field.Should().Be("consent.at");
        (await store.ContactsAsync()).Should().BeEmpty();
    }

    public static TheoryData<string, ProfileEdit> Wrong => new()
    {
        { "email", new() },
        { "email", new() { Email = "ann" } },
        { "phone", new() { Phone = "12" } },
        { "timeZone", new() { FirstName = "Ann", TimeZone = "Europe/Nowhere" } },
        { "timeZone", new() { FirstName = "Ann", TimeZone = "W. Europe Standard Time" } },
        { "language", new() { FirstName = "Ann", Language = "german" } },
        { "language", new() { FirstName = "Ann", Language = "qq" } },
        { "country", new() { FirstName = "Ann", Country = "XX" } },
        { "categories", new() { FirstName = "Ann", Categories = [99] } },
        { "shoes", new() { FirstName = "Ann", Fields = new Dictionary<string, string> { ["shoes"] = "1" } } },
        { "born", new() { FirstName = "Ann", Fields = new Dictionary<string, string> { ["born"] = "21.11.2026" } } },
        { "city", new() { FirstName = "Ann", City = new('x', 201) } },
        { "firstName", new() { FirstName = "Ann\nLee" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Create_WithWhatCannotBe_NamesTheField(string field, ProfileEdit edit)
    {
        await using var store = await CreateAsync();
        await store.GivenFieldAsync("Born", FieldType.Date);

        var refused = await store.As<ProfileService>(Role.Operator).CreateAsync(store.Organization, edit, ProfileStore.Consent, Stop);

        refused.Problem!.Field.Should().Be(field);
        (await store.ContactsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Create_OfAnAddressInTheLedger_IsBlockedFromItsFirstSecond()
    {
        await using var store = await CreateAsync();
        await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "x.test", [], null, Stop);
        await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, new(SuppressionScope.Phone, "+436641234567", SuppressionReason.Manual), false, Stop);

        var done = await store.GivenProfileAsync(new() { Email = "ann@x.test", Phone = "+436641234567" });

        done.EmailBlockedBy.Should().ContainSingle().Which.Value.Should().Be("x.test");
        done.PhoneBlockedBy.Should().ContainSingle();
        (await store.ContactsAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { EmailStanding = Standing.Blacklisted, PhoneStanding = Standing.Blacklisted });
        (await store.MayBeSentToAsync("ann@x.test")).Should().BeFalse();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Create_OfAnAddressKnownAlready_IsADuplicateAndIsSaidBefore()
    {
        await using var store = await CreateAsync();
        var first = await store.GivenProfileAsync(new() { FirstName = "Ann", Email = "ann@x.test" });
        await store.As<ProfileService>(Role.Operator).DeleteAsync(store.Organization, first.ContactId, null, Stop);
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop);
        var second = await store.GivenProfileAsync(new() { Email = "ANN@x.test" });

        var known = (await store.As<ProfileService>(Role.Operator).KnownAsync(store.Organization, " Ann@X.test ", Stop)).Value;

        known.Total.Should().Be(2);
        known.Contacts.Should().Equal(new KnownContact(first.ContactId, "Ann", true), new KnownContact(second.ContactId, "ann@x.test", false));
        known.BlockedBy.Should().ContainSingle();
        (await store.As<ProfileService>(Role.Operator).KnownAsync(store.Organization, "nobody@x.test", Stop)).Value.Total.Should().Be(0);
        (await store.As<ProfileService>(Role.Operator).KnownAsync(store.Organization, "neither", Stop)).Value.Total.Should().Be(0);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Create_ByAKey_IsMarkedSo()
    {
        await using var store = await CreateAsync();
        var key = new ApiKeyActor(1, store.Organization, "shop", Permissions.EditContacts);

        var done = (await store.As<ProfileService>(key).CreateAsync(store.Organization, new() { LastName = "Lee" }, new(true, store.Clock.GetUtcNow().AddDays(-2)), Stop)).Value;

        (await store.ProfileAsync(done.ContactId)).Should().BeEquivalentTo(new
        {
            Name = "Lee", Source = CreationMethod.Api, ConsentBy = "API key shop", ConsentAt = store.Clock.GetUtcNow().AddDays(-2),
        });
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Analyst)]
    public async Task Role_ThatOnlyReads_ChangesNothing(Role role)
    {
        await using var store = await CreateAsync();
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann" })).ContactId;
        var profiles = store.As<ProfileService>(role);

        (await profiles.GetAsync(store.Organization, id, Stop)).IsOk.Should().BeTrue();
        (await profiles.CreateAsync(store.Organization, new() { FirstName = "Bob" }, ProfileStore.Consent, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await profiles.EditAsync(store.Organization, id, new() { FirstName = "Bob" }, store.Clock.GetUtcNow(), Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await profiles.DeleteAsync(store.Organization, id, null, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await profiles.RestoreAsync(store.Organization, id, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    [Fact]
    public async Task Contact_OfAnotherOrganisation_IsNotThere()
    {
        await using var store = await CreateAsync();
        var id = (await store.GivenProfileAsync(new() { Email = "ann@x.test" })).ContactId;
        var other = await store.GivenOrganizationAsync("other");
        var profiles = store.As<ProfileService>(new SystemActor());

        (await profiles.GetAsync(other, id, Stop)).Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
        (await profiles.EditAsync(other, id, new() { FirstName = "Bob" }, store.Clock.GetUtcNow(), Stop)).Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
        (await profiles.DeleteAsync(other, id, null, Stop)).Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
        (await profiles.RestoreAsync(other, id, Stop)).Problem!.Code.Should().Be("CONTACT_NOT_FOUND");
        (await profiles.KnownAsync(other, "ann@x.test", Stop)).Value.Total.Should().Be(0);
    }
}
