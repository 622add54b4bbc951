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

    /// <summary>More than this is undone by a job, with its progress.</summary>
    private const int Many = 1_000;

    private List<AuditRow>? rows;
    private AuditRow? asked;
    private AuditQuery query = new();
    private string? shown;
    private UndoState? running;
    private long? following;
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

    private Task AskAsync(AuditRow row)
    {
        // What concerns many, or who may come in and how the organisation is set up, is asked about first.
        asked = row.Count > 1 || SettingsUndo.NeededFor(row.Verb) != Permissions.None ? row : null;
        return asked is null ? UndoAsync(row) : Task.CompletedTask;
    }

    private async Task UndoAsync(AuditRow row)
    {
        busy = true;
        StateHasChanged();
        if (row.Count > Many)
        {
            var started = await Undo.StartAsync(Organization.Id, row.Id, Gone);
            (busy, asked) = (false, null);
            Tell(started.Problem);
            following = started.IsOk ? started.Value : null;
            await FollowUndoAsync();
            return;
        }
        // Whoever leaves meanwhile still wants all of it undone.
        var undone = await Undo.UndoAsync(Organization.Id, row.Id, CancellationToken.None);
        (busy, asked) = (false, null);
        Tell(undone.Problem);
        if (undone.IsOk)
            Toasts.Show(Report(undone.Value));
        await ReloadAsync();
    }

    // A long undo goes on without this page; whoever comes back finds it again.
    private async Task FollowUndoAsync()
    {
        if (following is null && await Jobs.LatestAsync(Organization.Id, JobKind.Undo, 1, Gone) is { IsOk: true, Value: [{ IsOver: false } latest] })
            following = latest.Id;
        if (following is not { } job || await Undo.StateAsync(Organization.Id, job, Gone) is not { IsOk: true, Value: var state })
            return;
        running = state.IsOver ? null : state;
        if (!state.IsOver)
            return;
        following = null;
        if (state.Report is { } report)
            Toasts.Show(Report(report));
        else
            Toasts.ShowError(state.Error ?? "The undo was stopped.");
        await ReloadAsync();
    }

    private async Task CancelAsync() => Tell((await Jobs.CancelAsync(Organization.Id, following ?? 0, Gone)).Problem);

    private void Tell(Problem? what)
    {
        if (what is not null)
            Toasts.ShowError(what.Message);
    }

    private static string Report(UndoReport report) => report switch
    {
        { Kept: 0 } => $"Undone: {report.Reversed:N0} reversed.",
        { Reversed: 0 } => $"Nothing was undone: {report.WhyKept ?? "it changed since"}.",
        _ => $"Undone: {report.Reversed:N0} reversed, {report.Kept:N0} kept because {report.WhyKept ?? "they changed since"}.",
    };

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
