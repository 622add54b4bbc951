using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Deliverability;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>Releases everything the filtered list shows, from its preview to its report; closed while it runs, it goes on.</summary>
public sealed partial class ReleaseDialog(ReleaseMatchingService releases, JobService jobs, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private CancellationToken left;
    private bool isOpen;
    private bool busy;
    private ReleaseMatchingPreview? preview;
    private ReleaseMatchingState? state;
    private string? error;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    /// <summary>The release is over, or was undone.</summary>
    [Parameter]
    public EventCallback OnEnded { get; set; }

    private IEnumerable<QueryPart> Parts => QueryPart.All(preview!.Query, Shell?.TimeZone ?? TimeZoneInfo.Utc)
        .Where(p => p.Label != "Level");

    private string Title => this switch
    {
        { state: { IsOver: false } } => "Releasing…",
        { state: { } over } => $"{LedgerText.Suppressions(over.Released)} released",
        { preview: null } => "Release all that match",
        { preview.Releasable: 0 } => "Nothing to release",
        { preview: { } counted } => $"Release {LedgerText.Suppressions(counted.Releasable)}?",
    };

    // Taken once: the source refuses to give its token away after the page was left.
    protected override void OnInitialized() => left = gone.Token;

    /// <summary>Counts what the filter matches, then asks; or shows the release that runs.</summary>
    public async Task OpenAsync(SuppressionsQuery query)
    {
        isOpen = true;
        if (state is { IsOver: false })
        {
            StateHasChanged();
            return;
        }
        (preview, state, error) = (null, null, null);
        StateHasChanged();
        var counted = await releases.PreviewAsync(Organization.Id, query, left);
        (preview, error) = (counted.IsOk ? counted.Value : null, counted.Problem?.Message);
        StateHasChanged();
    }

    private async Task StartAsync()
    {
        busy = true;
        var started = await releases.StartAsync(Organization.Id, preview!, CancellationToken.None);
        (busy, error) = (false, started.Problem?.Message);
        if (!started.IsOk)
            return;
        state = new(started.Value, JobState.Queued, 0, 0, preview!.Total, null, null);
        _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        try
        {
            await Poll.UntilAsync(time, LookAsync, left);
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task<bool> LookAsync()
    {
        var asked = await releases.StateAsync(Organization.Id, state!.JobId, left);
        var isOver = asked.IsOk && asked.Value.IsOver;
        await InvokeAsync(() =>
        {
            state = asked.IsOk ? asked.Value : state;
            error = asked.Problem?.Message ?? state.Error;
            StateHasChanged();
            return isOver ? OnEnded.InvokeAsync() : Task.CompletedTask;
        });
        return isOver;
    }

    private async Task CancelAsync()
    {
        var cancelled = await jobs.CancelAsync(Organization.Id, state!.JobId, CancellationToken.None);
        error = cancelled.Problem is { Code: not "JOB_NOT_FOUND" } problem ? problem.Message : null;
    }

    private void Close() => isOpen = false;

    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }
}
