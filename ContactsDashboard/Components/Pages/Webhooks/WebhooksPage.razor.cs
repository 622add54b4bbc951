using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Webhooks;

namespace ContactsDashboard.Components.Pages.Webhooks;

/// <summary>The programs that are told of changes of the ledger.</summary>
public sealed partial class WebhooksPage(WebhookService webhooks, ToastService toasts)
{
    private IReadOnlyList<WebhookRow>? rows;
    private WebhookRow? leaving;
    private WebhookRow? rotating;
    private WebhookRow? opened;
    private string? made;
    private string? problem;
    private string? actionProblem;
    private bool busy;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override Task ChangedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        if (!Organization.May(Permissions.ManageApiKeys))
            return;
        var list = await webhooks.ListAsync(Organization.Id, Gone);
        problem = list.Problem?.Message;
        if (list.IsOk)
            rows = list.Value;
        StateHasChanged();
    }

    private async Task TestAsync(WebhookRow row)
    {
        if (await ActAsync(() => webhooks.TestAsync(Organization.Id, row.Id, CancellationToken.None)) is { } why)
            toasts.Show(why);
        else
            opened = row;
    }

    private async Task SwitchAsync(WebhookRow row)
    {
        var why = await ActAsync(() => row.DisabledAt is null ? webhooks.DisableAsync(Organization.Id, row.Id, CancellationToken.None)
            : webhooks.EnableAsync(Organization.Id, row.Id, CancellationToken.None));
        toasts.Show(why ?? (row.DisabledAt is null ? "The webhook is disabled." : "The webhook is enabled."));
    }

    private async Task RemoveAsync()
    {
        actionProblem = await ActAsync(() => webhooks.RemoveAsync(Organization.Id, leaving!.Id, CancellationToken.None));
        if (actionProblem is null)
            leaving = null;
    }

    private async Task RotateAsync()
    {
        actionProblem = await ActAsync(async () =>
        {
            var rotated = await webhooks.RotateAsync(Organization.Id, rotating!.Id, CancellationToken.None);
            made = rotated.IsOk ? rotated.Value.Secret : null;
            return rotated.ToResult();
        });
        if (actionProblem is null)
            rotating = null;
    }

    private async Task<string?> ActAsync(Func<Task<Result>> act)
    {
        busy = true;
        var acted = await act();
        busy = false;
        await LoadAsync();
        return acted.Problem?.Message;
    }

    // What was sent meanwhile changed what waits and what fails.
    private Task CloseAsync()
    {
        opened = null;
        return LoadAsync();
    }

    private void Cancel() => (leaving, rotating, actionProblem) = (null, null, null);
}
