using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>Adds one entry, of the organisation's own level or the platform's.</summary>
public sealed partial class AddDialog(SuppressionService suppressions, BlockService blocks, IJSRuntime script)
{
    private readonly string form = Ids.Next("add");
    private readonly FormErrors errors = new();
    private bool isOpen;
    private bool busy;
    private bool isChosen;
    private string value = "";
    private string note = "";
    private string expires = "";
    private string exceptions = "";
    private SuppressionScope scope;
    private SuppressionReason reason;
    private DomainBlockPreview? impact;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [CascadingParameter]
    private Shell? Shell { get; set; }

    [Parameter]
    public SuppressionLevel Level { get; set; }

    /// <summary>What was added; raised only when something was.</summary>
    [Parameter]
    public EventCallback<AddedSuppression> OnAdded { get; set; }

    private bool IsPlatform => Level == SuppressionLevel.Platform;

    private TimeZoneInfo Zone => Shell?.TimeZone ?? TimeZoneInfo.Utc;

    private SuppressionScope[] Scopes => IsPlatform ? [SuppressionScope.Email, SuppressionScope.Domain]
        : Enum.GetValues<SuppressionScope>();

    private Result<string> Read => SuppressionValue.Parse(scope, value, Organization.PhoneCountry);

    private string? Guess => string.IsNullOrWhiteSpace(value) ? null : !Read.IsOk ? null : (scope, Read.Value) switch
    {
        (SuppressionScope.Email, var email) => $"Blocks the address {email}.",
        (SuppressionScope.Phone, var number) => $"Blocks the number {number}.",
        (_, ['*', '.', ..] domain) => $"Blocks all sub-domains of {domain[2..]}, not {domain[2..]} itself.",
        var (_, domain) => $"Blocks everybody at {domain}, not its sub-domains.",
    };

    /// <summary>Asks for a new entry.</summary>
    public void Open()
    {
        (isOpen, isChosen, value, note, expires, exceptions, scope, reason, impact) = (true, false, "", "", "", "", default, default, null);
        errors.Clear();
        StateHasChanged();
    }

    private async Task Retyped()
    {
        errors.Clear();
        if (!isChosen && !string.IsNullOrWhiteSpace(value))
            scope = SuppressionText.ScopeOf(value.Trim()) is var guess && Scopes.Contains(guess) ? guess : SuppressionScope.Email;
        impact = null;
        if (IsPlatform || scope != SuppressionScope.Domain || Read is not { IsOk: true, Value: [not '*', ..] domain })
            return;
        var counted = await blocks.PreviewDomainAsync(Organization.Id, domain, CancellationToken.None);
        if (counted.IsOk && Read is { IsOk: true } now && now.Value == domain)
            impact = counted.Value;
    }

    private async Task AddAsync()
    {
        errors.Clear();
        errors.Require("value", value, "Enter what must not be written to.");
        if (errors.Any)
        {
            await FocusAsync();
            return;
        }
        busy = true;
        var added = await suppressions.AddAsync(Organization.Id, new(scope, value, reason)
        {
            Level = Level, Note = note, ExpiresAt = LocalTime.Read(expires, Zone),
            Exceptions = scope == SuppressionScope.Domain && !IsPlatform ? SuppressionText.Split(exceptions) : [],
        }, returnExisting: false, CancellationToken.None);
        busy = false;
        if (added.IsOk)
        {
            Close();
            await OnAdded.InvokeAsync(added.Value);
            return;
        }
        errors.Add(Told(added.Problem!), "value", "scope", "note", "expiresAt", "exceptions");
        await FocusAsync();
    }

    private static Problem Told(Problem problem) => problem switch
    {
        { Code: "ALREADY_SUPPRESSED" } => problem with { Field = "value", Message = "It is suppressed already, for at least as long." },
        { Field: "exceptions", Value: { } bad } => problem with { Message = $"“{bad}”: {problem.Message}" },
        _ => problem,
    };

    private ValueTask FocusAsync() => errors.First == "value" ? script.InvokeVoidAsync("ui.focus", $"{form}-value")
        : ValueTask.CompletedTask;

    private void Close() => isOpen = false;
}
