using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Events.Webhooks;

namespace ContactsDashboard.Components.Pages.Events;

/// <summary>The webhooks by which providers tell what became of mail.</summary>
public sealed partial class EventSourcesPage(EventSourceService sources, UndoService undo, ToastService toasts)
{
    private IReadOnlyList<EventSourceRow>? rows;
    private IReadOnlyList<EventDeliveryRow>? deliveries;
    private EventSourceRow? shown;
    private EventSourceRow? leaving;
    private SourceDialog? dialog;
    private string? problem;
    private string? removeProblem;
    private string? deliveriesProblem;
    private bool busy;

    private bool MayManage => Organization.May(Permissions.ManageMailSources);

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task ChangedAsync()
    {
        await LoadAsync();
        if (shown is not null)
            await ReadDeliveriesAsync();
    }

    private async Task LoadAsync()
    {
        var list = await sources.ListAsync(Organization.Id, Gone);
        problem = list.Problem?.Message;
        if (list.IsOk)
            rows = list.Value;
        StateHasChanged();
    }

    private async Task ShowAsync(EventSourceRow row)
    {
        (shown, deliveries) = (row, null);
        await ReadDeliveriesAsync();
    }

    private async Task ReadDeliveriesAsync()
    {
        var read = await sources.DeliveriesAsync(Organization.Id, shown!.Id, Gone);
        (deliveriesProblem, deliveries) = (read.Problem?.Message, read.IsOk ? read.Value : deliveries);
        StateHasChanged();
    }

    private void Ask(EventSourceRow row, SourceAsk ask)
    {
        if (ask == SourceAsk.Remove)
            leaving = row;
        else
            dialog!.Open(row, ask);
    }

    private async Task DoneAsync(string text)
    {
        toasts.Show(text);
        await LoadAsync();
    }

    private async Task RemoveAsync()
    {
        busy = true;
        var removed = await sources.RemoveAsync(Organization.Id, leaving!.Id, CancellationToken.None);
        (busy, removeProblem) = (false, removed.Problem?.Message);
        if (!removed.IsOk)
            return;
        var name = leaving.Name;
        leaving = null;
        await LoadAsync();
        toasts.ShowUndoable(undo, Time, Organization.Id, $"The source {name} is removed.", "The removal of the source", new(removed.Value, 1), () => WhileHereAsync(LoadAsync));
    }
}
