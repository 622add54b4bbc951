using ContactsDashboard.Components.Pages.Profiles;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.AllContacts;

/// <summary>The whole contact base, and what was deleted from it. The URL is all the state there is.</summary>
public sealed partial class AllContactsView(AllContactsService contacts, StandingService standings, ContactBulkService bulks, ProfileService profiles, SegmentService segments, UndoService undo,
    ToastService toasts, NavigationManager navigation)
{
    private readonly RowSelection<AllContactsQuery> selection = new();
    private AllContactsQuery query = new();
    private AllContactsPage? page;
    private RailCounts? counts;
    private Problem? problem;
    private int changes;
    private int load;
    private long seen;
    private bool busy;
    private bool missed;
    private UnblockDialog? unblock;
    private ActivityDrawer? activity;
    private DeleteContactDialog? deleteOne;
    private DeleteManyDialog? deletion;
    private ListsDialog? lists;
    private BulkDialog? bulk;
    private RequestDialog? request;

    [SupplyParameterFromQuery(Name = "search")]
    private string? SearchText { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? FilterText { get; set; }

    [SupplyParameterFromQuery(Name = "rail")]
    private string? RailText { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? SortText { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? CursorText { get; set; }

    /// <summary>What the server rendered, so that the connection need not ask again.</summary>
    [PersistentState]
    public Prerendered? Carried { get; set; }

    private string Title => query.Segment is not null ? segment?.Name ?? "Segment" : isBlacklist ? "Blacklist" : query.Deleted ? "Deleted" : "All contacts";

    private long Pages => Math.Max(1, (page!.Total.All + query.Limit - 1) / query.Limit);

    // 0 where only a cursor knows the place.
    private int PageNumber => query.Cursor is not null ? 0 : query.Last ? (int)Pages : query.Page;

    private string? PreviousHref => PageNumber is 0 || PageNumber - 1 > ContactsQuery.MaxNumberedPages ? At(page!.PreviousCursor) : null;

    // While the matches are counted the page itself knows whether another one follows.
    private string? NextHref => page!.IsCounting ? page.NextCursor is null ? null : PageNumber is 0 or >= ContactsQuery.MaxNumberedPages ? At(page.NextCursor) : Href(PageNumber + 1)
        : PageNumber is 0 or >= ContactsQuery.MaxNumberedPages ? At(page!.NextCursor) : null;

    private bool CanSelectAll => page is { IsCounting: false } && !selection.IsAll && page.Total.All > page.Rows.Count && selection.Of([.. page.Rows.Select(r => r.Id)]) == true;

    private ContactSelection Everything => ContactSelection.AllMatching(query with { Page = 1, Last = false, Cursor = null });

    private ContactSelection Selected => selection.All is { } all ? ContactSelection.AllMatching(all) : ContactSelection.Of(selection.Ids);

    protected override async Task OnParametersSetAsync()
    {
        var asked = Asked();
        if (asked == query && wasBlacklist == isBlacklist && (page is not null || problem is not null))
            return;
        if (asked.Deleted != query.Deleted || asked.Segment != query.Segment || wasBlacklist != isBlacklist)
            (page, counts, segment) = (null, null, null);
        if (asked.Segment != query.Segment || asked.Search != query.Search || asked.Filter != query.Filter || asked.Rail != query.Rail || asked.Deleted != query.Deleted)
            selection.Clear();
        (query, wasBlacklist) = (asked, isBlacklist);
        if (Carried is { } carried && carried.Query == asked)
        {
            (page, counts, segment) = (carried.Page, carried.Counts, carried.Segment);
            missed = carried.Seen != Changes.Beat;
            await CountAsync(load);
            await CatchUpAsync();
        }
        else
            await LoadAsync();
        Carried = RendererInfo.IsInteractive || page is null ? null : new(query, page, counts, seen, segment);
    }

    protected override async Task ChangedAsync()
    {
        await (bulk?.PollAsync() ?? Task.CompletedTask);
        await FollowAsync();
    }

    private AllContactsQuery Asked()
    {
        var path = new Uri(navigation.Uri).AbsolutePath.TrimEnd('/');
        bool Is(string page) => path.Equals(page, StringComparison.OrdinalIgnoreCase);
        string? Read(string name) => name switch
        {
            "search" => SearchText, "q" => FilterText, "rail" => RailText, "sort" => SortText, "page" => PageText, "channel" => ChannelText,
            "cursor" => CursorText, _ => null,
        };
        isBlacklist = Is(DashboardUrls.BlacklistPath);
        if (Key is not null)
            return DashboardUrls.ReadAllContacts(false, Read) with { Segment = PublicId.TryParse(PublicId.Segment, Key, out var id) ? id : 0, Rail = ContactRail.None };
        return isBlacklist ? DashboardUrls.ReadBlacklist(Read) : DashboardUrls.ReadAllContacts(Is(DashboardUrls.DeletedPath), Read);
    }

    private async Task LoadAsync()
    {
        var mine = ++load;
        busy = true;
        seen = Changes.Beat;
        var listed = await contacts.FirstAsync(Organization.Id, query, Gone);
        var counted = await contacts.CountAsync(Organization.Id, query.Deleted, Gone);
        var opened = await SegmentAsync();
        if (mine != load)
            return;
        (busy, changes) = (false, 0);
        problem = opened ?? listed.Problem ?? counted.Problem;
        if (problem is null)
            (page, counts) = (listed.Value, counted.Value);
        await CountAsync(mine);
        await CatchUpAsync();
    }

    // Rows are shown as soon as they are there; how many match follows.
    private async Task CountAsync(int mine)
    {
        if (page?.IsCounting != true || problem is not null || !RendererInfo.IsInteractive)
            return;
        StateHasChanged();
        var total = await contacts.TotalAsync(Organization.Id, query, Gone);
        if (mine == load && total.IsOk && page is { IsCounting: true })
            page = page with { Total = total.Value, IsCounting = false };
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
        var counted = await contacts.CountAsync(Organization.Id, query.Deleted, Gone);
        var refreshed = await contacts.RefreshAsync(Organization.Id, [.. page.Rows.Select(r => r.Id)], Gone);
        if (await SegmentAsync() is { } gone && mine == load)
        {
            problem = gone;
            StateHasChanged();
        }
        if (mine != load || !listed.IsOk || !counted.IsOk || !refreshed.IsOk)
            return;
        counts = counted.Value;
        changes = page.Rows.Count == 0 ? 0 : PageDifference.Count([.. page.Rows.Select(r => r.Id)], [.. listed.Value.Rows.Select(r => r.Id)]);
        var fresh = refreshed.Value.ToDictionary(r => r.Id);
        page = changes == 0 ? listed.Value : page with
        {
            Rows = [.. page.Rows.Select(r => fresh.GetValueOrDefault(r.Id, r))], Total = listed.Value.Total, IsUpdating = listed.Value.IsUpdating,
        };
        if (selection.IsAll)
            selection.Recount(page.Total.All);
        StateHasChanged();
    }

    private void Search(string text) => navigation.NavigateTo(Url(query with { Search = text, Page = 1, Last = false, Cursor = null }), replace: true);

    private void FilterBy(string? text) => navigation.NavigateTo(Url(query with { Filter = text, Page = 1, Last = false, Cursor = null }));

    private Task RetryAsync()
    {
        if (query.Cursor is null)
            return LoadAsync();
        navigation.NavigateTo(Url(query with { Cursor = null }));
        return Task.CompletedTask;
    }

    private string? At(string? cursor) => cursor is null ? null : Url(query with { Cursor = cursor, Last = false, Page = 1 });

    private string Href(int number) => Url(query with { Page = number, Last = false, Cursor = null });

    private string Url(AllContactsQuery to) => DashboardUrls.ContactBase(Organization.Slug, to, isBlacklist);

    /// <summary>What a page shows, carried from the server's HTML into the circuit, and which news it knew.</summary>
    public sealed record Prerendered(AllContactsQuery Query, AllContactsPage Page, RailCounts? Counts, long Seen, SegmentRow? Segment);
}
