using System.Globalization;
using ContactsDashboard.Components.Pages.AllContacts;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Analytics;

/// <summary>Who reads what is sent, who does not, and who was lost; now and day by day. The URL is all the state there is.</summary>
public sealed partial class AnalyticsPage(AnalyticsService analytics, ContactBulkService bulks, UndoService undo, ToastService toasts)
{
    private static readonly int[] Periods = [30, 90, 365];

    private AnalyticsView? view;
    private Problem? problem;
    private ReachChannel channel;
    private Reach? slice;
    private int days;
    private bool asTable;
    private ListsDialog? lists;
    private BulkDialog? bulk;

    [SupplyParameterFromQuery(Name = "channel")]
    private string? ChannelText { get; set; }

    [SupplyParameterFromQuery(Name = "slice")]
    private string? SliceText { get; set; }

    [SupplyParameterFromQuery(Name = "days")]
    private string? DaysText { get; set; }

    private TabItem[] Channels =>
    [
        .. Enum.GetValues<ReachChannel>().Select(c => new TabItem(c.ToString(), c.ToString(), Url(c, null, days), view?.Totals[(int)c])),
    ];

    private DonutSlice[] Slices =>
    [
        .. view!.Slices.Select(s => new DonutSlice(Reaches.Word(s.Slice), Reaches.Label(s.Slice), s.Count, Url(channel, s.Slice, days), ReachText.Css(s.Slice), s.Slice == Opened?.Slice)),
    ];

    // The largest one, until somebody chooses.
    private ReachSlice? Opened => view?.Slices.FirstOrDefault(s => s.Slice == slice) ?? view?.Slices.MaxBy(s => s.Count);

    protected override async Task OnParametersSetAsync()
    {
        var before = (channel, days);
        channel = ChannelText == "phone" ? ReachChannel.Phone : ReachChannel.Email;
        slice = ReachText.Slices.Where(s => Reaches.Word(s) == SliceText).Select(s => (Reach?)s).FirstOrDefault();
        days = int.TryParse(DaysText, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && Periods.Contains(asked) ? asked : 90;
        if (before != (channel, days) || (view is null && problem is null))
            await LoadAsync();
    }

    protected override async Task ChangedAsync()
    {
        await (bulk?.PollAsync() ?? Task.CompletedTask);
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var read = await analytics.ReadAsync(Organization.Id, channel, days, Gone);
        (problem, view) = (read.Problem, read.IsOk ? read.Value : view);
    }

    private DonutSlice[] Parts(ReachSlice open) =>
    [
        .. open.Parts.Select(p => new DonutSlice(p.Part.Key, p.Part.Label, p.Count, DashboardUrls.AllContacts(Organization.Slug, new() { Filter = p.Part.Filter }), ReachText.Css(p.Part))),
    ];

    private static ContactSelection Everybody(string filter) => ContactSelection.AllMatching(new() { Filter = filter });

    private Task AddToListsAsync((ContactSelection Selection, IReadOnlyList<long> Lists) asked) => bulk!.OpenAsync(BaseText.AddTo(asked.Lists.Count), async left =>
    {
        var counted = await bulks.PreviewAsync(Organization.Id, new ContactBulkAction.AddTo(asked.Lists), asked.Selection, left);
        return counted.IsOk ? new BulkFrozen(counted.Value.JobId, counted.Value.Counts) : counted.Problem!;
    });

    private void AddedAsync((BulkWords Words, BulkState State) done)
    {
        var count = done.State.Counts.Of(BulkOutcome.Done);
        if (done.State.AuditId is { } audit && count > 0)
            toasts.ShowUndoable(undo, Time, Organization.Id, done.Words.Result(done.State), "Addition to lists", new(audit, count));
        else if (done.State.Error is { } error)
            toasts.ShowError(error);
    }

    private string Url(ReachChannel to, Reach? open, int period) => DashboardUrls.Analytics(Organization.Slug, to, open, period == 90 ? 0 : period);
}
