using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Pages.Contacts;

// What is done to rows, each with a message that takes it back.
public sealed partial class ContactListPage
{
    private async Task BlockAsync(ContactRow row)
    {
        var done = await blocks.BlockEmailAsync(Organization.Id, row.Email, null, CancellationToken.None);
        if (done.IsOk)
            ShowUndoable($"{row.Email.Display} blocked", $"Block of {row.Email.Display}", done.Value);
        else
            toasts.ShowError(done.Problem!.Message);
        await FollowAsync();
    }

    private Task DomainBlockedAsync((string Domain, ChangeReceipt Change) done)
    {
        ShowUndoable($"Domain {done.Domain} blocked", $"Block of {done.Domain}", done.Change);
        return FollowAsync();
    }

    private Task ReleasedAsync((EmailAddress Email, ReleaseReceipt Receipt) done)
    {
        if (done.Receipt.Change is { } change)
            ShowUndoable(ChangeText.Released(done.Email, done.Receipt), $"Unblocking {done.Email.Display}", change);
        return FollowAsync();
    }

    private Task RefusedAsync(string why)
    {
        toasts.ShowError(why);
        return FollowAsync();
    }

    private Task OpenBulkAsync(BulkAction action)
    {
        var selected = selection.All is { } all ? BulkSelection.AllMatching(all) : BulkSelection.Of(selection.Ids);
        return bulk!.OpenAsync(BulkText.Of(action), async left =>
        {
            var counted = await bulks.PreviewAsync(Organization.Id, action, selected, left);
            return counted.IsOk ? new BulkFrozen(counted.Value.JobId, counted.Value.Counts) : counted.Problem!;
        });
    }

    private Task BulkFinishedAsync((BulkWords Words, BulkState State) done)
    {
        selection.Clear();
        var count = done.State.Counts.Of(BulkOutcome.Done);
        if (done.State.AuditId is { } audit && count > 0)
            ShowUndoable(done.Words.Result(done.State), $"Bulk {done.Words.Verb.ToLowerInvariant()}", new(audit, count));
        else if (done.State.Error is { } error)
            toasts.ShowError(error);
        return FollowAsync();
    }

    private void ShowUndoable(string text, string what, ChangeReceipt change) =>
        toasts.ShowUndoable(undo, Time, Organization.Id, text, what, change, () => WhileHereAsync(FollowAsync));
}
