using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.MailReports;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>Bounces and complaints that came by mail, and deciding about those nobody could verify. The URL is all the state there is.</summary>
public sealed partial class MailReportsPage(MailReportService reports, UndoService undo, ToastService toasts, NavigationManager navigation)
{
    private static readonly (string Value, string Text)[] Choices =
        [("", "anything"), ("permanent", "Permanent"), ("temporary", "Temporary"), ("sender_fault", "Sender's fault"), ("complaint", "Spam report")];

    private readonly RowSelection<MailReportsQuery> selection = new();
    private MailReportsQuery query = new();
    private MailReportRows? listed;
    private Problem? problem;
    private bool busy;
    private bool changed;

    [SupplyParameterFromQuery(Name = "state")]
    private string? StateText { get; set; }

    [SupplyParameterFromQuery(Name = "about")]
    private string? AboutText { get; set; }

    [SupplyParameterFromQuery(Name = "search")]
    private string? SearchText { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? BeforeText { get; set; }

    private bool MayDecide => Organization.May(Permissions.Block);

    private string Selected => query.State?.ToString() ?? "all";

    private string About => query.Kind is MailReportKind.Complaint ? "complaint" : query.Class switch
    {
        BounceClass.Permanent => "permanent",
        BounceClass.Temporary => "temporary",
        BounceClass.SenderFault => "sender_fault",
        _ => "",
    };

    private string Nothing => query.IsFiltered ? "No report matches"
        : query.State == MailReportState.Unverified ? "Nothing waits for you" : "No reports yet";

    private string NothingText => query.IsFiltered ? "None has all of what you search for."
        : query.State == MailReportState.Unverified ? "Reports that match nothing you sent are listed here. They block nobody until somebody accepts them."
        : "Bounces and spam reports come in with your mail: by upload, watched folder, terminal or API.";

    private IReadOnlyList<TabItem> Items =>
    [
        .. Enum.GetValues<MailReportState>().Select(state => new TabItem(state.ToString(), MailReportText.State(state),
            Url(query with { State = state, Before = null }), listed?.ByState.GetValueOrDefault(state))),
        new("all", "All", Url(query with { State = null, Before = null }), listed?.ByState.Values.Sum()),
    ];

    protected override Task OnParametersSetAsync()
    {
        var asked = DashboardUrls.ReadMailReports(StateText, AboutText, SearchText, BeforeText);
        if (asked == query && (listed is not null || problem is not null))
            return Task.CompletedTask;
        (query, listed, problem) = (asked, null, null);
        selection.Clear();
        return LoadAsync();
    }

    // Rows stay where they are until the reader asks.
    protected override async Task ChangedAsync()
    {
        var read = await reports.ListAsync(Organization.Id, query, Gone);
        changed = read.IsOk && listed is not null && !read.Value.Rows.SequenceEqual(listed.Rows);
        StateHasChanged();
    }

    private string Url(MailReportsQuery asked) => DashboardUrls.MailReports(Organization.Slug, asked);

    private void Go(MailReportsQuery asked) => navigation.NavigateTo(Url(asked), replace: true);

    private void Choose(string? about)
    {
        var chosen = DashboardUrls.ReadMailReports(null, about, null, null);
        Go(query with { Kind = chosen.Kind, Class = chosen.Class, Before = null });
    }

    private async Task LoadAsync()
    {
        var asked = query;
        var read = await reports.ListAsync(Organization.Id, asked, Gone);
        if (asked != query)
            return;
        (problem, changed) = (read.Problem, false);
        if (read.IsOk)
            listed = read.Value;
    }

    private Task AcceptAsync(IReadOnlyList<long> ids) => DecideAsync("accepted", "What was accepted", () => reports.AcceptAsync(Organization.Id, ids, Gone));

    private Task DismissAsync(IReadOnlyList<long> ids) => DecideAsync("dismissed", "The dismissal", () => reports.DismissAsync(Organization.Id, ids, Gone));

    private async Task DecideAsync(string verb, string what, Func<Task<Result<MailReportDecision>>> decide)
    {
        busy = true;
        var decided = await decide();
        busy = false;
        if (!decided.IsOk)
            toasts.ShowError(decided.Problem!.Message);
        else if (decided.Value.Change is { } change)
            toasts.ShowUndoable(undo, Time, Organization.Id, MailReportText.Decided(verb, decided.Value), what, change, () => WhileHereAsync(ReloadAsync));
        else
            toasts.Show(MailReportText.Decided(verb, decided.Value));
        selection.Clear();
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }
}
