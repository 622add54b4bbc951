using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Segments;

/// <summary>Lists, dynamic segments and those of categories. The URL is all the state there is.</summary>
public sealed partial class SegmentsPage(SegmentService segments, AllContactsService contacts, NavigationManager navigation)
{
    private readonly Dictionary<long, long> counted = [];
    private SegmentsQuery query = new();
    private SegmentList? page;
    private Problem? problem;
    private SegmentDialogs? dialogs;
    private long? open;
    private int load;

    [SupplyParameterFromQuery(Name = "search")]
    private string? SearchText { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? KindText { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? SortText { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    private int PageNumber => query.Last ? (int)Math.Max(1, (page!.Total + query.Limit - 1) / query.Limit) : query.Page;

    private TabItem[] Kinds =>
    [
        new("All", "All", Url(query with { Kind = null })),
        .. Enum.GetValues<SegmentKind>().Select(k => new TabItem(k.ToString(), k switch { SegmentKind.List => "Lists", SegmentKind.Dynamic => "Dynamic", _ => "Categories" }, Url(query with { Kind = k }))),
    ];

    protected override async Task OnParametersSetAsync()
    {
        var asked = DashboardUrls.ReadSegments(name => name switch { "search" => SearchText, "kind" => KindText, "sort" => SortText, _ => PageText });
        if (asked == query && (page is not null || problem is not null))
            return;
        query = asked;
        await LoadAsync();
    }

    protected override async Task ChangedAsync()
    {
        var listed = await segments.PageAsync(Organization.Id, query, Gone);
        if (listed.IsOk)
            page = listed.Value;
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var mine = ++load;
        var listed = await segments.PageAsync(Organization.Id, query, Gone);
        if (mine != load)
            return;
        (problem, page) = (listed.Problem, listed.IsOk ? listed.Value : page);
        StateHasChanged();
        if (RendererInfo.IsInteractive)
            await CountAsync(mine);
    }

    // What a search finds is counted one after the other, and shown as it comes.
    private async Task CountAsync(int mine)
    {
        counted.Clear();
        foreach (var row in page?.Rows.Where(r => r.Kind == SegmentKind.Dynamic).ToList() ?? [])
        {
            var total = await contacts.TotalAsync(Organization.Id, new() { Segment = row.Id }, Gone);
            if (mine != load)
                return;
            counted[row.Id] = total.IsOk ? total.Value.All : -1;
            StateHasChanged();
        }
    }

    private string Contacts(SegmentRow row) => (row.Members ?? (counted.TryGetValue(row.Id, out var found) ? found : null)) switch
    {
        null => "…",
        < 0 => "?",
        { } known => $"{known:N0}",
    };

    private void Search(string text) => navigation.NavigateTo(Url(query with { Search = text, Page = 1, Last = false }), replace: true);

    private string Url(SegmentsQuery to) => DashboardUrls.Segments(Organization.Slug, to);

    private RenderFragment Header(string label, SegmentSort sort, string? css)
    {
        var isActive = query.Sort == sort;
        var next = query with { Sort = sort, Descending = isActive ? !query.Descending : sort != SegmentSort.Name, Page = 1, Last = false };
        return SortHeader.Of(Assets, label, Url(next), isActive, query.Descending, css);
    }
}
