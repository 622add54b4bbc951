using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Contacts;

/// <summary>Everybody the organisation corresponds with, and whether they may be written to. The URL is all the state there is.</summary>
public sealed partial class ContactListPage(ContactsService contacts, BlockService blocks, BulkService bulks, UndoService undo, ToastService toasts,
    NavigationManager navigation)
{
    private readonly RowSelection<ContactsQuery> selection = new();
    private readonly SentAddresses<ContactsQuery> searches = new();
    private ContactsQuery? address;
    private ContactsQuery query = new();
    private ContactsPage? page;
    private ContactCounts? counts;
    private Problem? problem;
    private int changes;
    private int load;
    private long seen;
    private bool busy;
    private bool missed;
    private ThreadsDrawer? threads;
    private BlockDomainDialog? blockDomain;
    private UnblockDialog? unblock;
    private BulkDialog? bulk;

    [SupplyParameterFromQuery(Name = "search")]
    private string? SearchText { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusText { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? SortText { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    /// <summary>What the server rendered, so that the connection need not ask again.</summary>
    [PersistentState]
    public Prerendered? Carried { get; set; }

    private long Pages => Math.Max(1, (page!.Total + query.Limit - 1) / query.Limit);

    // 0 where only a cursor knows the place.
    private int PageNumber => query.Cursor is not null ? 0 : query.Last ? (int)Pages : query.Page;

    private string? PreviousHref => PageNumber is 0 || PageNumber - 1 > ContactsQuery.MaxNumberedPages ? At(page!.PreviousCursor) : null;

    private string? NextHref => PageNumber is 0 or >= ContactsQuery.MaxNumberedPages ? At(page!.NextCursor) : null;

    private string LastHref => Url(query with { Last = true, Page = 1, Cursor = null });

    private bool CanSelectAll => page is not null && !selection.IsAll && page.Total > page.Rows.Count && selection.Of([.. page.Rows.Select(r => r.AddressId)]) == true;

    protected override async Task OnParametersSetAsync()
    {
        var asked = DashboardUrls.ReadContacts(SearchText, StatusText, SortText, PageText, CursorText);
        if (asked == address)
            return;
        address = asked;
        if (searches.Echoes(asked))
            return;
        Ask(asked);
        if (Carried is { } carried && carried.Query == asked)
        {
            (page, counts) = (carried.Page, carried.Counts);
            missed = carried.Seen != Changes.Beat;
            await CatchUpAsync();
        }
        else
            await LoadAsync();
        Carried = RendererInfo.IsInteractive || page is null ? null : new(query, page, counts, seen);
    }

    protected override async Task ChangedAsync()
    {
        await (bulk?.PollAsync() ?? Task.CompletedTask);
        await FollowAsync();
    }

    private void Ask(ContactsQuery asked)
    {
        if (asked.Search != query.Search || asked.Status != query.Status)
            selection.Clear();
        query = asked;
    }

    private async Task LoadAsync()
    {
        var mine = ++load;
        busy = true;
        seen = Changes.Beat;
        var listed = await contacts.ListAsync(Organization.Id, query, Gone);
        var counted = await contacts.CountAsync(Organization.Id, Gone);
        if (mine != load)
            return;
        busy = false;
        changes = 0;
        problem = listed.Problem ?? counted.Problem;
        if (problem is null)
            (page, counts) = (listed.Value, counted.Value);
        await CatchUpAsync();
    }

    // News that came while a page was on its way, or between the server's HTML and the connection.
    private Task CatchUpAsync() => missed ? FollowAsync() : Task.CompletedTask;

    // Badges and counts follow at once; rows come, go and move only when the reader asks.
    private async Task FollowAsync()
    {
        var mine = load;
        missed = busy;
        if (page is null || busy)
            return;
        var listed = await contacts.ListAsync(Organization.Id, query, Gone);
        var counted = await contacts.CountAsync(Organization.Id, Gone);
        if (mine != load || !listed.IsOk || !counted.IsOk)
            return;
        var moved = page.Rows.Count == 0 ? 0 : PageDifference.Count([.. page.Rows.Select(r => r.AddressId)], [.. listed.Value.Rows.Select(r => r.AddressId)]);
        var rows = listed.Value.Rows;
        if (moved > 0)
        {
            var refreshed = await contacts.RefreshAsync(Organization.Id, [.. page.Rows.Select(r => r.AddressId)], Gone);
            if (mine != load || !refreshed.IsOk)
                return;
            var fresh = refreshed.Value.ToDictionary(r => r.AddressId);
            rows = [.. page.Rows.Select(r => fresh.GetValueOrDefault(r.AddressId, r))];
        }
        (counts, changes) = (counted.Value, moved);
        page = (moved == 0 ? listed.Value : page with { Total = listed.Value.Total, IsUpdating = listed.Value.IsUpdating }) with
        {
            // Rows that would look the same are not rendered again.
            Rows = page.Rows.Count == rows.Count && page.Rows.Zip(rows).All(r => r.First.LooksLike(r.Second)) ? page.Rows : rows,
        };
        if (selection.IsAll)
            selection.Recount(page.Total);
        StateHasChanged();
    }

    // At once, not when the address has come back from the browser.
    private Task SearchAsync(string text)
    {
        Ask(query with { Search = text.Length == 0 ? null : text, Page = 1, Last = false, Cursor = null });
        searches.Add(query);
        navigation.NavigateTo(Url(query), replace: true);
        return LoadAsync();
    }

    private Task RetryAsync()
    {
        if (query.Cursor is null)
            return LoadAsync();
        navigation.NavigateTo(Url(query with { Cursor = null }));
        return Task.CompletedTask;
    }

    private string? At(string? cursor) => cursor is null ? null : Url(query with { Cursor = cursor, Last = false, Page = 1 });

    private string Href(int number) => Url(query with { Page = number, Last = false, Cursor = null });

    private string Url(ContactsQuery to) => DashboardUrls.Contacts(Organization.Slug, to);

    /// <summary>What a page shows, carried from the server's HTML into the circuit, and which news it knew.</summary>
    public sealed record Prerendered(ContactsQuery Query, ContactsPage Page, ContactCounts? Counts, long Seen);
}
