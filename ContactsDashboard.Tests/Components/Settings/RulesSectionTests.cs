using AngleSharp.Dom;
using Bunit;
using ContactsDashboard.Components.Pages.Settings;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Tests.Components.Settings;

public sealed class RulesSectionTests : PageContext
{
    private IRenderedComponent<RulesSection> OpenPatterns() => Open<RulesSection>(p => p.Add(s => s.Kind, DerivationRuleKind.Pattern)
        .Add(s => s.Id, "rules").Add(s => s.Title, "Never").Add(s => s.Text, "Hides.").Add(s => s.Label, "Pattern").Add(s => s.Noun, "pattern"));

    private static IElement Preview(IRenderedComponent<RulesSection> section) => section.Find(".preview");

    private static async Task PreviewAsync(IRenderedComponent<RulesSection> section, string pattern)
    {
        section.Find("input").Input(pattern);
        await section.Find("form").SubmitAsync();
    }

    [Fact]
    public async Task Preview_Pattern_SaysHowManyAndWhich()
    {
        await GivenMailFromAsync("no-reply@shop.test", "no-reply@bank.test", "ann@bank.test");
        var section = OpenPatterns();

        await PreviewAsync(section, "no-reply@*");

        Preview(section).TextContent.Should().Contain("2 contacts would be hidden: no-reply@bank.test, no-reply@shop.test.");
    }

    [Fact]
    public async Task Add_AfterPreview_HidesAndRemoveBringsBack()
    {
        await GivenMailFromAsync("no-reply@shop.test", "ann@bank.test");
        var section = OpenPatterns();
        await PreviewAsync(section, "no-reply@*");
        await section.Button("Add pattern").ClickAsync();
        await RunJobsAsync();
        await section.InvokeAsync(section.Instance.LoadAsync);
        section.Find("li").TextContent.Should().Contain("no-reply@*").And.Contain("hides 1");

        await section.Button("Remove no-reply@*").ClickAsync();
        await RunJobsAsync();

        section.FindAll("li").Should().BeEmpty();
        await PreviewAsync(section, "no-reply@*");
        Preview(section).TextContent.Should().Contain("1 contact would be hidden");
    }

    [Fact]
    public async Task Preview_TypedOn_NoLongerStands()
    {
        var section = OpenPatterns();
        await PreviewAsync(section, "no-reply@*");

        section.Find("input").Input("no-reply@shop*");

        section.FindAll(".preview").Should().BeEmpty();
    }

    [Fact]
    public async Task Preview_Everybody_IsRefusedAtTheField()
    {
        var section = OpenPatterns();

        await PreviewAsync(section, "*");

        section.Find(".error").TextContent.Should().Be("This pattern would hide everybody.");
        section.Find("input").GetAttribute("aria-invalid").Should().Be("true");
        JSInterop.VerifyInvoke("ui.focus").Arguments.Should().Equal("rules-new");
    }

    [Fact]
    public async Task Rules_NotAnAdmin_AreReadOnly()
    {
        await ActAsAsync(Role.Auditor);

        OpenPatterns().FindAll("button, input").Should().BeEmpty();
    }
}
