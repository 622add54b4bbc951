using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Filters;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public sealed class FilterCompilerTests : IAsyncLifetime
{
    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await CreateAsync();

    [Fact]
    public async Task Compile_Nothing_IsEverybody() => (await CompileAsync(" ")).Value.Should().Be(CompiledFilter.Everybody);

    [Fact]
    public async Task Compile_WhatCannotBeRead_NamesThePlace()
    {
        var problem = (await CompileAsync("rating>3 statsu:blocked")).Problem!;

        (problem.Code, problem.Field).Should().Be(("INVALID_FILTER", "filter"));
        problem.Message.Should().Be("“statsu” is no field. Did you mean “status”? (At character 10.)");
    }

    [Fact]
    public async Task Compile_NamesOfAnotherOrganisation_AreUnknown()
    {
        var elsewhere = await _store.GivenOrganizationAsync("elsewhere");
        await GivenSegmentAsync("Theirs", organization: elsewhere);
        await using (var context = await _store.OpenAsync())
        {
            context.Add(new FieldDefinition { OrganizationId = elsewhere.Value, Key = "theirs", Label = "Theirs" });
            await context.SaveChangesAsync(Stop);
        }

        (await CompileAsync("segment:Theirs")).Problem!.Message.Should().StartWith("There is no segment “Theirs”.");
        (await CompileAsync("field.theirs:x")).Problem!.Message.Should().StartWith("“field.theirs” is no additional field.");
        (await _store.As<FilterFieldService>(Role.Auditor).ListAsync(_store.Organization, Stop)).Value.Segments.Should().BeEmpty();
    }

    [Fact]
    public async Task Compile_SegmentsThatLeadBackToThemselves_AreRefused()
    {
        await GivenSegmentAsync("A", "segment:B");
        await GivenSegmentAsync("B", "country:DE or segment:A");

        (await CompileAsync("segment:A")).Problem!.Message.Should().Be("Segment “A” leads back to itself: “A” → “B” → “A”. Change the search of one of them.");
    }

    [Fact]
    public async Task CheckSegment_ThatWouldLeadBackToItself_IsRefused()
    {
        var a = await GivenSegmentAsync("A", "country:DE");
        await GivenSegmentAsync("B", "segment:A");

        (await CheckAsync("segment:B", a)).Problem!.Message.Should().Contain("“A” → “B” → “A”");
        (await CheckAsync("segment:B", null)).IsOk.Should().BeTrue();
        (await CheckAsync("", null)).Problem!.Message.Should().Be("Write at least one condition.");
        (await CheckAsync("rating>", a)).IsOk.Should().BeFalse();
    }

    [Fact]
    public async Task Compile_ASegmentThatCannotBeRead_SaysWhich()
    {
        await GivenSegmentAsync("Old", "field.gone:x");

        (await CompileAsync("segment:Old")).Problem!.Message.Should().StartWith("Segment “Old” cannot be used: “field.gone” is no additional field.");
    }

    [Fact]
    public async Task Compile_SegmentsThatComeToTooMuch_AreRefusedBeforeTheyAreWritten()
    {
        await GivenSegmentAsync("S0", "country:DE");
        for (var i = 1; i < 9; i++)
            await GivenSegmentAsync($"S{i}", string.Join(" or ", Enumerable.Repeat($"segment:S{i - 1}", 90)));

        (await CompileAsync("segment:S8")).Problem!.Message.Should().Contain("more than 500 conditions");
    }

    [Fact]
    public async Task List_WithAFilter_ShowsRowsWhoseContactFits()
    {
        await _store.GivenContactAsync("ann@acme.test", threads: 3, name: "Ann");
        await _store.GivenContactAsync("bob@acme.test", name: "Bob");
        await _store.GivenContactAsync("cy@other.test", threads: 2);
        await _store.As<ContactsDashboard.Services.Suppressions.BlockService>(Role.Operator).BlockEmailAsync(_store.Organization, Email("ann@acme.test"), null, Stop);
        var contacts = _store.As<ContactsService>(Role.Auditor);

        foreach (var few in new[] { 0, 2_000 })
        {
            contacts.FewMatches = few;
            foreach (var descending in new[] { false, true })
            {
                var query = new ContactsQuery { Filter = "threads>=2 or name:bob", Sort = ContactSort.Email, Descending = descending, Limit = 1 };
                string[] all = ["ann@acme.test", "bob@acme.test", "cy@other.test"];
                await ListWalk.ShouldGiveAsync(contacts, _store.Organization, query, descending ? [.. all.Reverse()] : all);
                await ListWalk.ShouldGiveAsync(contacts, _store.Organization, query with { Filter = "domain:acme.test" }, descending ? ["bob@acme.test", "ann@acme.test"] : ["ann@acme.test", "bob@acme.test"]);
                await ListWalk.ShouldGiveAsync(contacts, _store.Organization, query with { Filter = "domain:acme.test", Status = ContactStatus.Active }, ["bob@acme.test"]);
                await ListWalk.ShouldGiveAsync(contacts, _store.Organization, query with { Filter = "status:blocked", Status = ContactStatus.Blocked, Search = "acme" }, ["ann@acme.test"]);
            }
        }
        (await contacts.ListAsync(_store.Organization, new() { Filter = "(" }, Stop)).Problem!.Code.Should().Be("INVALID_FILTER");
    }

    [Fact]
    public async Task List_WithAFilter_AsksTheOldestContactOfAnAddress()
    {
        await _store.GivenContactAsync("ann@acme.test");
        await using (var context = await _store.OpenAsync())
        {
            var first = context.Contacts.Single();
            context.Add(new Contact { OrganizationId = first.OrganizationId, EmailAddressId = first.EmailAddressId, EmailStanding = first.EmailStanding, CreatedAt = first.CreatedAt.AddDays(1), UpdatedAt = first.CreatedAt, Country = "DE" });
            await context.SaveChangesAsync(Stop);
        }

        (await TotalAsync("country:DE")).Should().Be(0);
        (await TotalAsync("country:never")).Should().Be(1);
    }

    [Fact]
    public async Task BulkPreview_OfAFilter_TakesOnlyWhoFits()
    {
        await _store.GivenContactAsync("ann@acme.test");
        await _store.GivenContactAsync("bob@other.test");
        var bulk = _store.As<BulkService>(Role.Operator);

        var preview = await bulk.PreviewAsync(_store.Organization, BulkAction.Block, BulkSelection.AllMatching(new() { Filter = "domain:acme.test" }), Stop);

        preview.Value.Counts.Total.Should().Be(1);
        (await bulk.PreviewAsync(_store.Organization, BulkAction.Block, BulkSelection.AllMatching(new() { Filter = "(" }), Stop)).Problem!.Code.Should().Be("INVALID_FILTER");
    }

    private async Task<long> TotalAsync(string filter) =>
        (await _store.As<ContactsService>(Role.Auditor).ListAsync(_store.Organization, new() { Filter = filter }, Stop)).Value.Total;

    private async Task<Result<CompiledFilter>> CompileAsync(string text)
    {
        await using var context = await _store.OpenAsync();
        return await _store.Get<FilterCompiler>().CompileAsync(context, await ScopeAsync(), text, Stop);
    }

    private async Task<Result> CheckAsync(string text, long? segment)
    {
        await using var context = await _store.OpenAsync();
        return await FilterCompiler.CheckSegmentAsync(context, await ScopeAsync(), text, segment, Stop);
    }

    private async Task<OrganizationScope> ScopeAsync() =>
        (await _store.As<AccessService>(Role.Auditor).RequireAsync(_store.Organization, Permissions.ViewContacts, Stop)).Value;

    private async Task<long> GivenSegmentAsync(string name, string? query = null, OrganizationId? organization = null)
    {
        await using var context = await _store.OpenAsync();
        var segment = new Segment { OrganizationId = (organization ?? _store.Organization).Value, Name = name, Kind = query is null ? SegmentKind.List : SegmentKind.Dynamic, Query = query };
        context.Add(segment);
        await context.SaveChangesAsync(Stop);
        return segment.Id;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
