using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Segments;

/// <summary>Asks twice before a segment goes, and once more whether its contacts go with it.</summary>
public sealed partial class SegmentDeleteDialog(SegmentDeletionService deletions, BulkService bulk, JobService jobs, UndoService undo, ToastService toasts, TimeProvider time)
{
    private readonly CancellationTokenSource gone = new();
    private CancellationToken left;
    private SegmentDeletion? deletion;
    private BulkState? state;
    private bool isSure;
    private bool withContacts;
    private bool counting;
    private bool busy;
    private string? error;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [Parameter]
    public EventCallback OnDeleted { get; set; }

    /// <summary>It came back.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private bool IsRunning => state is { State: JobState.Queued or JobState.Running };

    private string Meaning => deletion!.Segment.Kind == SegmentKind.Dynamic ? "The search goes; the contacts stay."
        : deletion.Segment.Members switch
        {
            0 => "The list is empty.",
            1 => "The list goes; its contact stays, unless you say so below.",
            var members => $"The list goes; its {members:N0} contacts stay, unless you say so below.",
        };

    // Taken once: the source refuses to give its token away after the page was left.
    protected override void OnInitialized() => left = gone.Token;

    public async Task OpenAsync(SegmentRow segment)
    {
        (deletion, state, isSure, withContacts, error, counting, busy) = (null, null, false, false, null, false, false);
        var asked = await deletions.PreviewAsync(Organization.Id, segment.Id, false, left);
        if (asked.IsOk)
            deletion = asked.Value;
        else
            toasts.ShowError(asked.Problem!.Message);
        StateHasChanged();
    }

    private async Task WithContactsAsync(bool wanted)
    {
        withContacts = wanted;
        if (!wanted || deletion!.Contacts is not null)
            return;
        counting = true;
        StateHasChanged();
        var counted = await deletions.PreviewAsync(Organization.Id, deletion.Segment.Id, true, left);
        (counting, error) = (false, counted.Problem?.Message);
        if (counted.IsOk)
            deletion = counted.Value;
        else
            withContacts = false;
    }

    private async Task DeleteAsync()
    {
        (busy, error) = (true, null);
        var (segment, contacts) = (deletion!.Segment, withContacts ? deletion.Contacts : null);
        var deleted = await deletions.DeleteAsync(Organization.Id, segment.Id, contacts?.JobId, CancellationToken.None);
        (busy, error) = (false, deleted.Problem?.Message);
        if (!deleted.IsOk)
            return;
        toasts.ShowUndoable(undo, time, Organization.Id, $"Segment {segment.Name} deleted", $"Deletion of segment {segment.Name}", deleted.Value, OnChanged.InvokeAsync);
        if (contacts is null)
        {
            deletion = null;
            await OnDeleted.InvokeAsync();
            return;
        }
        state = new(contacts.JobId, JobState.Queued, contacts.Counts, null, null);
        StateHasChanged();
        await Poll.UntilAsync(time, LookAsync, left);
    }

    private async Task<bool> LookAsync()
    {
        var asked = await bulk.StateAsync(Organization.Id, state!.JobId, left);
        (state, error) = (asked.IsOk ? asked.Value : state, asked.Problem?.Message ?? asked.Value.Error);
        StateHasChanged();
        if (IsRunning)
            return false;
        if (state.AuditId is { } audit && state.Counts.Of(BulkOutcome.Done) is > 0 and var count)
            toasts.ShowUndoable(undo, time, Organization.Id, $"{count:N0} contacts deleted", "Deletion of the segment's contacts", new(audit, count), OnChanged.InvokeAsync);
        return true;
    }

    private async Task CancelAsync()
    {
        var cancelled = await jobs.CancelAsync(Organization.Id, state!.JobId, CancellationToken.None);
        error = cancelled.Problem is { Code: not "JOB_NOT_FOUND" } problem ? problem.Message : null;
    }

    private Task Close()
    {
        var isGone = state is not null;
        deletion = null;
        return isGone ? OnDeleted.InvokeAsync() : Task.CompletedTask;
    }

    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }
}
