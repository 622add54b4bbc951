using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>Why something is blocked, and what would still block it if one of the entries went; from here they are changed and
/// deleted.</summary>
public sealed partial class EntryDrawer(ReleaseService releases)
{
    // What was asked stays while the drawer goes: its last render still reads it.
    private LedgerEntry? asked;
    private EntryPreview? preview;
    private bool isOpen;
    private bool isEnded;
    private int heard;
    private string? error;
    private EditDialog? edit;
    private DeleteDialog? delete;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    /// <summary>How often the page heard of changes: an open drawer follows them.</summary>
    [Parameter]
    public int News { get; set; }

    /// <summary>Something was changed from here: what the page says of it, and the change by which it can be undone.</summary>
    [Parameter]
    public EventCallback<(string Text, string What, ChangeReceipt Change)> OnChanged { get; set; }

    private string Subtitle =>
        asked is null ? "" : $"{LedgerText.Of(asked.Scope)}{(asked.Level == SuppressionLevel.Platform ? " · platform level" : "")}";

    private string Summary => (preview!.Entries.Count, Thing: EntryText.Thing(asked!.Scope)) switch
    {
        (0, _) => "",
        (1, var thing) when !isEnded => $"Why this {thing} is blocked:",
        (1, var thing) => $"What blocks this {thing} today:",
        var (count, thing) => $"{count} suppressions block this {thing}. It is free only when all of them are gone:",
    };

    /// <summary>Shows this entry and everything that blocks the same.</summary>
    public async Task OpenAsync(LedgerEntry entry)
    {
        (isOpen, asked, preview, isEnded, error, heard) = (true, entry, null, false, null, News);
        StateHasChanged();
        await LoadAsync();
        StateHasChanged();
    }

    protected override Task OnParametersSetAsync()
    {
        if (!isOpen || heard == News)
            return Task.CompletedTask;
        heard = News;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var entry = asked!;
        var read = await releases.PreviewEntryAsync(Organization.Id, entry.Id, CancellationToken.None);
        if (entry != asked)
            return;
        isEnded = read.Problem?.Code == "SUPPRESSION_NOT_FOUND";
        error = isEnded ? null : read.Problem?.Message;
        preview = read.IsOk ? read.Value : isEnded ? new(entry, await TodayAsync(entry), 0) : null;
    }

    // What blocks an address whose entry is gone.
    private async Task<IReadOnlyList<EntryInTheWay>> TodayAsync(LedgerEntry entry)
    {
        if (entry.Scope != SuppressionScope.Email || !EmailAddress.TryParse(entry.Value, out var email))
            return [];
        var covering = await releases.PreviewAsync(Organization.Id, email, CancellationToken.None);
        return covering.IsOk ? covering.Value.Entries : [];
    }

    private bool MayEdit(LedgerEntry entry) => entry.Level == SuppressionLevel.Own && Organization.May(Permissions.Block);

    // Whoever keeps the platform's level deletes there what nobody else may.
    private string? WhyNot(EntryInTheWay item) => item.Entry.Level == SuppressionLevel.Platform
        && Organization.May(Permissions.ManagePlatform) ? null : item.WhyNot;

    private async Task SavedAsync(AddedSuppression saved)
    {
        asked = asked!.Id == saved.Entry.Id ? saved.Entry : asked;
        await LoadAsync();
        await OnChanged.InvokeAsync(($"Suppression of {saved.Entry.Value} changed", $"Change of {saved.Entry.Value}", saved.Change!));
    }

    private async Task DeletedAsync((LedgerEntry Entry, ChangeReceipt Change) done)
    {
        var rest = preview!.OthersThan(done.Entry).ToList();
        // What remains is of interest now.
        isOpen = rest.Count > 0;
        asked = done.Entry.Id == asked!.Id && asked.Scope != SuppressionScope.Email && isOpen ? rest[0] : asked;
        if (isOpen)
            await LoadAsync();
        await OnChanged.InvokeAsync(($"Suppression of {done.Entry.Value} deleted", $"Deletion of {done.Entry.Value}", done.Change));
    }

    private void Close() => isOpen = false;
}
