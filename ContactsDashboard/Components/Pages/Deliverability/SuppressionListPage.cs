using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>What the pages with a suppression list share: the filter in the URL, a page of it, and following others without moving
/// rows.</summary>
public abstract class SuppressionListPage : DashboardPage
{
    private string _path = "";
    private int _load;
    private long _seen;
    private bool _missed;

    /// <summary>What the server rendered, so that the connection need not ask again.</summary>
    [PersistentState]
    public Prerendered? Carried { get; set; }

    [Inject]
    protected SuppressionListService Suppressions { get; set; } = default!;

    [Inject]
    protected SuppressionService Entries { get; set; } = default!;

    [Inject]
    protected UndoService Undo { get; set; } = default!;

    [Inject]
    protected ToastService Toasts { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    protected SuppressionsQuery Query { get; private set; } = new();

    protected SuppressionsPage? Listed { get; private set; }

    protected SuppressionCounts? Counts { get; private set; }

    protected Problem? Failure { get; private set; }

    protected bool Busy { get; private set; }

    /// <summary>How far the rows shown are from what the query would give now.</summary>
    protected int Differences { get; private set; }

    /// <summary>Rows shown whose entries are in force no more.</summary>
    protected HashSet<long> Ended { get; } = [];

    /// <summary>How often changes were heard of; the other parts of the page read again when it moves.</summary>
    protected int News { get; private set; }

    /// <summary>The page's address in this state.</summary>
    protected abstract string Url(SuppressionsQuery query);

    /// <summary>What the page makes of the filter it was asked for.</summary>
    protected virtual SuppressionsQuery Shape(SuppressionsQuery asked) => asked;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _path = new Uri(Navigation.Uri).AbsolutePath;
        Navigation.LocationChanged += Moved;
    }

    protected override Task OnInitializedAsync() => ShowAsync();

    protected override Task ChangedAsync()
    {
        News++;
        return FollowAsync();
    }

    protected async Task LoadAsync()
    {
        var mine = ++_load;
        Busy = true;
        _seen = Changes.Beat;
        var listed = await Suppressions.ListAsync(Organization.Id, Query, Gone);
        var counted = await Suppressions.CountAsync(Organization.Id, Query, Gone);
        if (mine != _load)
            return;
        (Busy, Differences) = (false, 0);
        Ended.Clear();
        Failure = listed.Problem ?? counted.Problem;
        if (Failure is null)
            (Listed, Counts) = (listed.Value, counted.Value);
        if (_missed)
            await FollowAsync();
    }

    /// <summary>After a change made on this page: it is shown at once, and the other parts hear of it.</summary>
    protected async Task ShowChangeAsync()
    {
        News++;
        await LoadAsync();
        StateHasChanged();
    }

    protected void ShowUndoable(string text, string what, ChangeReceipt change) =>
        Toasts.ShowUndoable(Undo, Time, Organization.Id, text, what, change, () => WhileHereAsync(ShowChangeAsync));

    protected void Search(string text) => Navigation.NavigateTo(Url(Query with { Email = text, Page = 1, Before = null }), replace: true);

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= Moved;
        base.Dispose(disposing);
    }

    private async Task ShowAsync()
    {
        var parameters = QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);
        var asked = Shape(DashboardUrls.ReadSuppressions(name => parameters.TryGetValue(name, out var value) ? value.ToString() : null));
        if (asked == Query && (Listed is not null || Failure is not null))
            return;
        Query = asked;
        if (Carried is { } carried && carried.Query == asked)
        {
            (Listed, Counts, _missed) = (carried.Listed, carried.Counts, carried.Seen != Changes.Beat);
            if (_missed)
                await FollowAsync();
        }
        else
            await LoadAsync();
        Carried = RendererInfo.IsInteractive || Listed is null ? null : new(Query, Listed, Counts, _seen);
    }

    // Counts follow at once; rows come, go and move only when the reader asks. What was changed shows so where it stands.
    private async Task FollowAsync()
    {
        var mine = _load;
        _missed = Busy;
        if (Listed is null || Busy)
            return;
        var listed = await Suppressions.ListAsync(Organization.Id, Query, Gone);
        var counted = await Suppressions.CountAsync(Organization.Id, Query, Gone);
        if (mine != _load || !listed.IsOk || !counted.IsOk)
            return;
        var fresh = listed.Value.Rows.ToDictionary(r => r.Id);
        var missing = Listed.Rows.Where(r => !fresh.ContainsKey(r.Id)).ToList();
        var standing = new List<LedgerEntry>();
        foreach (var row in missing)
        {
            if (await Entries.FindAsync(Organization.Id, row.Id, Gone) is { IsOk: true } found)
                standing.Add(found.Value);
        }
        if (mine != _load)
            return;
        Counts = counted.Value;
        Ended.Clear();
        Ended.UnionWith(missing.Select(r => r.Id).Except(standing.Select(r => r.Id)));
        Differences = Listed.Rows.Count == 0 ? 0 : Math.Max(missing.Count, fresh.Count - (Listed.Rows.Count - missing.Count));
        foreach (var row in standing)
            fresh[row.Id] = row;
        Listed = Differences == 0 ? listed.Value
            : listed.Value with { Rows = [.. Listed.Rows.Select(r => fresh.GetValueOrDefault(r.Id, r))] };
        StateHasChanged();
    }

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == _path && !Gone.IsCancellationRequested)
            _ = MoveAsync();
    }

    private async Task MoveAsync()
    {
        try
        {
            await InvokeAsync(async () =>
            {
                await ShowAsync();
                StateHasChanged();
            });
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException) // the page was left meanwhile
        {
            return;
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    /// <summary>What a page shows, carried from the server's HTML into the circuit, and which news it knew.</summary>
    public sealed record Prerendered(SuppressionsQuery Query, SuppressionsPage Listed, SuppressionCounts? Counts, long Seen);
}
