using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;

namespace ContactsDashboard.Components.Pages.Activity;

/// <summary>Taking changes back: at once, or as a job that goes on without the page.</summary>
public sealed partial class ActivityPage
{
    /// <summary>More than this is undone by a job, with its progress.</summary>
    private const int Many = 1_000;

    private AuditRow? asked;
    private UndoState? running;
    private long? following;

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
}
