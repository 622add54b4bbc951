using ContactsDashboard.Domain;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Contacts;

public sealed partial class ContactsTable
{
    private long? open;
    private long[] ids = [];
    private bool canChange;
    private DateTimeOffset now;
    private ContactsQuery? shown;
    private object? rendered;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<ContactRow> Rows { get; set; } = [];

    /// <summary>What the rows answer: for sorting, and for marking what was searched.</summary>
    [Parameter, EditorRequired]
    public ContactsQuery Query { get; set; } = new();

    [Parameter, EditorRequired]
    public RowSelection<ContactsQuery> Selection { get; set; } = new();

    /// <summary>Another page is on its way.</summary>
    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback OnSelected { get; set; }

    [Parameter]
    public EventCallback<ContactRow> OnBlock { get; set; }

    [Parameter]
    public EventCallback<ContactRow> OnBlockDomain { get; set; }

    [Parameter]
    public EventCallback<ContactRow> OnUnblock { get; set; }

    [Parameter]
    public EventCallback<ContactRow> OnThreads { get; set; }

    private object Shown => (Rows, Query, Selection, Selection.Version, Busy, Organization, Zone, open);

    private TimeZoneInfo? Zone => Shell?.TimeZone;

    protected override void OnParametersSet()
    {
        if (shown != Query)
            (shown, open) = (Query, null);
        ids = [.. Rows.Select(r => r.AddressId)];
        canChange = Organization.CanChange();
        now = Clock.GetUtcNow();
    }

    // The page renders itself for every message and dialog: twenty rows are written again only where they differ.
    protected override bool ShouldRender() => !Shown.Equals(rendered);

    private RenderFragment Header(string label, ContactSort sort, string? css)
    {
        var active = Query.Sort == sort;
        var descending = active ? !Query.Descending : sort is ContactSort.LastActive or ContactSort.Threads;
        var next = Query with { Sort = sort, Descending = descending, Page = 1, Last = false, Cursor = null };
        return SortHeader.Of(Assets, label, DashboardUrls.Contacts(Organization.Slug, next), active, Query.Descending, css);
    }

    private RenderFragment Marked(string text) => builder =>
    {
        var search = Query.Search?.Trim() ?? "";
        var at = search.Length == 0 ? -1 : text.IndexOf(search, StringComparison.OrdinalIgnoreCase);
        builder.AddContent(0, at < 0 ? text : text[..at]);
        if (at < 0)
            return;
        builder.OpenElement(1, "mark");
        builder.AddContent(2, text.Substring(at, search.Length));
        builder.CloseElement();
        builder.AddContent(3, text[(at + search.Length)..]);
    };

    private Task TickAsync(Action tick)
    {
        tick();
        return OnSelected.InvokeAsync();
    }

    // The letters of the keyboard help, pressed on a row.
    private Task KeyAsync(RowKeyEventArgs e) => Rows.FirstOrDefault(r => $"{r.AddressId}" == e.Row) is not { } row ? Task.CompletedTask : e.Key switch
    {
        "b" when Organization.CanBlockEmail(row) => OnBlock.InvokeAsync(row),
        "u" when Organization.CanUnblock(row) => OnUnblock.InvokeAsync(row),
        _ => Task.CompletedTask,
    };
}
