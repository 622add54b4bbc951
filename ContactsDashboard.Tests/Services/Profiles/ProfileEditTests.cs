using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Profiles;

public class ProfileEditTests
{
    [Fact]
    public async Task Edit_OfTheAddress_StartsFromTheNewAddressesStanding()
    {
        await using var store = await CreateAsync();
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("bad@x.test"), null, Stop);
        var id = (await store.GivenProfileAsync(new() { Email = "ann@x.test" })).ContactId;

        var done = await store.WhenEditedAsync(id, e => e with { Email = "bad@x.test" });

        done.EmailBlockedBy.Should().ContainSingle();
        (await store.ProfileAsync(id)).Email!.Should().BeEquivalentTo(new { Value = "bad@x.test", Standing = Standing.Blacklisted });
        (await store.ContactsAsync()).Single().EmailStanding.Should().Be(Standing.Blacklisted);
        await store.WhenEditedAsync(id, e => e with { Email = "ann@x.test" });
        (await store.ContactsAsync()).Single().EmailStanding.Should().Be(Standing.Active, "what blocked the other address stays with it");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Edit_OfAContactWithALongAddressFromMail_IsPossible()
    {
        await using var store = await CreateAsync();
        var address = $"{new string('a', 230)}@x.test";
        await store.GivenContactAsync(address);
        var id = await store.ContactOfAsync(address);

        var shown = await store.ProfileAsync(id);
        var edited = await store.As<ProfileService>(Role.Operator).EditAsync(store.Organization, id, shown.Entered with { City = "Wien" }, shown.UpdatedAt, Stop);

        edited.Problem.Should().BeNull();
        (await store.UndoAsync(edited.Value.AuditId!.Value)).Reversed.Should().Be(1);
    }

    [Fact]
    public async Task Edit_OfAnAddressWithThreads_LeavesThemAContactOfTheirOwnUntilItIsUndone()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("old@x.test", threads: 2, name: "Ann");
        var id = await store.ContactOfAsync("old@x.test");

        var done = await store.WhenEditedAsync(id, e => e with { Email = "new@x.test" });

        (await store.RowAsync("old@x.test")).ContactId.Should().NotBe(id).And.NotBeNull();
        var left = await store.ProfileAsync((await store.RowAsync("old@x.test")).ContactId!.Value);
        left.Should().BeEquivalentTo(new { Name = "Ann", Source = CreationMethod.EmailThread });
        left.History.Should().ContainSingle(e => e.IsLeftBehind);
        (await store.ProfileAsync(id)).Name.Should().BeEmpty("the name came with the address");
        await store.ShouldAgreeAsync();

