using System.Globalization;
using ContactsDashboard.Components.Pages.Profiles;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Duplicates;
using ContactsDashboard.Services.Merging;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Duplicates;

/// <summary>Contacts that share an address, by channel. The URL is all the state there is, the group that is open included.</summary>
public sealed partial class DuplicatesPage(DuplicateService duplicates, UndoService undo, ToastService toasts, NavigationManager navigation)
{
    private DuplicatesQuery query = new();
    private DuplicatesList? page;
    private DuplicateGroup? group;
    private Problem? problem;
    private Problem? groupProblem;
    private bool busy;
    private bool isStale;
    private int load;
    private long? shownGroup;
    private DeleteContactDialog? delete;
    private RemoveDuplicatesDialog? remove;
    private MergeDialog? merge;
    private BulkDialog? bulk;

    [SupplyParameterFromQuery(Name = "channel")]
    private string? ChannelText { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    private string? GroupText { get; set; }

    private long? GroupId => long.TryParse(GroupText, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private long Total => page?.Of(query.Channel).Addresses ?? 0;

    private long Pages => Math.Max(1, (Total + query.Limit - 1) / query.Limit);

    // 0 where only a cursor knows the place.
    private int PageNumber => query.Cursor is not null ? 0 : query.Last ? (int)Pages : query.Page;

    private string? PreviousHref => PageNumber is 0 || PageNumber - 1 > ContactsQuery.MaxNumberedPages ? At(page!.PreviousCursor) : null;

    private string? NextHref => PageNumber is 0 or >= ContactsQuery.MaxNumberedPages ? At(page!.NextCursor) : null;

    private string Summary => Total == 0 ? "Nothing is shared" : $"{DuplicateText.Duplicates(page!.Of(query.Channel).Surplus)} of {DuplicateText.Addresses(query.Channel, Total)}";

    private TabItem[] Channels =>
    [
        .. Enum.GetValues<DuplicateChannel>().Select(c => new TabItem(c.ToString(), c.ToString(), Url(new() { Channel = c }), page?.Of(c).Surplus)),
    ];

    protected override async Task OnParametersSetAsync()
    {
        var asked = DashboardUrls.ReadDuplicates(name => name switch { "channel" => ChannelText, "page" => PageText, _ => CursorText });
        if (asked.Channel != query.Channel)
            page = null;
        if (asked != query || (page is null && problem is null))
        {
            query = asked;
            await LoadAsync();
        }
        if (GroupId != shownGroup)
        {
            (shownGroup, group) = (GroupId, null);
            await LoadGroupAsync();
        }
    }

    // Counts and the open group follow at once; rows come, go and move only when the reader asks.
    protected override async Task ChangedAsync()
    {
        await (bulk?.PollAsync() ?? Task.CompletedTask);
        var mine = load;
        if (page is null || busy)
            return;
        var listed = await duplicates.ListAsync(Organization.Id, query, Gone);
        if (mine != load || !listed.IsOk)
            return;
        isStale = !page.Rows.Select(r => r.AddressId).SequenceEqual(listed.Value.Rows.Select(r => r.AddressId));
        page = isStale ? listed.Value with { Rows = page.Rows } : listed.Value;
        await LoadGroupAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var mine = ++load;
        busy = true;
        var listed = await duplicates.ListAsync(Organization.Id, query, Gone);
        if (mine != load)
            return;
        (busy, isStale, problem) = (false, false, listed.Problem);
        page = listed.IsOk ? listed.Value : page;
    }

    private async Task LoadGroupAsync()
    {
        if (GroupId is not { } asked)
            return;
        var found = await duplicates.GroupAsync(Organization.Id, asked, Gone);
        if (asked != GroupId)
            return;
        (group, groupProblem) = (found.IsOk ? found.Value : null, found.Problem);
    }

    private async Task ReloadAsync()
    {
        await LoadAsync();
        await LoadGroupAsync();
        StateHasChanged();
    }

    private Task DeletedAsync((string Title, ChangeReceipt Change) done)
    {
        toasts.ShowUndoable(undo, Time, Organization.Id, $"{done.Title} deleted", $"Deletion of {done.Title}", done.Change, ReloadAsync);
        return ReloadAsync();
    }

    private Task MergedAsync((string Title, MergeReceipt Receipt) done)
    {
        var count = done.Receipt.Change.Count + 1;
        toasts.ShowUndoable(undo, Time, Organization.Id, $"{count} contacts merged into {done.Title}", $"Merge into {done.Title}", done.Receipt.Change, ReloadAsync);
        return ReloadAsync();
    }

    private Task RemoveAsync(DuplicateRemoval removal) => bulk!.OpenAsync(DuplicateText.Remove(removal.Keep), async left =>
    {
        var counted = await duplicates.PreviewAsync(Organization.Id, removal, left);
        return counted.IsOk ? new BulkFrozen(counted.Value.JobId, counted.Value.Counts,
            DuplicateText.Note(removal.Channel, counted.Value.Addresses)) : counted.Problem!;
    });

    private Task RemovedAsync((BulkWords Words, BulkState State) done)
    {
        var removed = done.State.Counts.Of(BulkOutcome.Done);
        if (done.State.AuditId is { } audit && removed > 0)
            toasts.ShowUndoable(undo, Time, Organization.Id, done.Words.Result(done.State), "Removal of duplicates", new ChangeReceipt(audit, removed), ReloadAsync);
        else if (done.State.Error is { } error)
            toasts.ShowError(error);
        return ReloadAsync();
    }

    private Task RetryAsync()
    {
        if (query.Cursor is null)
            return LoadAsync();
        navigation.NavigateTo(Url(query with { Cursor = null }));
        return Task.CompletedTask;
    }

    private void Close() => navigation.NavigateTo(Url(query));

    private string? At(string? cursor) => cursor is null ? null : Url(query with { Cursor = cursor, Last = false, Page = 1 });

    private string Href(int number) => Url(query with { Page = number, Last = false, Cursor = null });

    private string Url(DuplicatesQuery to, long? addressId = null) => DashboardUrls.Duplicates(Organization.Slug, to, addressId);
}
