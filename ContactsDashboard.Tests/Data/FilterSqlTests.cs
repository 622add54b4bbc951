using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Tests.Domain.Filters;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Tests.Data;

/// <summary>Both forms of the SQL against the same said without it.</summary>
public sealed class FilterSqlTests : IAsyncLifetime
{
    private const string Zone = "America/New_York";

    private TestStore _store = null!;
    private FilterPeople _people = null!;
    private RandomFilters _filters = null!;
    private OrganizationScope _scope = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await TestStore.CreateAsync();
        var random = new Random(20261125);
        _people = new(_store, random);
        await _people.FillAsync();
        _filters = new(random, FilterTextTests.Names, field => _people.Text(field.Name));
        _scope = (await _store.As<AccessService>(Role.Auditor).RequireAsync(_store.Organization, Permissions.ViewContacts, TestStore.Stop)).Value with { TimeZone = Zone };
    }

    [Fact]
    public async Task Render_EveryFieldWithEveryOperator_FindsWhatTheModelFinds()
    {
        foreach (var field in _filters.Fields)
        {
            for (var i = 0; i < 30; i++)
                await ShouldAgreeAsync(_filters.Comparison(field));
        }
    }

    [Fact]
    public async Task Render_Tallies_FindWhatTheModelFinds()
    {
        for (var i = 0; i < 400; i++)
            await ShouldAgreeAsync(_filters.Tally());
    }

    [Fact]
    public async Task Render_FiltersAtRandom_FindWhatTheModelFinds()
    {
        for (var i = 0; i < 800; i++)
            await ShouldAgreeAsync(_filters.Filter());
    }

    [Theory]
    [InlineData("name:\"x' OR 1=1 --\"")]
    [InlineData("\"'; DROP TABLE Contacts; --\"")]
    [InlineData("email:\"%\" city:\"_\"")]
    [InlineData("field.notes:\"') OR 1=1 --\"")]
    public async Task Render_WhatLooksLikeSql_IsOnlyText(string text)
    {
        var filter = FilterText.Parse(text).Filter!;
        var (walk, count) = await FindAsync(text);
        walk.Should().Equal(count).And.Equal(Model(filter));
        (await CompileAsync(text)).Value.Walk.Should().NotContain("DROP").And.NotContain("1=1").And.NotContain("%");
    }

    [Fact]
    public async Task Render_AListOfMost_IsAskedOfEachInsteadOfGathered()
    {
        (await CompileAsync($"segment:{FilterPeople.Large}")).Value.Count.Should().NotContain("c.Id IN (");
        (await CompileAsync("category:News")).Value.Count.Should().Contain("c.Id IN (");
    }

    /// <summary>A million rows by the index of an order, at random, take ten times as long as in the table's own.</summary>
    [Theory]
    [InlineData("status:not_confirmed", "INDEX IX_Contacts_HeldByEmail_")]
    [InlineData("reach:never_sent status:spam", "INDEX IX_Contacts_HeldByEmail_")]
    [InlineData("status:unsubscribed city:Rome", "INDEX IX_Contacts_HeldByEmail_")]
    [InlineData("status:blacklisted", "SCAN c")]
    [InlineData("phone_status:blacklisted", "INDEX IX_Contacts_PhoneBlacklisted_")]
    [InlineData("country:DE reach:active", "SCAN c")]
    [InlineData("status:active", "SCAN c")]
    [InlineData("Ann", "SCAN c")]
    [InlineData("category:News or country:DE", "SCAN c")]
    public async Task Render_Count_GoesByWhatNamesTheFew_ElseThroughTheTable(string text, string way)
    {
        var compiled = (await CompileAsync(text)).Value;
        await using var context = await _store.OpenAsync();

        var plan = await context.QueryAsync($"""
            EXPLAIN QUERY PLAN SELECT count(*) FROM {compiled.From} WHERE c.OrganizationId = @organization AND c.DeletedAt IS NULL AND ({compiled.Count})
            """, row => row.GetString(3), TestStore.Stop, [("@organization", _store.Organization.Value), .. compiled.Parameters]);

        plan.Should().Contain(step => step.Contains(way, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_TheLargestFilters_AreWithinWhatSqliteTakes()
    {
        var wide = string.Join(" or ", Enumerable.Range(0, FilterRules.MaxConditions).Select(i => $"rating:{i}"));
        (await FindAsync(wide)).Count.Should().NotBeEmpty();
        var deep = string.Concat(Enumerable.Repeat("(a or ", FilterRules.MaxDepth)) + "b" + new string(')', FilterRules.MaxDepth);
        await FindAsync(deep);
        await FindAsync($"country:({string.Join(",", Enumerable.Repeat("DE", FilterRules.MaxValues))})");
    }

    private async Task ShouldAgreeAsync(Filter filter)
    {
        var text = FilterText.Print(filter);
        var (walk, count) = await FindAsync(text);
        var model = Model(filter);
        walk.Should().Equal(model, "row by row {0} means that", text);
        count.Should().Equal(model, "in sets {0} means that", text);
    }

    private List<long> Model(Filter filter)
    {
        var model = new FilterModel(_people, _store.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(Zone));
        return [.. _people.All.Where(p => model.Fits(filter, p)).Select(p => p.Contact.Id).Order()];
    }

    private async Task<Result<CompiledFilter>> CompileAsync(string text)
    {
        await using var context = await _store.OpenAsync();
        return await _store.Get<FilterCompiler>().CompileAsync(context, _scope, text, TestStore.Stop);
    }

    private async Task<(List<long> Walk, List<long> Count)> FindAsync(string text)
    {
        var compiled = await CompileAsync(text);
        compiled.Problem.Should().BeNull("{0} is a filter", text);
        await using var context = await _store.OpenAsync();
        Task<List<long>> RunAsync(string from, string condition) => context.QueryAsync(
            $"SELECT c.Id FROM {from} WHERE c.OrganizationId = @organization AND ({condition}) ORDER BY c.Id", row => row.GetInt64(0), TestStore.Stop,
            [("@organization", _store.Organization.Value), .. compiled.Value.Parameters]);
        return (await RunAsync("Contacts c", compiled.Value.Walk), await RunAsync(compiled.Value.From, compiled.Value.Count));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
