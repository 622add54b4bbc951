using System.Globalization;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Platform;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Requests;

/// <summary>Proposals for the platform blacklist, each accepted or declined where it stands.</summary>
public sealed partial class ProposalList
{
    private static readonly int[] Usual = [2, 3, 5, 10, 25];

    private ProposalPage? list;
    private string? error;
    private bool busy;
    private int heard = -1;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    /// <summary>Counts the changes the page heard of: with each the list is read again.</summary>
    [Parameter]
    public int News { get; set; }

    private IEnumerable<int> Choices => Usual.Append(list!.Threshold).Distinct().Order();

    protected override async Task OnParametersSetAsync()
    {
        if (heard == News)
            return;
        heard = News;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var listed = await Proposals.ListAsync(Organization.Id, CancellationToken.None);
        (list, error) = (listed.IsOk ? listed.Value : list, listed.Problem?.Message);
    }

    private async Task AcceptAsync(ProposalRow row)
    {
        busy = true;
        var done = await Proposals.AcceptAsync(Organization.Id, row.Value, CancellationToken.None);
        busy = false;
        if (done.IsOk)
            Messages.ShowUndoable(Undos, Clock, Organization.Id, $"{row.Value} added to the platform blacklist", $"Adding {row.Value}", done.Value);
        else
            Messages.ShowError(done.Problem!.Message);
        await LoadAsync();
    }

    private async Task DeclineAsync(ProposalRow row)
    {
        busy = true;
        var (organization, done) = (Organization.Id, await Proposals.DeclineAsync(Organization.Id, row.Value, CancellationToken.None));
        busy = false;
        if (done.IsOk)
            Messages.Show($"{row.Value} declined: proposed again when {list!.Threshold} more organisations see it bounce.", () => ReconsiderAsync(organization, row.Value));
        else
            Messages.ShowError(done.Problem!.Message);
        await LoadAsync();
    }

    private async Task ReconsiderAsync(OrganizationId organization, string value)
    {
        var done = await Proposals.ReconsiderAsync(organization, value, CancellationToken.None);
        if (!done.IsOk)
            Messages.ShowError(done.Problem!.Message);
    }

    private async Task ChangeAsync(ChangeEventArgs e)
    {
        var (before, organization) = (list!.Threshold, Organization.Id);
        var chosen = int.Parse((string)e.Value!, CultureInfo.InvariantCulture);
        var done = await Proposals.ChangeThresholdAsync(organization, chosen, CancellationToken.None);
        if (done.IsOk)
            Messages.Show($"Addresses are proposed after {chosen} organisations.", async () => await Proposals.ChangeThresholdAsync(organization, before, CancellationToken.None));
        else
            Messages.ShowError(done.Problem!.Message);
        await LoadAsync();
    }
}