        (await store.UndoAsync(done.AuditId!.Value)).Reversed.Should().Be(1);
        (await store.ContactsAsync()).Should().ContainSingle().Which.Id.Should().Be(id);
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Mail_ToAnAddressItsContactGaveUp_MakesAnotherContact()
    {
        await using var store = await CreateAsync();
        var id = (await store.GivenProfileAsync(new() { Email = "old@x.test" })).ContactId;
        await store.WhenEditedAsync(id, e => e with { Email = "new@x.test" });

        await store.GivenContactAsync("old@x.test", name: "Old");

        (await store.RowAsync("old@x.test")).ContactId.Should().NotBe(id).And.NotBeNull();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Address_OfAnOwnDomain_StaysOutOfTheCorrespondents()
    {
        await using var store = await CreateAsync();
        await store.As<ContactsDashboard.Services.Mail.DerivationRuleService>(Role.Admin).AddAsync(store.Organization, DerivationRuleKind.OwnDomain, "own.test", Stop);

        await store.GivenProfileAsync(new() { Email = "boss@own.test" });

        await store.ShouldAgreeAsync();
        (await store.ListedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Edit_OfWhatSomebodyChangedSince_NamesWhoAndWhatAndChangesNothing()
    {
        await using var store = await CreateAsync();
        var size = await store.GivenFieldAsync("Shoe size");
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann", Email = "ann@x.test" })).ContactId;
        var shown = await store.ProfileAsync(id);
        await store.WhenEditedAsync(id, e => e with { City = "Graz", Fields = new Dictionary<string, string> { [size.Key] = "42" } }, Role.Support);

        var refused = await store.As<ProfileService>(Role.Operator).EditAsync(store.Organization, id, shown.Entered with { City = "Wien" }, shown.UpdatedAt, Stop);

        refused.Problem!.Code.Should().Be("CHANGED_SINCE");
        refused.Problem.Message.Should().Contain("support@acme.example").And.Contain("city").And.Contain("Shoe size").And.NotContain("Graz");
        (await store.ProfileAsync(id)).Entered.City.Should().Be("Graz");
    }

    [Fact]
    public async Task Edit_ThatChangesNothing_IsNoChange()
    {
        await using var store = await CreateAsync();
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann", Email = "ann@x.test" })).ContactId;
        var before = await store.ProfileAsync(id);

        (await store.WhenEditedAsync(id, e => e with { Email = " ANN@x.test", FirstName = "Ann " })).AuditId.Should().BeNull();

        (await store.ProfileAsync(id)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Edit_OfADeletedContact_AsksToRestoreItFirst()
    {
        await using var store = await CreateAsync();
        var profiles = store.As<ProfileService>(Role.Operator);
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann" })).ContactId;
        await profiles.DeleteAsync(store.Organization, id, " double ", Stop);

        (await profiles.EditAsync(store.Organization, id, new() { FirstName = "Bob" }, store.Clock.GetUtcNow(), Stop)).Problem!.Code.Should().Be("CONTACT_DELETED");
        (await profiles.DeleteAsync(store.Organization, id, null, Stop)).Problem!.Code.Should().Be("ALREADY_DELETED");
        (await store.ProfileAsync(id)).Deleted.Should().Be(new Deletion(store.Clock.GetUtcNow(), "operator@acme.example", "double"));
        (await profiles.RestoreAsync(store.Organization, id, Stop)).IsOk.Should().BeTrue();
        (await profiles.RestoreAsync(store.Organization, id, Stop)).Problem!.Code.Should().Be("NOT_DELETED");
        (await store.ProfileAsync(id)).Deleted.Should().BeNull();
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Edit_OfCategoriesAndFields_KeepsOnlyWhatIsEntered()
    {
        await using var store = await CreateAsync();
        var (news, offers) = (await store.GivenCategoryAsync("News"), await store.GivenCategoryAsync("Offers"));
        var vip = await store.GivenFieldAsync("VIP", FieldType.Boolean);
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann", Categories = [news], Fields = new Dictionary<string, string> { [vip.Key] = "Yes" } })).ContactId;

        await store.WhenEditedAsync(id, e => e with { Categories = [offers], Fields = new Dictionary<string, string>() });

        var profile = await store.ProfileAsync(id);
        profile.Entered.Categories.Should().Equal(offers);
        profile.Entered.Fields.Should().BeEmpty();
        profile.History[0].Changes.Should().BeEquivalentTo(new[]
        {
            new ValueChange("field:vip", "VIP", "true", null), new ValueChange($"category:{news}", "News", "yes", null), new ValueChange($"category:{offers}", "Offers", null, "yes"),
        });
        await using var context = await store.OpenAsync();
        (await context.FieldValues.CountAsync(Stop)).Should().Be(0);
    }

    [Fact]
    public async Task Audit_OfAnEdit_HoldsNothingPersonal()
    {
        await using var store = await CreateAsync();
        var id = (await store.GivenProfileAsync(new() { FirstName = "Ann", Email = "ann@x.test" })).ContactId;
        await store.WhenEditedAsync(id, e => e with { City = "Wien" });
        await store.As<ProfileService>(Role.Operator).DeleteAsync(store.Organization, id, "she asked", Stop);

        await using var context = await store.OpenAsync();
        (await context.Audit.Where(a => a.ContactId == id).Select(a => a.Details).ToListAsync(Stop)).Should().HaveCount(3).And.OnlyContain(d => d == null);
        (await store.ProfileAsync(id)).History[0].Reason.Should().Be("she asked");
    }

    [Fact]
    public async Task History_TellsWhatBlockedItsAddresses_AndStaysWithThem()
    {
        await using var store = await CreateAsync();
        var id = (await store.GivenProfileAsync(new() { Email = "ann@x.test", Phone = "+436641234567" })).ContactId;
        await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, Email("ann@x.test"), null, Stop);
        await store.As<ReleaseService>(Role.Operator).ReleaseAsync(store.Organization, Email("ann@x.test"), DomainRelease.Keep, Stop);
        await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, new(SuppressionScope.Phone, "+436641234567", SuppressionReason.Manual), false, Stop);

        (await store.ProfileAsync(id)).History.Select(e => (e.Row.Verb, e.Row.Subject)).Should().Equal(
            (AuditVerb.AddedSuppression, "+436641234567"), (AuditVerb.Released, "ann@x.test"), (AuditVerb.BlockedEmail, "ann@x.test"), (AuditVerb.CreatedContact, null));
        await store.WhenEditedAsync(id, e => e with { Email = "new@x.test" });
        (await store.ProfileAsync(id)).History.Select(e => e.Row.Verb).Should().Equal(AuditVerb.EditedContact, AuditVerb.AddedSuppression, AuditVerb.CreatedContact);
    }

    [Fact]
    public async Task Profile_BeyondThePlan_SaysSo()
    {
        await using var store = await CreateAsync();
        await store.GivenProfileAsync(new() { Email = "one@x.test" });
        await using (var context = await store.OpenAsync())
            await context.Organizations.Where(o => o.Id == store.Organization.Value).ExecuteUpdateAsync(o => o.SetProperty(x => x.ContactLimit, 1), Stop);

        var second = await store.GivenProfileAsync(new() { Email = "two@x.test" });

        (await store.ProfileAsync(second.ContactId)).Email!.Standing.Should().Be(Standing.OverLimit);
        await store.ShouldAgreeAsync();
    }
}
