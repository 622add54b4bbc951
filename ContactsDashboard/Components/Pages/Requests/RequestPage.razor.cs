using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Notifications;
using ContactsDashboard.Services.Requests;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Requests;

/// <summary>One request: what it asks, what an approval would do, what was said and what came of it.</summary>
public sealed partial class RequestPage(RequestListService requests, RequestService asking, RequestDeskService desk, NotificationService notifications, ToastService toasts)
{
    private long id;
    private RequestDetail? detail;
    private RequestPreview? preview;
    private Problem? problem;
    private string? error;
    private bool busy;

    [Parameter]
    public string RequestId { get; set; } = "";

    private string Title => detail is null ? "Request" : $"{RequestText.Title(detail.Row.Kind)} {detail.Row.Subject}";

    protected override async Task OnParametersSetAsync()
    {
        var known = PublicId.TryParse(PublicId.Request, RequestId, out var asked);
        if (known && asked == id)
            return;
        (id, detail, preview, problem, error) = (asked, null, null, null, null);
        await LoadAsync();
    }

    protected override async Task ChangedAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var found = await requests.FindAsync(Organization.Id, id, Gone);
        problem = found.Problem;
        if (!found.IsOk)
            return;
        detail = found.Value;
        // Looking notes what was shown: only where somebody really sees it.
        if (!RendererInfo.IsInteractive)
            return;
        if (detail.MayDecide && preview is null)
            await LookAsync();
        await notifications.MarkRequestReadAsync(Organization.Id, id, Gone);
    }

    private async Task LookAsync()
    {
        var looked = await desk.PreviewAsync(Organization.Id, id, Gone);
        (preview, error) = (looked.IsOk ? looked.Value : null, looked.Problem?.Message);
    }

    private async Task ApproveAsync(string? comment)
    {
        busy = true;
        var done = await desk.ApproveAsync(Organization.Id, id, preview!.Number, comment, CancellationToken.None);
        busy = false;
        if (done.IsOk)
            toasts.Show("Approved. It is being carried out; what came of it can be undone on this page.");
        else if (done.Problem!.Code == "PREVIEW_STALE")
            await LookAsync();
        await EndAsync(done);
    }

    private async Task RejectAsync(string? comment)
    {
        busy = true;
        var done = await desk.RejectAsync(Organization.Id, id, comment ?? "", CancellationToken.None);
        busy = false;
        if (done.IsOk)
            toasts.Show("Rejected. Whoever asked is told.");
        await EndAsync(done);
    }

    private async Task WithdrawAsync()
    {
        busy = true;
        var done = await asking.WithdrawAsync(Organization.Id, id, CancellationToken.None);
        busy = false;
        if (done.IsOk)
            toasts.Show("Request withdrawn.");
        else
            toasts.ShowError(done.Problem!.Message);
        await LoadAsync();
    }

    private async Task<string?> SayAsync(string text)
    {
        var said = await asking.CommentAsync(Organization.Id, id, text, CancellationToken.None);
        await LoadAsync();
        StateHasChanged();
        return said.Problem?.Message;
    }

    private async Task EndAsync(Result done)
    {
        error = done.Problem?.Message ?? error;
        await LoadAsync();
    }
}
