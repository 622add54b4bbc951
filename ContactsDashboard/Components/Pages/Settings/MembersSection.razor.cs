using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Settings;

/// <summary>Who belongs to the organisation, and as what.</summary>
public sealed partial class MembersSection
{
    private IReadOnlyList<MemberRow>? rows;
    private MemberRow? leaving;
    private string? problem;
    private string? removeProblem;
    private bool busy;
    private int attempt;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [Inject]
    private MemberService Members { get; set; } = default!;

    [Inject]
    private ToastService Toasts { get; set; } = default!;

    private bool MayManage => Organization.May(Permissions.ManageMembers);

    /// <summary>Reads the members again, after a change here or elsewhere.</summary>
    public async Task LoadAsync()
    {
        if (!MayManage)
            return;
        var list = await Members.ListAsync(Organization.Id, CancellationToken.None);
        if (list.IsOk)
            rows = list.Value;
        else
            problem = list.Problem!.Message;
        StateHasChanged();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task ChangeRoleAsync(MemberRow row, Role role)
    {
        busy = true;
        var changed = await Members.ChangeRoleAsync(Organization.Id, row.UserId, role, CancellationToken.None);
        busy = false;
        attempt++; // a refused choice must not stay in the browser's list
        problem = changed.Problem?.Message;
        if (changed.IsOk)
            Toasts.Show($"{row.Email} is now {role}.", () => Members.ChangeRoleAsync(Organization.Id, row.UserId, row.Role, CancellationToken.None));
        await LoadAsync();
    }

    private async Task RemoveAsync()
    {
        busy = true;
        var removed = await Members.RemoveAsync(Organization.Id, leaving!.UserId, CancellationToken.None);
        busy = false;
        removeProblem = removed.Problem?.Message;
        if (!removed.IsOk)
            return;
        Toasts.Show($"{leaving.Email} no longer belongs to {Organization.Name}.");
        leaving = null;
        await LoadAsync();
    }
}
