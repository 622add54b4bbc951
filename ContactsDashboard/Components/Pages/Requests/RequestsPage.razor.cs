using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Notifications;
using ContactsDashboard.Services.Requests;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Requests;

/// <summary>The organisation's requests; for whoever keeps the platform's entries its queue and proposals too. The URL is all the state there is.</summary>
public sealed partial class RequestsPage(RequestListService requests, NotificationService notifications)
{
    private RequestsQuery query = new();
    private RequestRows? page;
    private WaitingRequests waiting = new(0, 0);
    private Problem? problem;
    private RequestDialog? dialog;
    private int news;

    [SupplyParameterFromQuery(Name = "tab")]
    private string? TabText { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? BeforeText { get; set; }

    private string Selected => query.AtPlatform ? "platform" : query.IsWaiting == true ? "waiting" : "all";

    private IReadOnlyList<TabItem> Items =>
    [
        new("waiting", "Waiting", DashboardUrls.Requests(Organization.Slug), waiting.Own > 0 ? waiting.Own : null),
        new("all", "All", DashboardUrls.Requests(Organization.Slug, new())),
        .. Organization.May(Permissions.ManagePlatform)
            ? new TabItem[] { new("platform", "Platform", DashboardUrls.Requests(Organization.Slug, new() { AtPlatform = true }), waiting.AtPlatform > 0 ? waiting.AtPlatform : null) } : [],
    ];

    protected override async Task OnParametersSetAsync()
    {
        var asked = DashboardUrls.ReadRequests(TabText, BeforeText);
        if (asked == query && (page is not null || problem is not null))
            return;
        (query, page, problem) = (asked, null, null);
        await LoadAsync();
        if (query.AtPlatform && RendererInfo.IsInteractive)
            await notifications.MarkProposalsReadAsync(Organization.Id, Gone);
    }

    protected override async Task ChangedAsync()
    {
        news++;
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var asked = query;
        var listed = await requests.ListAsync(Organization.Id, asked, Gone);
        var counted = await requests.WaitingAsync(Organization.Id, Gone);
        if (asked != query)
            return;
        problem = listed.Problem ?? counted.Problem;
        if (problem is null)
            (page, waiting) = (listed.Value, counted.Value);
    }
}
