using Bunit;
using ContactsDashboard.Components.Pages.Settings;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Tests.Components.Settings;

public sealed class MembersSectionTests : PageContext
{
    [Fact]
    public async Task Add_NewPerson_ShowsTheLinkToHandOver()
    {
        var section = Open<MembersSection>();
        section.Find("#member-email").Change("new@acme.test");

        await section.Find("form").SubmitAsync();

        section.Find(".invite code").TextContent.Should().StartWith("http://localhost/account/set-password?user=").And.Contain("token=");
        section.Markup.Should().Contain("No password yet");
    }

    [Fact]
    public async Task Add_NotAnAddress_IsRefusedAtTheField()
    {
        var section = Open<MembersSection>();
        section.Find("#member-email").Change("nobody");

        await section.Find("form").SubmitAsync();

        section.Find(".error").TextContent.Should().Be("This is not an email address.");
        section.Find("#member-email").GetAttribute("value").Should().Be("nobody");
    }

    [Fact]
    public async Task Role_OfTheLastAdmin_StaysAndSaysWhy()
    {
        var section = Open<MembersSection>();

        await section.Find("[aria-label='Role of admin@acme.test']").ChangeAsync(new() { Value = "Auditor" });

        section.Find(".notice.bad").TextContent.Should().Contain("at least one Admin");
        section.Find("[aria-label='Role of admin@acme.test'] option[selected]").TextContent.Should().Be("Admin");
    }

    [Fact]
    public async Task Remove_Confirmed_TakesThemOut()
    {
        await ActAsAsync(Role.Support);
        await ActAsAsync(Role.Admin);
        var section = Open<MembersSection>();
        await section.Button("Remove support@acme.test").ClickAsync();

        await section.Button("Remove").ClickAsync();

        section.FindAll("li").Should().ContainSingle().Which.TextContent.Should().Contain("admin@acme.test");
    }

    [Fact]
    public async Task Members_NotAnAdmin_AreNotListed()
    {
        await ActAsAsync(Role.Analyst);

        Open<MembersSection>().Markup.Should().Contain("You are here as Analyst").And.NotContain("admin@acme.test");
    }
}
