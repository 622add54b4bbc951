using Bunit;
using ContactsDashboard.Components.Pages.Settings;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Tests.Components.Settings;

public sealed class SignUpFormsSectionTests : PageContext
{
    [Fact]
    public async Task Create_ShowsAddressAndSnippet_AndClosingTakesThemAway()
    {
        var section = Open<SignUpFormsSection>();
        section.Markup.Should().Contain("No form yet. Create one");
        await CreateAsync(section, "Newsletter", "News");

        var line = section.Find("li.signup");
        line.TextContent.Should().Contain("Newsletter").And.Contain("News").And.Contain("0 of 0 confirmed").And.MatchRegex("http://127\\.0\\.0\\.1:5080/s/[\\w-]{22}")
            .And.Contain("<form method=\"post\"");

        await section.Button("Close Newsletter").ClickAsync();
        section.Find("li.signup").TextContent.Should().Contain("Closed").And.NotContain("/s/");
        await section.Button("Reopen Newsletter").ClickAsync();
        section.Buttons().Should().Contain("Close Newsletter");
    }

    [Fact]
    public async Task Create_Undone_ClosesTheForm()
    {
        var section = Open<SignUpFormsSection>();
        await CreateAsync(section, "Newsletter", "");

        await section.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[^1]));
        await section.InvokeAsync(section.Instance.LoadAsync);

        section.Buttons().Should().Contain("Reopen Newsletter");
    }

    [Theory]
    [InlineData("", "Name the form.")]
    [InlineData("Newsletter", "There is an open form of this name.")]
    public async Task Create_WithoutANewName_IsRefusedAtTheField(string name, string problem)
    {
        var section = Open<SignUpFormsSection>();
        await CreateAsync(section, "Newsletter", "");

        await CreateAsync(section, name, "");

        section.Find(".error").TextContent.Should().Be(problem);
    }

    [Fact]
    public async Task Forms_NotAnAdmin_AreReadOnly()
    {
        await CreateAsync(Open<SignUpFormsSection>(), "Newsletter", "");
        await ActAsAsync(Role.Operator);

        var section = Open<SignUpFormsSection>();

        section.FindAll("form").Should().BeEmpty();
        section.Buttons().Should().NotContain("Close Newsletter");
    }

    private static async Task CreateAsync(IRenderedComponent<SignUpFormsSection> section, string name, string category)
    {
        section.Find("#forms-name").Change(name);
        section.Find("#forms-category").Change(category);
        await section.Find("form").SubmitAsync();
    }
}
