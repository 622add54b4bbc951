using Bunit;
using ContactsDashboard.Components.Pages.Settings;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Settings;

public sealed class PlanSectionTests : PageContext
{
    [Fact]
    public async Task Limit_Saved_SaysHowManyAreBeyondItAndCanBeUndone()
    {
        await GivenMailFromAsync("ann@bank.test", "bob@bank.test", "carl@bank.test"); // to us
        var section = Open<PlanSection>();
        section.Find("#plan-contactLimit").Change("1");

        await section.Find("form").SubmitAsync();

        section.Find("#plan-contactLimit-hint").TextContent.Should().Contain("4 now, 3 of them beyond it.");
        Toasts.Current[^1].Text.Should().Be("The plan is saved.");
        await section.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[^1]));
        (await PlanAsync()).ContactLimit.Should().BeNull();
    }

    [Theory]
    [InlineData("#plan-contactLimit", "many", "Enter a whole number")]
    [InlineData("#plan-contactLimit", "0", "from 1 to")]
    [InlineData("#plan-currency", "EU", "three letters")]
    public async Task Plan_Wrong_IsSaidAtTheField(string field, string text, string problem)
    {
        var section = Open<PlanSection>();
        section.Find(field).Change(text);

        await section.Find("form").SubmitAsync();

        section.Find(".error").TextContent.Should().Contain(problem);
        section.Find(field).GetAttribute("aria-invalid").Should().Be("true");
        JSInterop.VerifyInvoke("ui.focus").Arguments.Should().Equal(field[1..]);
    }

    [Fact]
    public async Task Plan_NotAnAdmin_IsReadOnly()
    {
        await ActAsAsync(Role.Support);

        var section = Open<PlanSection>();

        section.FindAll("input, button").Should().BeEmpty();
        section.Markup.Should().Contain("No limit").And.Contain("EUR");
    }

    private async Task<PlanView> PlanAsync() => (await Services.GetRequiredService<PlanService>().FindAsync(Acme.Id, default)).Value;
}
