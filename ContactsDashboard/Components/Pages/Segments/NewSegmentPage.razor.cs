using ContactsDashboard.Components.Pages.AllContacts;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Segments;

/// <summary>A new list or dynamic segment; a search and a name may come with the address.</summary>
public sealed partial class NewSegmentPage(SegmentService segments, SegmentSourceService filling, AllContactsService contacts, NavigationManager navigation)
{
    private enum Source { None, Search, File }

    private static readonly (Source Value, string Text, string Hint)[] Sources =
    [
        (Source.None, "Create without contacts", "Fill it later, from any list of contacts"), (Source.Search, "From a search", "Whoever it finds now"),
        (Source.File, "From a file", "Contacts you have, named by address, number or id"),
    ];

    private string name = "";
    private bool isDynamic;
    private bool busy;
    private Source source;
    private string? search;
    private long? file;
    private long? found;
    private string? error;
    private string? field;

    [SupplyParameterFromQuery(Name = "q")]
    private string? SearchText { get; set; }

    [SupplyParameterFromQuery(Name = "name")]
    private string? NameText { get; set; }

    private bool IsSearch => isDynamic || source == Source.Search;

    private bool IsReady => name.Trim().Length > 0 && (!IsSearch || !string.IsNullOrWhiteSpace(search)) && (isDynamic || source != Source.File || file is not null);

    private string Found => string.IsNullOrWhiteSpace(search) ? "Add at least one condition." : found is { } count ? $"{BaseText.Contacts(count)} at the moment" : "Counting…";

    protected override async Task OnInitializedAsync()
    {
        (name, search) = (NameText ?? "", SearchText);
        isDynamic = !string.IsNullOrWhiteSpace(search);
        source = isDynamic ? Source.Search : Source.None;
        if (RendererInfo.IsInteractive)
            await CountAsync();
    }

    private Task SearchedAsync(string? text)
    {
        (search, error, field) = (text, null, null);
        return CountAsync();
    }

    private async Task CountAsync()
    {
        found = null;
        if (string.IsNullOrWhiteSpace(search))
            return;
        var asked = search;
        var total = await contacts.TotalAsync(Organization.Id, new() { Filter = asked }, Gone);
        if (asked != search)
            return;
        (found, error) = (total.IsOk ? total.Value.All : 0, total.Problem?.Message);
    }

    private void Uploaded(UploadedEventArgs e)
    {
        var uploaded = UploadAnswer.Read(e);
        (error, field) = (uploaded.Problem?.Message, null);
        file = uploaded.IsOk && uploaded.Value.Count > 0 ? uploaded.Value[0] : null;
    }

    private async Task CreateAsync()
    {
        if (!IsReady)
            return;
        (busy, error, field) = (true, null, null);
        var made = (isDynamic, source) switch
        {
            (true, _) => Unfilled(await segments.CreateDynamicAsync(Organization.Id, name, search!, CancellationToken.None)),
            (_, Source.Search) => await filling.CreateFromAsync(Organization.Id, name, new() { Filter = search }, CancellationToken.None),
            (_, Source.File) => await filling.CreateFromFileAsync(Organization.Id, name, file!.Value, CancellationToken.None),
            _ => Unfilled(await segments.CreateListAsync(Organization.Id, name, CancellationToken.None)),
        };
        (busy, error, field) = (false, made.Problem?.Message, made.Problem?.Field);
        if (made.IsOk)
            navigation.NavigateTo(DashboardUrls.Segment(Organization.Slug, made.Value.Segment.Id, made.Value.JobId));
    }

    private static Result<SegmentFilling> Unfilled(Result<SegmentRow> made) => made.IsOk ? new SegmentFilling(made.Value, 0) : made.Problem!;
}
