using ContactsDashboard.Components.Pages.Segments;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.AllContacts;

// The same list as the contacts of one segment: no rail, whose numbers are everybody's, and what can be done to the segment.
public sealed partial class AllContactsView
{
    private SegmentRow? segment;
    private SegmentDialogs? dialogs;

    /// <summary>The segment's public id, where one is open.</summary>
    [Parameter]
    public string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "job")]
    private string? JobText { get; set; }

    private bool HasRail => !isBlacklist && query.Segment is null;

    private bool IsGone => problem?.Code == "SEGMENT_NOT_FOUND";

    private bool IsBase => HasRail && !query.Deleted;

    // Why there is none, where one is asked for.
    private async Task<Problem?> SegmentAsync()
    {
        if (query.Segment is not { } asked)
            return null;
        var found = await segments.FindAsync(Organization.Id, asked, Gone);
        segment = found.IsOk ? found.Value : segment;
        return found.Problem;
    }

    private Task RemoveFromListAsync() => bulk!.OpenAsync(SegmentText.Remove, async left =>
    {
        var counted = await bulks.PreviewAsync(Organization.Id, new ContactBulkAction.RemoveFrom(segment!.Id), Selected, left);
        return counted.IsOk ? new BulkFrozen(counted.Value.JobId, counted.Value.Counts) : counted.Problem!;
    });

    private void SegmentDeleted() => navigation.NavigateTo(DashboardUrls.Segments(Organization.Slug));
}
