using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>How the organisation's mail fares, and its suppression list with everything that is done to it.</summary>
public sealed partial class DeliverabilityPage
{
    private EntryDrawer? drawer;
    private AddDialog? add;
    private PasteDialog? paste;
    private ImportDialog? import;
    private ReleaseDialog? release;

    private bool MayBlock => Organization.May(Permissions.Block);

    private bool MayRelease => Organization.May(Permissions.Release);

    // The level alone is no repair: only own entries are released.
    private bool IsNarrowed => (Query with { Level = null }).IsFiltered && Query.Level != SuppressionLevel.Platform;

    private string NothingYet => MayBlock
        ? "Bounces, complaints and unsubscriptions are listed here as they come in. "
            + "Bring the list of your last mail program with you before you send."
        : "Bounces, complaints and unsubscriptions are listed here as they come in.";

    protected override string Url(SuppressionsQuery query) => DashboardUrls.SuppressionList(Organization.Slug, query);

    private Task AddedAsync(AddedSuppression added)
    {
        ShowUndoable($"{added.Entry.Value} suppressed", $"Suppression of {added.Entry.Value}", added.Change!);
        return ShowChangeAsync();
    }

    private Task PastedAsync(AdditionReport report)
    {
        ShowUndoable(PasteText.Result(report), "Adding many", report.Change!);
        return ShowChangeAsync();
    }

    private Task ChangedHereAsync((string Text, string What, ChangeReceipt Change) done)
    {
        ShowUndoable(done.Text, done.What, done.Change);
        return ShowChangeAsync();
    }
}
