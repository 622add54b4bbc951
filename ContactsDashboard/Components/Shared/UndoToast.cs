using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Shared;

/// <summary>Messages that take back what they tell.</summary>
internal static class UndoToast
{
    private const int Few = 500;

    /// <summary>Says what was done, with an Undo; what was many is undone as a job, and the message stays until that is over.</summary>
    public static void ShowUndoable(this ToastService toasts, UndoService undo, TimeProvider time, OrganizationId organization, string text,
        string what,
        ChangeReceipt change, Func<Task>? after = null) => toasts.Show(text, async () =>
        {
            var undone = change.Count <= Few
                ? await undo.UndoAsync(organization, change.AuditId, CancellationToken.None)
                : await AsJobAsync(undo, time, organization, change.AuditId);
            if (undone.IsOk)
                toasts.Show(ChangeText.Undone(what, undone.Value));
            else
                toasts.ShowError(undone.Problem!.Message);
            await (after?.Invoke() ?? Task.CompletedTask);
        });

    private static async Task<Result<UndoReport>> AsJobAsync(UndoService undo, TimeProvider time, OrganizationId organization, long auditId)
    {
        var started = await undo.StartAsync(organization, auditId, CancellationToken.None);
        if (!started.IsOk)
            return started.Problem!;
        Result<UndoState> state = default;
        await Poll.UntilAsync(time, async () =>
        {
            state = await undo.StateAsync(organization, started.Value, CancellationToken.None);
            return !state.IsOk || state.Value.IsOver;
        }, CancellationToken.None);
        return !state.IsOk ? state.Problem!
            : state.Value.Report is { } report ? report : new Problem("JOB_FAILED", state.Value.Error ?? "The undo was stopped.");
    }
}
