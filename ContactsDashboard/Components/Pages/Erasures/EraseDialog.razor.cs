using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Erasures;

/// <summary>Asks, with everything that would go, whether a person is to be erased for good.</summary>
public sealed partial class EraseDialog(ErasureService erasures)
{
    private ErasureTarget? target;
    private ErasurePreview? preview;
    private string title = "";
    private string typed = "";
    private string? error;
    private string? confirmError;
    private bool addEntry;
    private bool isOpen;
    private bool busy;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    /// <summary>The erasure was started.</summary>
    [Parameter]
    public EventCallback OnStarted { get; set; }

    /// <summary>Asks about this person; why not, when nobody can be erased by that.</summary>
    public async Task<string?> OpenAsync(ErasureTarget asked, string name)
    {
        var found = await erasures.PreviewAsync(Organization.Id, asked, CancellationToken.None);
        if (!found.IsOk)
            return found.Problem!.Message;
        (target, preview, title) = (asked, found.Value, name);
        (typed, error, confirmError, addEntry, isOpen) = ("", null, null, true, true);
        StateHasChanged();
        return null;
    }

    private async Task EraseAsync()
    {
        busy = true;
        var started = await erasures.StartAsync(Organization.Id, new(target!, typed, addEntry, preview!.ContactCount), CancellationToken.None);
        busy = false;
        var isWord = started.Problem?.Field == "confirmation";
        (error, confirmError) = (isWord ? null : started.Problem?.Message, isWord ? started.Problem?.Message : null);
        if (!started.IsOk)
            return;
        Close();
        await OnStarted.InvokeAsync();
    }

    private void Close() => (isOpen, typed) = (false, "");

    private static string Facts(ErasurePreview preview)
    {
        string[] facts =
        [
            .. One(preview.Addresses.Count, "address or number", "addresses and numbers"), .. One(preview.Messages, "message they took part in", "messages they took part in"),
            .. One(preview.Activities, "activity", "activities"), .. One(preview.Orders, "order", "orders"),
        ];
        var entries = preview.Entries == 0 ? "" : preview.Entries == 1 ? " One entry of the suppression list stays, without the address." : $" {preview.Entries:N0} entries of the suppression list stay, without the address.";
        return $"{string.Join(" · ", facts)}.{entries}";
    }

    private static string[] One(long count, string one, string many) => count == 0 ? [] : [$"{count:N0} {(count == 1 ? one : many)}"];
}
