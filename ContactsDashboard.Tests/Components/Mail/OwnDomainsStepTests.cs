using Bunit;
using ContactsDashboard.Components.Pages.Mail;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Organizations;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Mail;

public sealed class OwnDomainsStepTests : PageContext
{
    private async Task<bool> IsAnsweredAsync() => (await Services.GetRequiredService<OrganizationService>().MineAsync(default)).Single().OwnDomainsAnswered;

    private async Task<IEnumerable<string>> DomainsAsync() =>
        (await Services.GetRequiredService<DerivationRuleService>().ListAsync(Acme.Id, default)).Value.Select(r => r.Text);

    [Fact]
    public async Task OwnDomains_Listed_AreSavedAndThePageGoesOn()
    {
        var answered = false;
        var step = Open<OwnDomainsStep>(p => p.Add(s => s.OnAnswered, () => answered = true));
        step.Find("textarea").Input("acme.test, @ACME.example\n*.acme.test");

        await step.Find("form").SubmitAsync();

        answered.Should().BeTrue();
        (await IsAnsweredAsync()).Should().BeTrue();
        (await DomainsAsync()).Should().BeEquivalentTo("acme.test", "acme.example", "*.acme.test");
    }

    [Fact]
    public async Task OwnDomains_None_IsAnAnswerToo()
    {
        var step = Open<OwnDomainsStep>();

        await step.Button("We have none").ClickAsync();

        (await IsAnsweredAsync()).Should().BeTrue();
        (await DomainsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "Enter at least one domain")]
    [InlineData("acme.test not_a..domain", "Not a domain: not_a..domain.")]
    [InlineData("gmail.com", "everybody can have an address there")]
    public async Task OwnDomains_Unfit_AreRefusedAndKept(string text, string message)
    {
        var step = Open<OwnDomainsStep>();
        step.Find("textarea").Input(text);

        await step.Find("form").SubmitAsync();

        step.Find(".error").TextContent.Should().Contain(message);
        step.Find("textarea").GetAttribute("aria-describedby").Should().Contain("own-domains-error");
        step.Find("textarea").GetAttribute("value").Should().Be(text);
        JSInterop.VerifyInvoke("ui.focus").Arguments.Should().Equal("own-domains");
        (await IsAnsweredAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task OwnDomains_NotAnAdmin_IsToldWhoAnswers()
    {
        await ActAsAsync(Role.Operator);

        var page = Open<MailPage>();

        page.Markup.Should().Contain("An Admin of Acme answers this first");
        page.FindAll("form").Should().BeEmpty();
    }
}
