using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Tests.Services.Profiles;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class SettingsUndoTests
{
    [Fact]
    public async Task Rule_AddedAndRemoved_BothGoBack()
    {
        await using var store = await CreateAsync();
        await store.GivenContactAsync("ann@own.test");
        var rules = store.As<DerivationRuleService>(Role.Admin);
        await rules.AddAsync(store.Organization, DerivationRuleKind.OwnDomain, "own.test", Stop);
        await store.RunJobsAsync();
        (await store.ListedAsync()).Should().BeEmpty();

        await UndoAsync(store, AuditVerb.AddedRule);
        await store.RunJobsAsync();
        (await store.ListedAsync()).Should().Equal("ann@own.test");

        await UndoAsync(store, AuditVerb.RemovedRule);
        (await rules.ListAsync(store.Organization, Stop)).Value.Should().ContainSingle().Which.Text.Should().Be("own.test");
        await store.ShouldAgreeAsync();
    }

    [Fact]
    public async Task FieldsAndCategories_AddedAndChanged_GoBackUnlessContactsUseThem()
    {
        await using var store = await CreateAsync();
        var colour = await store.GivenFieldAsync("Colour", FieldType.Select, "Red");
        await store.As<FieldService>(Role.Admin).ChangeAsync(store.Organization, colour.Id, "Paint", ["Red", "Blue"], Stop);
        var news = await store.GivenCategoryAsync("News");
        await store.As<CategoryService>(Role.Admin).RenameAsync(store.Organization, news, "Letters", Stop);

        await UndoAsync(store, AuditVerb.ChangedField);
        await UndoAsync(store, AuditVerb.RenamedCategory);
        (await store.As<FieldService>(Role.Admin).ListAsync(store.Organization, Stop)).Value.Single().Should().BeEquivalentTo(new { Label = "Colour", Options = new[] { "Red" } });
        (await store.As<CategoryService>(Role.Admin).ListAsync(store.Organization, Stop)).Value.Single().Name.Should().Be("News");

        var ann = await store.GivenProfileAsync(new() { FirstName = "Ann", Categories = [news], Fields = new Dictionary<string, string> { ["colour"] = "Red" } });
        (await store.UndoAsync(await LatestAsync(store, AuditVerb.AddedField), Role.Admin)).WhyKept.Should().Be("contacts have values of it");
        (await store.UndoAsync(await LatestAsync(store, AuditVerb.AddedCategory), Role.Admin)).WhyKept.Should().Be("contacts subscribed to it");
        await store.WhenEditedAsync(ann.ContactId, e => new() { FirstName = "Ann" });
        (await store.UndoAsync(await LatestAsync(store, AuditVerb.AddedField), Role.Admin)).Reversed.Should().Be(1);
        (await store.UndoAsync(await LatestAsync(store, AuditVerb.AddedCategory), Role.Admin)).Reversed.Should().Be(1);
        (await store.As<FieldService>(Role.Admin).ListAsync(store.Organization, Stop)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task FieldsAndCategories_MadeAnewSince_Stay()
    {
        await using var store = await CreateAsync();
        var (fields, categories) = (store.As<FieldService>(Role.Admin), store.As<CategoryService>(Role.Admin));
        var (size, news) = (await store.GivenFieldAsync("Size"), await store.GivenCategoryAsync("News"));
        await fields.ChangeAsync(store.Organization, size.Id, "Length", [], Stop);
        await categories.RenameAsync(store.Organization, news, "Letters", Stop);
        long[] old = [await LatestAsync(store, AuditVerb.AddedField), await LatestAsync(store, AuditVerb.ChangedField),
            await LatestAsync(store, AuditVerb.AddedCategory), await LatestAsync(store, AuditVerb.RenamedCategory)];
        await fields.DeleteAsync(store.Organization, size.Id, Stop);
        await categories.DeleteAsync(store.Organization, news, Stop);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        (await fields.AddAsync(store.Organization, new("Length", FieldType.Text, [], "size"), Stop)).IsOk.Should().BeTrue();
        await store.GivenCategoryAsync("News");
        await store.GivenCategoryAsync("Letters");

        foreach (var audit in old)
            (await store.UndoAsync(audit, Role.Admin)).Should().Be(new UndoReport(0, 1, "changed since"));

        (await fields.ListAsync(store.Organization, Stop)).Value.Select(f => f.Label).Should().Equal("Length");
        (await categories.ListAsync(store.Organization, Stop)).Value.Select(c => c.Name).Should().Equal("Letters", "News");
    }

    [Fact]
    public async Task Settings_Changed_GoBackUnlessSomebodyChangedThemSince()
    {
        await using var store = await CreateAsync();
        var organizations = store.As<OrganizationService>(Role.Admin);
        await organizations.ChangeAsync(store.Organization, new("Acme", "Europe/Vienna", "AT"), Stop);
        var first = await LatestAsync(store, AuditVerb.ChangedSettings);
        await organizations.ChangeAsync(store.Organization, new("Acme", "Asia/Tokyo", "JP"), Stop);

        (await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, first, Stop)).Value.Should().Be(new UndoReport(0, 1, "changed since"));
        (await UndoAsync(store, AuditVerb.ChangedSettings)).Reversed.Should().Be(1);

        await using var context = await store.OpenAsync();
        (await context.Organizations.SingleAsync(o => o.Id == store.Organization.Value, Stop)).TimeZone.Should().Be("Europe/Vienna");
    }

    [Fact]
    public async Task Member_RoleAndRemoval_GoBack()
    {
        await using var store = await CreateAsync();
        var members = store.As<MemberService>(Role.Admin);
        var analyst = store.Person(Role.Analyst).UserId;
        await members.ChangeRoleAsync(store.Organization, analyst, Role.Support, Stop);
        await UndoAsync(store, AuditVerb.ChangedMember);
        (await RoleAsync(store, analyst)).Should().Be(Role.Analyst);

        await members.RemoveAsync(store.Organization, analyst, Stop);
        await UndoAsync(store, AuditVerb.RemovedMember);
        (await RoleAsync(store, analyst)).Should().Be(Role.Analyst);

        await UndoAsync(store, AuditVerb.AddedMember);
        (await RoleAsync(store, analyst)).Should().BeNull();
    }

    [Fact]
    public async Task Member_WhoseUndoWouldLeaveNoAdmin_StaysAndMayBeUndoneLater()
    {
        await using var store = await CreateAsync();
        var members = store.As<MemberService>(Role.Admin);
        await members.ChangeRoleAsync(store.Organization, store.Person(Role.Support).UserId, Role.Admin, Stop);
        var promoted = await LatestAsync(store, AuditVerb.ChangedMember);
        await members.RemoveAsync(store.Organization, store.Person(Role.Admin).UserId, Stop);

        var report = (await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, promoted, Stop)).Value;

        (report.Reversed, report.Kept).Should().Be((0, 1));
        report.WhyKept.Should().StartWith("An organisation keeps at least one Admin");
        (await store.As<AuditService>(Role.Support).FindAsync(store.Organization, promoted, Stop)).Value.CanUndo.Should().BeTrue();
    }

    [Fact]
    public async Task Settings_UndoneByWhoMayNotChangeThem_IsRefused()
    {
        await using var store = await CreateAsync();
        await store.As<OrganizationService>(Role.Admin).ChangeAsync(store.Organization, new("Acme", "Europe/Vienna", "AT"), Stop);

        var refused = await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, await LatestAsync(store, AuditVerb.ChangedSettings), Stop);

        refused.Problem!.Code.Should().Be("FORBIDDEN");
    }

    private static async Task<UndoReport> UndoAsync(TestStore store, AuditVerb verb) =>
        (await store.As<UndoService>(Role.Admin).UndoAsync(store.Organization, await LatestAsync(store, verb), Stop)).Value;

    private static async Task<long> LatestAsync(TestStore store, AuditVerb verb) =>
        (await store.As<AuditService>(Role.Admin).ListAsync(store.Organization, new() { Verbs = [verb], Limit = 1 }, Stop)).Value[0].Id;

    private static async Task<Role?> RoleAsync(TestStore store, long user)
    {
        await using var context = await store.OpenAsync();
        return await context.Memberships.Where(m => m.OrganizationId == store.Organization.Value && m.UserId == user).Select(m => (Role?)m.Role).SingleOrDefaultAsync(Stop);
    }
}
