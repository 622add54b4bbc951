using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ApiKeys;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Keys;

/// <summary>The credentials of programs.</summary>
public sealed partial class KeysPage(ApiKeyService keys, ToastService toasts)
{
    private IReadOnlyList<ApiKeyRow>? rows;
    private ApiKeyRow? leaving;
    private string? problem;
    private string? revokeProblem;
    private bool busy;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    private TimeZoneInfo Zone => Shell?.TimeZone ?? TimeZoneInfo.Utc;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override Task ChangedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        if (!Organization.May(Permissions.ManageApiKeys))
            return;
        var list = await keys.ListAsync(Organization.Id, Gone);
        problem = list.Problem?.Message;
        if (list.IsOk)
            rows = list.Value;
        StateHasChanged();
    }

    private async Task RevokeAsync()
    {
        busy = true;
        var revoked = await keys.RevokeAsync(Organization.Id, leaving!.Id, CancellationToken.None);
        (busy, revokeProblem) = (false, revoked.Problem?.Message);
        if (!revoked.IsOk)
            return;
        toasts.Show($"The key {leaving.Name} is revoked.");
        leaving = null;
        await LoadAsync();
    }
}
