using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Segments;

/// <summary>What a name is asked for.</summary>
public enum SegmentNaming { Rename, Copy, Freeze }

/// <summary>The questions that can be asked about a segment, each with its answer carried out.</summary>
public sealed partial class SegmentDialogs(SegmentService segments, SegmentSourceService sources, UndoService undo, ToastService toasts, TimeProvider time, NavigationManager navigation)
{
    private readonly string form = Ids.Next("name");
    private SegmentRow? segment;
    private SegmentNaming? naming;
    private SegmentDeleteDialog? deletion;
    private bool isSearch;
    private bool busy;
    private string name = "";
    private string search = "";
    private string? error;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    /// <summary>A segment is not what it was.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>A segment is gone.</summary>
    [Parameter]
    public EventCallback OnDeleted { get; set; }

    private string NamingTitle => naming switch
    {
        SegmentNaming.Copy => $"Copy {segment!.Name}",
        SegmentNaming.Freeze => $"Freeze {segment!.Name} into a list",
        _ => $"Rename {segment!.Name}",
    };

    private string NamingVerb => naming switch { SegmentNaming.Copy => "Copy", SegmentNaming.Freeze => "Freeze", _ => "Rename" };

    private string? NamingHint => naming switch
    {
        SegmentNaming.Freeze => "The list keeps whoever is in the segment now, one contact for each email address. The segment stays as it is.",
        SegmentNaming.Copy when segment!.Kind != SegmentKind.Dynamic => "A new list with the same contacts.",
        SegmentNaming.Rename => "Dynamic segments whose search names it follow.",
        _ => null,
    };

    /// <summary>Asks for a name, then renames, copies or freezes.</summary>
    public void Ask(SegmentRow row, SegmentNaming what)
    {
        (segment, naming, isSearch, error, busy) = (row, what, false, null, false);
        name = what switch { SegmentNaming.Copy => $"Copy of {row.Name}", SegmentNaming.Freeze => $"{row.Name}, frozen", _ => row.Name };
        name = name.Length > SegmentService.MaxName ? name[..SegmentService.MaxName] : name;
        StateHasChanged();
    }

    /// <summary>Asks what a dynamic segment is to look for.</summary>
    public void AskSearch(SegmentRow row)
    {
        (segment, naming, isSearch, error, busy, search) = (row, null, true, null, false, row.Query ?? "");
        StateHasChanged();
    }

    public Task AskDelete(SegmentRow row) => deletion!.OpenAsync(row);

    private void Close() => (naming, isSearch) = (null, false);

    private async Task NameAsync()
    {
        (busy, error) = (true, null);
        if (naming == SegmentNaming.Rename)
        {
            var renamed = await segments.RenameAsync(Organization.Id, segment!.Id, name, CancellationToken.None);
            await DoneAsync(renamed.Problem, () => toasts.ShowUndoable(undo, time, Organization.Id, $"Renamed to {name.Trim()}", $"Renaming to {name.Trim()}", renamed.Value, OnChanged.InvokeAsync));
            return;
        }
        var made = naming == SegmentNaming.Copy ? await sources.CopyAsync(Organization.Id, segment!.Id, name, CancellationToken.None)
            : await sources.FreezeAsync(Organization.Id, segment!.Id, name, CancellationToken.None);
        await DoneAsync(made.Problem, () => navigation.NavigateTo(DashboardUrls.Segment(Organization.Slug, made.Value.Segment.Id, made.Value.JobId)));
    }

    private async Task ChangeSearchAsync()
    {
        (busy, error) = (true, null);
        var changed = await segments.ChangeSearchAsync(Organization.Id, segment!.Id, search, CancellationToken.None);
        await DoneAsync(changed.Problem, () => toasts.ShowUndoable(undo, time, Organization.Id, $"Search of {segment.Name} changed", $"The new search of {segment.Name}", changed.Value,
            OnChanged.InvokeAsync));
    }

    private async Task DoneAsync(Problem? problem, Action tell)
    {
        (busy, error) = (false, problem?.Message);
        if (problem is not null)
            return;
        Close();
        tell();
        await OnChanged.InvokeAsync();
    }
}
