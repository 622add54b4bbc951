using System.Globalization;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Activity;

public sealed partial class ActivityPage
{
    private const int PageSize = 50;

    private List<AuditRow>? rows;
    private AuditQuery query = new();
    private string? shown;
    private string? problem;
    private bool hasMore;
    private bool busy;
    private int news;

    [Inject]
    private AuditService Audit { get; set; } = default!;

    [Inject]
    private UndoService Undo { get; set; } = default!;

    [Inject]
    private JobService Jobs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ToastService Toasts { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "subject")]
    private string? SubjectText { get; set; }

    [SupplyParameterFromQuery(Name = "verbs")]
    private string? VerbsText { get; set; }

    [SupplyParameterFromQuery(Name = "path")]
    private string? PathText { get; set; }

    [SupplyParameterFromQuery(Name = "actor")]
    private string? ActorText { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    private string? AfterText { get; set; }

    [SupplyParameterFromQuery(Name = "until")]
    private string? UntilText { get; set; }

    [CascadingParameter]
    private Shell? Shell { get; set; }

    private TimeZoneInfo Zone => Shell?.TimeZone ?? TimeZoneInfo.Utc;

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.GetUtcNow(), Zone).DateTime);

    protected override async Task OnParametersSetAsync()
    {
        var asked = DashboardUrls.ReadActivity(name => name switch
        {
            "subject" => SubjectText, "verbs" => VerbsText, "path" => PathText, "actor" => ActorText, "after" => AfterText, _ => UntilText,
        }) with { Limit = PageSize };
        if (shown == DashboardUrls.Activity(Organization.Slug, asked))
            return;
        (query, shown, rows) = (asked, DashboardUrls.Activity(Organization.Slug, asked), null);
        await ReloadAsync();
        await FollowUndoAsync();
    }

    // What is shown keeps its place: known rows follow (somebody may have undone one), new ones are announced.
    protected override async Task ChangedAsync()
    {
        await FollowUndoAsync();
        var newest = await Audit.ListAsync(Organization.Id, query, Gone);
        if (!newest.IsOk || rows is null)
            return;
        var fresh = newest.Value.ToDictionary(r => r.Id);
        rows = rows.ConvertAll(r => fresh.GetValueOrDefault(r.Id, r));
        var top = rows.Count == 0 ? 0 : rows[0].Id;
        news = newest.Value.Count(r => r.Id > top);
        StateHasChanged();
    }

    private void Filter(AuditQuery to) => Navigation.NavigateTo(DashboardUrls.Activity(Organization.Slug, to), replace: true);

    private async Task ReloadAsync()
    {
        news = 0;
        var page = await Audit.ListAsync(Organization.Id, query, Gone);
        problem = page.Problem?.Message;
        if (page.IsOk)
            (rows, hasMore) = ([.. page.Value], page.Value.Count == PageSize);
    }

    private async Task MoreAsync()
    {
        busy = true;
        var page = await Audit.ListAsync(Organization.Id, query with { Before = rows![^1].Id }, Gone);
        busy = false;
        if (!page.IsOk)
        {
            Toasts.ShowError(page.Problem!.Message);
            return;
        }
        rows.AddRange(page.Value);
        hasMore = page.Value.Count == PageSize;
    }

    private DateOnly DayOf(AuditRow row) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.At, Zone).DateTime);

    private string DayText(DateOnly day)
    {
        return (Today.DayNumber - day.DayNumber) switch
        {
            0 => "Today",
            1 => "Yesterday",
            _ => day.ToString(day.Year == Today.Year ? "dddd, d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture),
        };
    }
}
