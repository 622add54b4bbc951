using ContactsDashboard.Components.Pages.Deliverability;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Pages.Platform;

/// <summary>The platform's level of the ledger, for whoever keeps it.</summary>
public sealed partial class PlatformPage
{
    private EntryDrawer? drawer;
    private AddDialog? add;
    private PasteDialog? paste;

    protected override string Url(SuppressionsQuery query) => DashboardUrls.Platform(Organization.Slug, query);

    protected override SuppressionsQuery Shape(SuppressionsQuery asked) => asked with { Level = SuppressionLevel.Platform };

    protected override Task OnInitializedAsync() => Organization.May(Permissions.ManagePlatform) ? base.OnInitializedAsync()
        : Task.CompletedTask;

    private Task AddedAsync(AddedSuppression added)
    {
        ShowUndoable($"{added.Entry.Value} added to the platform blacklist", $"Adding {added.Entry.Value}", added.Change!);
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
