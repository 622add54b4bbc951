using Bunit;
using ContactsDashboard.Components.Shared.Filters;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Filters;

public sealed class SmartSearchTests : PageContext
{
    private string? _value;

    private IRenderedComponent<SmartSearch> OpenWith(string? value)
    {
        _value = value;
        IRenderedComponent<SmartSearch>? search = null;
        search = Open<SmartSearch>(p => p.Add(s => s.Value, value).Add(s => s.ValueChanged, changed =>
        {
            _value = changed;
            search!.Render(r => r.Add(s => s.Value, changed));
        }));
        return search;
    }

    private static IEnumerable<string> Chips(IRenderedComponent<SmartSearch> search) => search.FindAll(".chip .say").Select(c => c.TextContent);

    [Fact]
    public void Value_AsText_IsShownAsChips() =>
        Chips(OpenWith("domain:example.com status:blocked (a or b)")).Should().Equal("Domain is example.com", "E-mail status is Blocked", "a or b");

    [Fact]
    public async Task Remove_AChip_LeavesTheOthers()
    {
        var search = OpenWith("domain:example.com status:blocked");

        await search.Button("Remove condition Domain is example.com").ClickAsync();

        _value.Should().Be("status:blocked");
        await search.Button("Remove condition E-mail status is Blocked").ClickAsync();
        _value.Should().BeNull();
    }

    [Fact]
    public async Task Clear_All_LeavesNothing()
    {
        var search = OpenWith("a b");

        await search.Button("Clear all").ClickAsync();

        _value.Should().BeNull();
        Chips(search).Should().BeEmpty();
    }

    [Fact]
    public async Task Add_ACondition_JoinsTheOthers()
    {
        var search = OpenWith("a or b");

        await search.Button("Add condition").ClickAsync();
        search.Find("dialog input[type=search]").Input("domain");
        search.Find("dialog option[selected]").TextContent.Should().Be("Domain");
        Labelled(search, "Value").Input("*.example.com");
        await search.Find("dialog form").SubmitAsync();

        _value.Should().Be("(a or b) domain:*.example.com");
        search.FindAll("dialog").Should().BeEmpty();
    }

    [Fact]
    public async Task Add_TheValueTypedBeforeTheFieldIsShown_IsKept()
    {
        var search = OpenWith(null);

        await search.Button("Add condition").ClickAsync();
        Labelled(search, "Value").Input("smart.example");
        search.Find("dialog input[type=search]").Input("domain");
        await search.Find("dialog form").SubmitAsync();

        _value.Should().Be("domain:smart.example");
    }

    [Fact]
    public async Task Add_NothingOrNonsense_SaysWhatIsMissing()
    {
        var search = OpenWith(null);
        await search.Button("Add condition").ClickAsync();

        await search.Find("dialog form").SubmitAsync();
        search.Find("dialog [role=alert]").TextContent.Should().Contain("Say what to compare with.");
        Labelled(search, "Field").Change("rating");
        Labelled(search, "Number").Input("many");
        await search.Find("dialog form").SubmitAsync();

        search.Find("dialog [role=alert]").TextContent.Should().Contain("Write a number");
        _value.Should().BeNull();
    }

    [Fact]
    public async Task Add_ActivityInAPeriod_ReadsAsASentence()
    {
        var search = OpenWith(null);
        await search.Button("Add condition").ClickAsync();
        Labelled(search, "Field").Change("activity");

        Labelled(search, "Status").Change("clicked");
        Labelled(search, "Channel").Change("email");
        Labelled(search, "How many").Input("3");
        search.Find("dialog input[type=checkbox]").Change(true);
        await search.Find("dialog form").SubmitAsync();

        _value.Should().Be("activity(channel:email status:clicked sent<90d)>=3");
        Chips(search).Should().Equal("Clicked at least 3 e-mails in the last 90 days");
    }

    [Fact]
    public async Task Edit_AChip_ReplacesItInItsPlace()
    {
        var search = OpenWith("rating>=50 domain:example.com");

        await search.Button("Edit condition E-mail rating at least 50").ClickAsync();
        Labelled(search, "Number").Input("80");
        await search.Find("dialog form").SubmitAsync();

        _value.Should().Be("rating>=80 domain:example.com");
    }

    [Fact]
    public async Task Edit_WhatTheFormCannotSay_IsDoneAsText()
    {
        var search = OpenWith("a or b");

        await search.Button("Edit condition a or b").ClickAsync();

        search.Find("textarea").GetAttribute("value").Should().Be("a or b");
    }

    [Fact]
    public async Task Text_WithAnError_MarksThePlaceAndIsNotApplied()
    {
        var search = OpenWith("rating>3");
        await search.Button("Edit as text").ClickAsync();

        search.Find("textarea").Input("rating>3 statsu:blocked");

        search.Find(".place mark").TextContent.Should().Be("statsu");
        search.Find(".error").TextContent.Should().Be("“statsu” is no field. Did you mean “status”?");
        search.Button("Apply").HasAttribute("disabled").Should().BeTrue();
        search.Find("textarea").Input("rating>3 status:blocked");
        await search.Find("form.filter-text").SubmitAsync();
        _value.Should().Be("rating>3 status:blocked");
        search.FindAll("textarea").Should().BeEmpty();
    }

    [Fact]
    public void Value_ThatCannotBeRead_OpensAsText()
    {
        var search = OpenWith("rating>");

        search.Find("textarea").GetAttribute("value").Should().Be("rating>");
        Chips(search).Should().BeEmpty();
    }

    [Fact]
    public async Task Add_AnAdditionalFieldOrSegment_OffersTheOrganisationsOwn()
    {
        await using (var context = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop))
        {
            context.Add(new FieldDefinition { OrganizationId = Acme.Id.Value, Key = "plan", Label = "Plan", Type = FieldType.Select, Options = """["Gold","Silver"]""" });
            context.Add(new Segment { OrganizationId = Acme.Id.Value, Name = "Regular customers" });
            await context.SaveChangesAsync(TestStore.Stop);
        }
        var search = OpenWith(null);
        await search.Button("Add condition").ClickAsync();

        Labelled(search, "Field").Change("field.plan");
        search.FindAll("dialog .check").Select(c => c.TextContent.Trim()).Should().Equal("Gold", "Silver");
        Labelled(search, "Field").Change("segment");
        search.Find("dialog .check input").Change(true);
        await search.Find("dialog form").SubmitAsync();

        _value.Should().Be("segment:\"Regular customers\"");
    }

    private static AngleSharp.Dom.IElement Labelled(IRenderedComponent<SmartSearch> search, string label) =>
        search.Find($"dialog #{search.FindAll("dialog label").Single(l => l.TextContent.Trim().StartsWith(label, StringComparison.Ordinal) && l.HasAttribute("for")
            && (l.TextContent.Trim() == label || label != "Field")).GetAttribute("for")}");
}
