using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>Adds what was pasted: first it says line by line what would come of it, then exactly that is added.</summary>
public sealed partial class PasteDialog(SuppressionBatchService batch)
{
    private readonly string form = Ids.Next("paste");
    private bool isOpen;
    private bool busy;
    private string text = "";
    private string note = "";
    private string expires = "";
    private SuppressionReason reason;
    private IReadOnlyList<string> texts = [];
    private List<SuppressionEdit> edits = [];
    private AdditionReport? preview;
    private string? error;
    private string? fieldError;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    [Parameter]
    public SuppressionLevel Level { get; set; }

    /// <summary>What was added; raised only when something was.</summary>
    [Parameter]
    public EventCallback<AdditionReport> OnAdded { get; set; }

    private static string Most => $"{SuppressionBatchService.MaxEntries:N0}";

    private bool IsPlatform => Level == SuppressionLevel.Platform;

    private TimeZoneInfo Zone => Shell?.TimeZone ?? TimeZoneInfo.Utc;

    private int Count => preview is null ? 0 : preview.CountOf(AdditionOutcome.Added) + preview.CountOf(AdditionOutcome.Joined);

    private string Title => preview is null ? "Paste many" : Count == 0 ? "Nothing to add" : $"Add {LedgerText.Suppressions(Count)}?";

    /// <summary>Asks for a new list.</summary>
    public void Open()
    {
        (isOpen, text, note, expires, reason, preview, error, fieldError) = (true, "", "", "", default, null, null, null);
        StateHasChanged();
    }

    private async Task PreviewAsync()
    {
        texts = SuppressionText.Split(text);
        fieldError = texts.Count == 0 ? "Paste at least one address or domain."
            : texts.Count > SuppressionBatchService.MaxEntries
                ? $"These are {texts.Count:N0}; at most {SuppressionBatchService.MaxEntries:N0} go at once. Import them as a file instead."
                : null;
        if (fieldError is not null)
            return;
        edits = [.. texts.Select(t => new SuppressionEdit(ScopeOf(t), t, reason) { Level = Level, Note = note,
            ExpiresAt = LocalTime.Read(expires, Zone) })];
        busy = true;
        var counted = await batch.PreviewAsync(Organization.Id, edits, CancellationToken.None);
        busy = false;
        (preview, error) = (counted.IsOk ? counted.Value : null, counted.Problem?.Message);
    }

    private async Task AddAsync()
    {
        // Only what the preview said would be added: an address that became free meanwhile was not asked about.
        var asked = preview!.Results.Where(IsAdded).Select(r => edits[r.Index]).ToList();
        busy = true;
        var added = await batch.AddAsync(Organization.Id, asked, CancellationToken.None);
        (busy, error) = (false, added.Problem?.Message);
        if (!added.IsOk)
            return;
        if (added.Value.Change is null)
        {
            error = "Nothing was added: others suppressed all of them meanwhile.";
            return;
        }
        Close();
        await OnAdded.InvokeAsync(added.Value with { Results = [.. added.Value.Results, .. preview.Results.Where(r => !IsAdded(r))] });
    }

    private static bool IsAdded(AdditionResult result) => result.Outcome is AdditionOutcome.Added or AdditionOutcome.Joined;

    // Words of a sentence are no domains, and a number is no matter of the platform: either is shown as the address it is not.
    private SuppressionScope ScopeOf(string value) => SuppressionText.ScopeOf(value) switch
    {
        SuppressionScope.Domain when !value.Contains('.') && !value.StartsWith('@') => SuppressionScope.Email,
        SuppressionScope.Phone when IsPlatform => SuppressionScope.Email,
        var scope => scope,
    };

    private void Back() => (preview, error) = (null, null);

    private void Close() => isOpen = false;
}
