using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Pages.AllContacts;

// What is done to rows, each with a message that takes it back.
public sealed partial class AllContactsView
{
    private async Task ClickAsync((BaseRow Row, RowClick Click) asked)
    {
        var (row, click) = asked;
        if (click.Click is not { } one)
        {
            await unblock!.OpenAsync(row.Email!);
            return;
        }
        var done = await standings.ClickAsync(Organization.Id, row.Id, one, click.Of, CancellationToken.None);
        if (done.IsOk)
            ShowUndoable(Done(one, click.Of), $"“{click.Text}” for {click.Of}", done.Value);
        else if (done.Problem!.Code == "FORBIDDEN" && StandingService.NeededFor(one) == Permissions.Release)
            await request!.OpenAsync(RequestKind.Reactivate, About(row, one == OneClick.ReleasePhone ? RequestChannels.Phone : RequestChannels.Email, click.Of));
        else
            toasts.ShowError(done.Problem!.Message);
        await FollowAsync();
    }

    private static RequestAbout About(BaseRow row, RequestChannels channels, string words) =>
        new(new RequestSubject.Selected(ContactSelection.Of([row.Id])), words, channels);

    private Task AskAsync() => request!.OpenAsync(RequestKind.Reactivate, new(new RequestSubject.Selected(Selected), BaseText.Contacts(selection.Count), RequestChannels.Email));

    private Task DeletedAsync((string Title, ChangeReceipt Change) done)
    {
        ShowUndoable($"{done.Title} deleted", $"Deletion of {done.Title}", done.Change);
        if (isBlacklist && CardId is not null)
            CloseCard();
        return FollowAsync();
    }

    private async Task RestoreAsync(BaseRow row)
    {
        var done = await profiles.RestoreAsync(Organization.Id, row.Id, CancellationToken.None);
        if (done.IsOk)
            ShowUndoable($"{row.Label} restored", $"Restoring {row.Label}", done.Value);
        else
            toasts.ShowError(done.Problem!.Message);
        await FollowAsync();
    }

    private static string Done(OneClick click, string of) => click switch
    {
        OneClick.BlacklistEmail or OneClick.BlacklistPhone => $"{of} blacklisted",
        OneClick.UnsubscribeEmail => $"{of} unsubscribed",
        OneClick.RemoveSpamReport => $"Spam report of {of} removed",
        OneClick.Resubscribe => $"{of} subscribed again",
        _ => $"{of} taken off the blacklist",
    };

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

    private Task DeleteAsync((ContactSelection Selection, string? Reason) asked) => bulk!.OpenAsync(BaseText.Delete, async left =>
    {
        var counted = await bulks.PreviewAsync(Organization.Id, new ContactBulkAction.Delete(asked.Reason, query.Rail), asked.Selection, left);
        return counted.IsOk ? new BulkFrozen(counted.Value.JobId, counted.Value.Counts, ActiveElsewhere(counted.Value.ActiveElsewhere)) : counted.Problem!;
    });

    private static string? ActiveElsewhere(long count) => count == 0 ? null
        : $"{(count == 1 ? "One of them is" : $"{count:N0} of them are")} active on the other channel, and will be gone from there too.";

    private Task RestoreManyAsync() => bulk!.OpenAsync(BaseText.Restore, async left =>
    {
        var counted = await bulks.PreviewAsync(Organization.Id, new ContactBulkAction.Restore(), Selected, left);
        return counted.IsOk ? new BulkFrozen(counted.Value.JobId, counted.Value.Counts, BaseText.RestoreNote(counted.Value)) : counted.Problem!;
    });

    private Task AddToListsAsync((ContactSelection Selection, IReadOnlyList<long> Lists) asked) => bulk!.OpenAsync(BaseText.AddTo(asked.Lists.Count), async left =>
    {
        var counted = await bulks.PreviewAsync(Organization.Id, new ContactBulkAction.AddTo(asked.Lists), asked.Selection, left);
        return counted.IsOk ? new BulkFrozen(counted.Value.JobId, counted.Value.Counts) : counted.Problem!;
    });

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
