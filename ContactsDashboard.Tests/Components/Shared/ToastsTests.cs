using Bunit;
using ContactsDashboard.Components.Shared;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class ToastsTests : KitContext
{
    private static readonly TimeSpan Almost = ToastService.Stay - TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private ToastService Service => Services.GetRequiredService<ToastService>();

    [Fact]
    public void Toast_Shown_StaysEightSeconds()
    {
        var part = Render<Toasts>();

        Service.Show("ann@acme.test blocked.");
        part.WaitForAssertion(() => part.Role("status").TextContent.Should().Contain("ann@acme.test blocked."));
        Clock.Advance(Almost);
        Service.Current.Should().HaveCount(1);
        Clock.Advance(Moment);

        part.WaitForAssertion(() => part.Role("status").TextContent.Should().BeEmpty());
    }

    [Fact]
    public async Task Toast_PointedAt_StaysAndThenCountsAgain()
    {
        var part = Render<Toasts>();
        Service.Show("Done.");
        part.WaitForElement(".toast");

        await part.Find(".toast").TriggerEventAsync("onpointerenter", new PointerEventArgs());
        Clock.Advance(TimeSpan.FromMinutes(5));
        Service.Current.Should().HaveCount(1);
        await part.Find(".toast").TriggerEventAsync("onpointerleave", new PointerEventArgs());
        Clock.Advance(Almost);
        Service.Current.Should().HaveCount(1);
        Clock.Advance(Moment);

        Service.Current.Should().BeEmpty();
    }

    [Fact]
    public void Toast_HeldTwice_NeedsBothReleases()
    {
        Service.Show("Done.");
        var toast = Service.Current[0];

        Service.Hold(toast);
        Service.Hold(toast);
        Service.Release(toast);
        Clock.Advance(TimeSpan.FromMinutes(1));

        Service.Current.Should().HaveCount(1);
    }

    [Fact]
    public async Task Undo_Pressed_RunsOnceAndTheToastLeaves()
    {
        var undone = 0;
        var part = Render<Toasts>();
        Service.Show("Blocked.", () => { undone++; return Task.CompletedTask; });
        part.WaitForElement(".toast");

        await part.Button("Undo").ClickAsync(new());

        undone.Should().Be(1);
        Service.Current.Should().BeEmpty();
    }

    [Fact]
    public async Task Undo_StillRunning_IsNotLostAndCannotRunTwice()
    {
        var (runs, work) = (0, new TaskCompletionSource());
        var part = Render<Toasts>();
        Service.Show("Blocked.", () => { runs++; return work.Task; });
        part.WaitForElement(".toast");

        var first = part.Button("Undo").ClickAsync(new());
        part.WaitForAssertion(() => part.Button("Undo").HasAttribute("disabled").Should().BeTrue());
        await Service.UndoAsync(Service.Current[0]);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Service.Current.Should().HaveCount(1);
        work.SetResult();
        await first;

        runs.Should().Be(1);
        Service.Current.Should().BeEmpty();
    }

    [Fact]
    public async Task Undo_Failing_SaysSoAndStays()
    {
        var part = Render<Toasts>();
        Service.Show("Blocked.", () => throw new InvalidOperationException("no"));
        part.WaitForElement(".toast");

        await part.Button("Undo").ClickAsync(new());

        part.WaitForAssertion(() => part.Role("alert").TextContent.Should().Contain("could not be undone"));
        part.Button("Undo").HasAttribute("disabled").Should().BeFalse();
    }

    [Fact]
    public async Task Undo_Failing_LeavesInTheEnd()
    {
        Service.Show("Blocked.", () => throw new InvalidOperationException("no"));
        var toast = Service.Current[0];

        await FluentActions.Awaiting(() => Service.UndoAsync(toast)).Should().ThrowAsync<InvalidOperationException>();
        Clock.Advance(ToastService.Stay);

        Service.Current.Should().NotContain(toast);
    }

    [Fact]
    public async Task Error_Shown_StaysUntilDismissed()
    {
        var part = Render<Toasts>();
        Service.ShowError("The export failed.");
        part.WaitForAssertion(() => part.Role("alert").TextContent.Should().Contain("The export failed."));

        Clock.Advance(TimeSpan.FromHours(1));
        Service.Current.Should().HaveCount(1);
        await part.Button("Dismiss").ClickAsync(new());

        Service.Current.Should().BeEmpty();
    }
}
