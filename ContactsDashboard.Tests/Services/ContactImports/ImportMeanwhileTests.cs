using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.ContactImports;

/// <summary>Rows are decided before they are written: what somebody else does in between counts all the same.</summary>
public sealed class ImportMeanwhileTests
{
    [Fact]
    public async Task Import_OfSomebodyAnotherMadeMeanwhile_ChangesThatContact()
    {
        await using var store = await CreateAsync();

        var state = await ImportAsync(store, "email,first name\nann@x.test,Ann\nbob@x.test,Bob\n", () => store.GivenPersonAsync("ann@x.test"));

        state.Planned.Should().Be(new ImportCounts { Rows = 2, New = 2 });
        state.Applied.Should().Be(new ImportCounts { Rows = 2, New = 1, Updated = 1 });
        (await store.PeopleAsync()).Should().HaveCount(2).And.ContainSingle(p => p.StartsWith("ann@x.test|") && p.Contains("|Ann|"));
    }

    [Fact]
    public async Task Import_IntoADomainBlockedMeanwhile_IsBlockedFromTheStart()
    {
        await using var store = await CreateAsync();

        await ImportAsync(store, "email\nann@wide.test\n", () => store.As<BlockService>(Role.Admin).BlockDomainAsync(store.Organization, "wide.test", [], null, Stop));

        (await store.PeopleAsync()).Should().ContainSingle(p => p.Contains($"|{(int)Standing.Blacklisted}|0|"));
    }

    [Fact]
    public void Others_ThatWrote_AreToldFromItself()
    {
        var others = new OthersWrites();
        others.Begin(7);
        others.FreeDomains.Add("x.test");
        others.IsCurrent(7).Should().BeTrue();
        others.IsCurrent(6).Should().BeFalse("somebody wrote between the two");
        others.End(7);

        others.Begin(8);
        others.IsCurrent(7).Should().BeTrue("only the import itself wrote since");
        others.FreeDomains.Should().NotBeEmpty();
        others.End(8);

        others.Begin(10);
        others.IsCurrent(9).Should().BeFalse();
        others.IsCurrent(10).Should().BeTrue();
        others.FreeDomains.Should().BeEmpty();
    }

    // At the first word on whether to go on, the rows are decided and not yet written.
    private static async Task<ImportState> ImportAsync(TestStore store, string text, Func<Task> meanwhile)
    {
        var id = await store.UploadAsync(text);
        await store.DryRunAsync(id);
        (await store.As<ContactImportService>(Role.Admin).StartAsync(store.Organization, id, ImportStore.Consent, Stop)).Problem.Should().BeNull();
        var scope = (await store.As<AccessService>(Role.Admin).RequireAsync(store.Organization, Permissions.ImportContacts, Stop)).Value;
        await using var context = await store.OpenAsync();
        var job = await context.Jobs.AsNoTracking().SingleAsync(j => j.Id == id, Stop);
        var work = new ImportContactsWork(store.Get<IDbContextFactory<DashboardDbContext>>(), store.Get<StoreWriter>(), store.Get<UploadedFiles>(), store.Clock);
        var isFirst = true;
        await work.RunAsync(new(job.Id, job.Kind, scope, job.Command, job.Progress), async () =>
        {
            if (isFirst)
                await meanwhile();
            isFirst = false;
            return true;
        }, Stop);
        return await store.ImportStateAsync(id);
    }
}
