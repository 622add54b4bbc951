using ContactsDashboard.Domain;
using ContactsDashboard.Services.SavedSearches;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public sealed class SavedSearchTests : IAsyncLifetime
{
    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await CreateAsync();

    [Fact]
    public async Task Save_ByAnybody_IsTheirsAlone()
    {
        await SaveAsync(Role.Auditor, "Mine", "q=a");

        (await ListAsync(Role.Auditor)).Should().Equal("Mine (mine)");
        (await ListAsync(Role.Admin)).Should().BeEmpty();
    }

    [Fact]
    public async Task Save_TheSameNameAgain_ReplacesIt()
    {
        await SaveAsync(Role.Analyst, "Mine", "q=a");
        await SaveAsync(Role.Analyst, " mine ", "q=b");

        var rows = (await Of(Role.Analyst).ListAsync(_store.Organization, Stop)).Value;
        rows.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "mine", Query = "q=b" });
    }

    [Fact]
    public async Task Share_ByAnOperator_IsSeenByAllAndKeptByOperators()
    {
        var id = await SaveAsync(Role.Operator, "Ours", "q=a", shared: true);

        (await ListAsync(Role.Auditor)).Should().Equal("Ours (shared)");
        (await Of(Role.Analyst).DeleteAsync(_store.Organization, id, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await Of(Role.Analyst).RenameAsync(_store.Organization, id, "x", Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await Of(Role.Support).RenameAsync(_store.Organization, id, "All of ours", Stop)).IsOk.Should().BeTrue();
        (await ListAsync(Role.Operator)).Should().Equal("All of ours (mine, shared)");
        (await Of(Role.Support).DeleteAsync(_store.Organization, id, Stop)).IsOk.Should().BeTrue();
        (await ListAsync(Role.Operator)).Should().BeEmpty();
    }

    [Fact]
    public async Task Share_ByAnAnalyst_IsRefused()
    {
        var id = await SaveAsync(Role.Analyst, "Mine", "q=a");

        (await Of(Role.Analyst).ShareAsync(_store.Organization, id, true, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await Of(Role.Analyst).SaveAsync(_store.Organization, "Other", "q=a", true, Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await Of(Role.Analyst).DeleteAsync(_store.Organization, id, Stop)).IsOk.Should().BeTrue();
    }

    [Fact]
    public async Task Change_OfSomebodyElsesOrAnotherOrganisations_IsNotFound()
    {
        var id = await SaveAsync(Role.Operator, "Mine", "q=a");
        var elsewhere = await _store.GivenOrganizationAsync("elsewhere");
        var stranger = await _store.GivenMemberAsync(elsewhere, "eve@elsewhere.example", Role.Admin);

        (await Of(Role.Admin).DeleteAsync(_store.Organization, id, Stop)).Problem!.Code.Should().Be("SAVED_SEARCH_NOT_FOUND");
        (await _store.As<SavedSearchService>(stranger).DeleteAsync(elsewhere, id, Stop)).Problem!.Code.Should().Be("SAVED_SEARCH_NOT_FOUND");
    }

    [Fact]
    public async Task Save_WithoutANameOrTooMany_SaysWhatToDo()
    {
        (await Of(Role.Admin).SaveAsync(_store.Organization, "  ", "q=a", false, Stop)).Problem!.Field.Should().Be("name");
        (await Of(Role.Admin).SaveAsync(_store.Organization, new('x', 81), "q=a", false, Stop)).Problem!.Field.Should().Be("name");
        for (var i = 0; i < SavedSearchService.MaxOfOne; i++)
            await SaveAsync(Role.Admin, $"{i}", "q=a");
        (await Of(Role.Admin).SaveAsync(_store.Organization, "one more", "q=a", false, Stop)).Problem!.Message.Should().Contain("Delete one first");
        await SaveAsync(Role.Admin, "7", "q=b");
    }

    private SavedSearchService Of(Role role) => _store.As<SavedSearchService>(role);

    private async Task<long> SaveAsync(Role role, string name, string query, bool shared = false) =>
        (await Of(role).SaveAsync(_store.Organization, name, query, shared, Stop)).Value;

    private async Task<IEnumerable<string>> ListAsync(Role role) => (await Of(role).ListAsync(_store.Organization, Stop)).Value
        .Select(r => $"{r.Name} ({string.Join(", ", new[] { r.IsMine ? "mine" : null, r.IsShared ? "shared" : null }.OfType<string>())})");

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
