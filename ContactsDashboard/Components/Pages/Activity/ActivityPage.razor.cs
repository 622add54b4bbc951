using System.Globalization;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Services.Audit;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Activity;

public sealed partial class ActivityPage
{
    private const int PageSize = 50;

    private List<AuditRow>? rows;
    private AuditRow? asked;
    private string? problem;
    private bool hasMore;
    private bool busy;
    private int news;

    [Inject]
    private AuditService Audit { get; set; } = default!;

    [Inject]
    private UndoService Undo { get; set; } = default!;

    [Inject]
    private ToastService Toasts { get; set; } = default!;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    private TimeZoneInfo Zone => Shell?.TimeZone ?? TimeZoneInfo.Utc;

    protected override Task OnInitializedAsync() => ReloadAsync();

    // What is shown keeps its place: known rows follow (somebody may have undone one), new ones are announced.
    protected override async Task ChangedAsync()
    {
        var newest = await Audit.ListAsync(Organization.Id, new() { Limit = PageSize }, Gone);
        if (!newest.IsOk || rows is null)
            return;
        var fresh = newest.Value.ToDictionary(r => r.Id);
        rows = rows.ConvertAll(r => fresh.GetValueOrDefault(r.Id, r));
        var top = rows.Count == 0 ? 0 : rows[0].Id;
        news = newest.Value.Count(r => r.Id > top);
        StateHasChanged();
    }

    private async Task ReloadAsync()
    {
        news = 0;
        var page = await Audit.ListAsync(Organization.Id, new() { Limit = PageSize }, Gone);
        problem = page.Problem?.Message;
        if (page.IsOk)
            (rows, hasMore) = ([.. page.Value], page.Value.Count == PageSize);
    }

    private async Task MoreAsync()
    {
        busy = true;
        var page = await Audit.ListAsync(Organization.Id, new() { Before = rows![^1].Id, Limit = PageSize }, Gone);
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
        asked = row.Count > 1 ? row : null;
        return asked is null ? UndoAsync(row) : Task.CompletedTask;
    }

    private async Task UndoAsync(AuditRow row)
    {
        busy = true;
        StateHasChanged();
        // Whoever leaves meanwhile still wants all of it undone.
        var undone = await Undo.UndoAsync(Organization.Id, row.Id, CancellationToken.None);
        (busy, asked) = (false, null);
        if (undone.IsOk)
            Toasts.Show(Report(undone.Value));
        else
            Toasts.ShowError(undone.Problem!.Message);
        await ReloadAsync();
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
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.GetUtcNow(), Zone).DateTime);
        return (today.DayNumber - day.DayNumber) switch
        {
            0 => "Today",
            1 => "Yesterday",
            _ => day.ToString(day.Year == today.Year ? "dddd, d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture),
        };
    }
}
