using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Shared;

/// <summary>One bulk action from its preview to its result; closed while it runs, it goes on and reports all the same.</summary>
public sealed partial class BulkDialog(BulkService bulk, JobService jobs, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Before it was opened for the first time.
    private static readonly BulkWords Nothing = new()
    {
        Verb = "", Things = "", Counted = count => $"{count:N0}", Running = "", Meaning = "", Will = "", Did = "", Skipped = outcome => outcome.ToString(),
    };

    private readonly CancellationTokenSource gone = new();
    private CancellationToken left;
    private bool isOpen;
    private bool busy;
    private BulkWords words = Nothing;
    private BulkFrozen? preview;
    private BulkState? state;
    private bool isTold;
    private string? error;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    /// <summary>It is over; raised once, when there is something to undo.</summary>
    [Parameter]
    public EventCallback<(BulkWords Words, BulkState State)> OnFinished { get; set; }

    private long Count => preview?.Counts.Of(BulkOutcome.Pending) ?? 0;

    private bool IsRunning => state is { State: JobState.Queued or JobState.Running };

    private string Title => this switch
    {
        { IsRunning: true } => words.Running,
        { state: { } over } => $"{words.Counted(over.Counts.Of(BulkOutcome.Done))} {words.Did}",
        { preview: null } => $"{words.Verb} {words.Things}",
        { Count: 0 } => $"Nothing to {words.Verb.ToLowerInvariant()}",
        _ => words.Question(Count),
    };

    // Taken once: the source refuses to give its token away after the page was left.
    protected override void OnInitialized() => left = gone.Token;

    /// <summary>Freezes and counts the selection, then asks.</summary>
    public async Task OpenAsync(BulkWords asked, Func<CancellationToken, Task<Result<BulkFrozen>>> freeze)
    {
        isOpen = true;
        if (IsRunning)
        {
            StateHasChanged();
            return;
        }
        (words, preview, state, error, isTold) = (asked, null, null, null, false);
        StateHasChanged();
        var counted = await freeze(left);
        preview = counted.IsOk ? counted.Value : null;
        error = counted.Problem?.Message;
        StateHasChanged();
    }

    /// <summary>Looks how far it is; called by a timer and whenever something changed.</summary>
    public async Task PollAsync()
    {
        if (!IsRunning)
            return;
        var asked = await bulk.StateAsync(Organization.Id, preview!.JobId, left);
        if (!IsRunning)
            return;
        state = asked.IsOk ? asked.Value : state;
        error = asked.Problem?.Message ?? state!.Error;
        if (!IsRunning && error is null && state is { State: JobState.Done, Counts.Skipped: 0 })
            isOpen = false;
        StateHasChanged();
        if (!IsRunning && !isOpen)
            await TellAsync();
    }

    private async Task StartAsync()
    {
        busy = true;
        var started = await bulk.StartAsync(Organization.Id, preview!.JobId, CancellationToken.None);
        busy = false;
        error = started.Problem?.Message;
        if (!started.IsOk)
            return;
        state = new(preview.JobId, JobState.Queued, preview.Counts, null, null);
        _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (IsRunning && await timer.WaitForNextTickAsync(left))
                await InvokeAsync(PollAsync);
        }
        catch (OperationCanceledException) // the page was left; the job goes on
        {
            return;
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task CancelAsync()
    {
        var cancelled = await jobs.CancelAsync(Organization.Id, preview!.JobId, CancellationToken.None);
        error = cancelled.Problem is { Code: not "JOB_NOT_FOUND" } problem ? problem.Message : null;
        await PollAsync();
    }

    private async Task CloseAsync()
    {
        isOpen = false;
        if (state is not null && !IsRunning)
            await TellAsync();
    }

    // An Undo behind an open dialog could not be reached: the page hears of the end when the dialog is out of the way.
    private async Task TellAsync()
    {
        if (isTold || state is null)
            return;
        isTold = true;
        await OnFinished.InvokeAsync((words, state));
    }

    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }
}
