using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.AllContacts;

public sealed partial class BaseTable
{
    private long[] ids = [];
    private long? open;
    private AllContactsQuery? shown;
    private bool canSelect;
    private string sprite = "";
    private string mail = "";
    private string tel = "";
    private DateTimeOffset now;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    [CascadingParameter(Name = AllContactsView.OnBlacklist)]
    private bool IsBlacklist { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<BaseRow> Rows { get; set; } = [];

    /// <summary>What the rows answer: for sorting.</summary>
    [Parameter, EditorRequired]
    public AllContactsQuery Query { get; set; } = new();

    [Parameter, EditorRequired]
    public RowSelection<AllContactsQuery> Selection { get; set; } = new();

    /// <summary>Another page is on its way.</summary>
    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback OnSelected { get; set; }

    [Parameter]
    public EventCallback<(BaseRow Row, RowClick Click)> OnClick { get; set; }

    [Parameter]
    public EventCallback<BaseRow> OnActivity { get; set; }

    [Parameter]
    public EventCallback<BaseRow> OnDelete { get; set; }

    [Parameter]
    public EventCallback<BaseRow> OnRestore { get; set; }

    private TimeZoneInfo? Zone => Shell?.TimeZone;

    protected override void OnParametersSet()
    {
        ids = [.. Rows.Select(r => r.Id)];
        if (shown != Query)
            (shown, open) = (Query, null);
        canSelect = Organization.May(Permissions.DeleteContacts) || Organization.May(Permissions.ManageSegments);
        sprite = Assets[Icons.Sprite];
        (mail, tel) = ($"{sprite}#i-mail", $"{sprite}#i-phone");
        now = Clock.GetUtcNow();
    }

    private IEnumerable<RowClick> Clicks(BaseRow row) => RowClick.For(row, Organization);

    private string? Css(BaseRow row) => (Selection.Contains(row.Id), row.DeletedAt is not null && !Query.Deleted) switch
    {
        (true, _) => "sel",
        (_, true) => "gone",
        _ => null,
    };

    // On the blacklist a row says why first; its profile is one step further.
    private string Link(BaseRow row) => IsBlacklist ? DashboardUrls.Blacklist(Organization.Slug, Query, row.Id) : DashboardUrls.Profile(Organization.Slug, row.Id);

    private static string Struck(Standing standing) => standing == Standing.Blacklisted ? "address struck" : "address";

    // What is as it should be needs no word.
    private RenderFragment Badge(Standing standing, IReadOnlyList<LedgerEntry> entries) => builder =>
    {
        if (standing is Standing.Active or Standing.None)
            return;
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", $"badge {BaseText.ToneOf(standing).Css()}");
        builder.AddAttribute(2, "title", LedgerText.Explain(entries, Zone));
        builder.AddContent(3, BaseText.Of(standing));
        builder.CloseElement();
    };

    private RenderFragment Header(string label, AllContactsSort sort, string css)
    {
        var active = Query.Sort == sort;
        var next = Query with { Sort = sort, Descending = !active || !Query.Descending, Page = 1, Last = false, Cursor = null };
        return SortHeader.Of(Assets, label, DashboardUrls.ContactBase(Organization.Slug, next, IsBlacklist), active, Query.Descending, css);
    }

    private Task TickAsync(Action tick)
    {
        tick();
        return OnSelected.InvokeAsync();
    }
}
