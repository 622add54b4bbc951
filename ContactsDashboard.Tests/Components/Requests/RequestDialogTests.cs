using Bunit;
using ContactsDashboard.Components;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Pages.Requests;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Requests;

public sealed class RequestDialogTests : PageContext
{
    private async Task<IReadOnlyList<RequestRow>> StoredAsync() =>
        (await Services.GetRequiredService<RequestListService>().ListAsync(Acme.Id, new(), TestStore.Stop)).Value.Rows;

    private async Task<IRenderedComponent<RequestDialog>> OpenDialogAsync(string email)
    {
        var dialog = Open<RequestDialog>();
        await dialog.InvokeAsync(() => dialog.Instance.OpenAsync(RequestKind.Reactivate, new(new RequestSubject.Named([email]), email, RequestChannels.Email)));
        return dialog;
    }

    [Fact]
    public async Task Dialog_WithoutReasonOrConfirmation_SaysWhatIsMissing()
    {
        await GivenMailFromAsync("ann@x.test");
        var dialog = await OpenDialogAsync("ann@x.test");

        await dialog.Button("Send request").ClickAsync(new());
        dialog.Find("[role=alert]").TextContent.Should().Contain("Confirm that the addresses and numbers exist");
        await dialog.FindAll("input[type=checkbox]")[2].ChangeAsync(new() { Value = true });
        await dialog.Button("Send request").ClickAsync(new());

        dialog.Find("[role=alert]").TextContent.Should().Be("Say why, so that Support can decide.");
        (await StoredAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Dialog_Sent_StoresTheRequestAndOffersToWithdraw()
    {
        await GivenMailFromAsync("ann@x.test");
        await ActAsAsync(Role.Operator);
        var dialog = await OpenDialogAsync("ann@x.test");
        await dialog.FindAll("input[type=checkbox]")[2].ChangeAsync(new() { Value = true });
        await dialog.Find("textarea").ChangeAsync(new() { Value = "She wrote to us" });
        await dialog.Button("Send request").ClickAsync(new());

        dialog.FindAll("dialog").Should().BeEmpty();
        (await StoredAsync()).Single().Should().BeEquivalentTo(new { Kind = RequestKind.Reactivate, Subject = "ann@x.test", State = RequestState.Waiting, AskedBy = "operator@acme.test" });
        await dialog.InvokeAsync(() => Toasts.UndoAsync(Toasts.Current[^1]));
        (await StoredAsync()).Single().State.Should().Be(RequestState.Withdrawn);
    }

    [Fact]
    public async Task Pages_ForOperatorAndSupport_OfferWhatIsTheirs()
    {
        await GivenMailFromAsync("ann@x.test");
        await ActAsAsync(Role.Support);
        await ActAsAsync(Role.Operator);
        var filed = (await Services.GetRequiredService<RequestService>().FileAsync(Acme.Id,
            new(RequestKind.Blacklist, RequestChannels.Email, new RequestSubject.Named(["ann@x.test"]), "Spam", false), TestStore.Stop)).Value;
        var id = PublicId.Format(PublicId.Request, filed.Id);
        SetRendererInfo(new("Server", true));

        var mine = Open<RequestPage>(p => p.Add(x => x.RequestId, id));
        mine.Buttons().Should().Contain("Withdraw").And.NotContain("Approve");
        await ActAsAsync(Role.Support);
        Open<NotificationBell>().Find("button").GetAttribute("aria-label").Should().Be("Notifications, 1 unread");
        Open<WaitingCount>().Find(".n").TextContent.Should().Be("1");
        Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.Requests("acme"));
        Open<RequestsPage>().Find("tbody a").TextContent.Should().Be("ann@x.test");

        var page = Open<RequestPage>(p => p.Add(x => x.RequestId, id));
        page.Find(".outcomes").TextContent.Should().Contain("will be blacklisted");
        await page.Button("Approve").ClickAsync(new());
        await RunJobsAsync();

        Open<RequestPage>(p => p.Add(x => x.RequestId, id)).Find("[aria-label=Result]").TextContent.Should().Contain("blacklisted");
        Open<NotificationBell>().Find("button").GetAttribute("aria-label").Should().Be("Notifications");
    }
}
