using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Settings;

/// <summary>When soft bounces block an address, and what another policy would have done.</summary>
public sealed partial class SoftBouncesSection(SoftBounceService bounces, UndoService undo, ToastService toasts, IJSRuntime script, TimeProvider time)
{
    private readonly FormErrors errors = new();
    private SoftBouncePolicy? policy;
    private SoftBounceSimulation? simulation;
    private int messages;
    private int days;
    private int holdDays;
    private string? problem;
    private bool busy;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    private SoftBouncePolicy Typed => new(messages, days, holdDays);

    /// <summary>Reads it again, after a change here or elsewhere; what is being typed stays.</summary>
    public async Task LoadAsync()
    {
        var (found, isFirst) = (await bounces.FindAsync(Organization.Id, CancellationToken.None), policy is null);
        problem = found.Problem?.Message;
        if (found.IsOk)
            policy = found.Value;
        if (found.IsOk && isFirst)
            (messages, days, holdDays) = (policy!.Messages, policy.Days, policy.HoldDays);
        StateHasChanged();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task SimulateAsync()
    {
        errors.Clear();
        (busy, simulation) = (true, null);
        var simulated = await bounces.SimulateAsync(Organization.Id, Typed, CancellationToken.None);
        busy = false;
        if (simulated.IsOk)
            simulation = simulated.Value;
        else
            await RefuseAsync(simulated.Problem!);
    }

    private async Task SaveAsync()
    {
        errors.Clear();
        busy = true;
        var changed = await bounces.ChangeAsync(Organization.Id, Typed, CancellationToken.None);
        busy = false;
        if (!changed.IsOk)
        {
            await RefuseAsync(changed.Problem!);
            return;
        }
        simulation = null;
        await ReloadAsync();
        toasts.ShowUndoable(undo, time, Organization.Id, "When soft bounces block is saved.", "The change of when soft bounces block", new(changed.Value, 1), ReloadAsync);
    }

    private async Task ReloadAsync()
    {
        policy = null;
        await LoadAsync();
    }

    private async Task RefuseAsync(ContactsDashboard.Domain.Problem refused)
    {
        errors.Add(refused, "messages", "days", "holdDays");
        if (errors.First is { Length: > 0 } field)
            await script.InvokeVoidAsync("ui.focus", $"bounces-{field}");
    }
}
