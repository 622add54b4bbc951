using Bunit;
using ContactsDashboard.Components.Shared;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class DialogTests : KitContext
{
    [Fact]
    public void Dialog_Closed_RendersNothing() =>
        Render<Dialog>(p => p.Add(d => d.Title, "Block?").Add(d => d.Open, false)).Markup.Trim().Should().BeEmpty();

    [Fact]
    public void Dialog_Open_IsNamedByItsHeading()
    {
        var part = Render<Dialog>(p => p.Add(d => d.Open, true).Add(d => d.Title, "Block acme.test?").AddChildContent("All of it."));

        var dialog = part.Find("dialog");
        part.Find($"#{dialog.GetAttribute("aria-labelledby")}").TextContent.Should().Be("Block acme.test?");
        dialog.TextContent.Should().Contain("All of it.");
    }

    [Fact]
    public async Task Dialog_EscAndCross_RaiseOnClose()
    {
        var closed = 0;
        var part = Render<Dialog>(p => p.Add(d => d.Open, true).Add(d => d.Title, "T").Add(d => d.OnClose, () => closed++));

        await part.Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty);
        await part.Button("Close").ClickAsync(new());

        closed.Should().Be(2);
    }

    [Fact]
    public async Task Dialog_Busy_CannotBeClosed()
    {
        var closed = 0;
        var part = Render<Dialog>(p => p.Add(d => d.Open, true).Add(d => d.Title, "T").Add(d => d.Busy, true)
            .Add(d => d.OnClose, () => closed++));

        await part.Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty);

        closed.Should().Be(0);
        part.Button("Close").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public async Task ConfirmDialog_VerbAndCancel_AnswerTheQuestion()
    {
        var answers = new List<string>();
        var part = Render<ConfirmDialog>(p => p.Add(d => d.Open, true).Add(d => d.Question, "Block acme.test?")
            .Add(d => d.Verb, "Block domain").Add(d => d.OnConfirm, () => answers.Add("yes")).Add(d => d.OnCancel, () => answers.Add("no")));

        await part.Button("Block domain").ClickAsync(new());
        await part.Button("Cancel").ClickAsync(new());

        answers.Should().Equal("yes", "no");
        part.Button("Cancel").HasAttribute("data-safe").Should().BeTrue("the safe button takes the focus");
    }

    [Fact]
    public void ConfirmDialog_Busy_DisablesBothButtons()
    {
        var part = Render<ConfirmDialog>(p => p.Add(d => d.Open, true).Add(d => d.Question, "Q?")
            .Add(d => d.Verb, "Do").Add(d => d.Busy, true));

        part.Button("Do").HasAttribute("disabled").Should().BeTrue();
        part.Button("Cancel").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public void ConfirmDialog_Error_IsAnAlert() => Render<ConfirmDialog>(p => p.Add(d => d.Open, true).Add(d => d.Question, "Q?")
        .Add(d => d.Verb, "Do").Add(d => d.Error, "Somebody was faster.")).Role("alert").TextContent.Should().Contain("Somebody was faster.");

    [Fact]
    public void Drawer_Open_ShowsToastsInside()
    {
        var part = Render<Drawer>(p => p.Add(d => d.Open, true).Add(d => d.Title, "ann@acme.test"));

        part.FindComponent<Toasts>().Should().NotBeNull("an Undo must be reachable while the drawer holds the page");
    }
}
