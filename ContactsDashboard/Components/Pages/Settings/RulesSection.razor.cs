using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Settings;

/// <summary>The rules of one kind: what one would hide is shown before it is added, and removing one brings everything back.</summary>
public sealed partial class RulesSection
{
    private IReadOnlyList<RuleRow>? rules;
    private RulePreview? preview;
    private string text = "";
    private string? error;
    private string? problem;
    private bool busy;

    [Parameter, EditorRequired]
    public DerivationRuleKind Kind { get; set; }

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What these rules do.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public string Noun { get; set; } = "";

    [Parameter]
    public string? Example { get; set; }

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    [Inject]
    private DerivationRuleService Rules { get; set; } = default!;

    [Inject]
    private ToastService Toasts { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    private bool MayChange => Organization.May(Permissions.ManageSettings);

    private string FieldId => $"{Id}-new";

    private string Examples => preview switch
    {
        null or { Hides: 0 } => " now; mail still to come counts too.",
        { Examples: var some, Hides: var all } => $": {string.Join(", ", some)}{(all > some.Count ? $" and {all - some.Count:N0} more" : "")}.",
    };

    /// <summary>Reads the rules again, after a change here or elsewhere.</summary>
    public async Task LoadAsync()
    {
        var list = await Rules.ListAsync(Organization.Id, CancellationToken.None);
        problem = list.Problem?.Message;
        if (list.IsOk)
            rules = [.. list.Value.Where(r => r.Kind == Kind)];
        StateHasChanged();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    // A preview is of what was typed then.
    private void Typed(ChangeEventArgs e) => (text, preview, error) = (e.Value as string ?? "", null, null);

    private async Task PreviewAsync()
    {
        var result = await Rules.PreviewAsync(Organization.Id, Kind, text, CancellationToken.None);
        await RefuseAsync(result.Problem);
        preview = result.IsOk ? result.Value : null;
    }

    private async Task AddAsync()
    {
        busy = true;
        var added = await Rules.AddAsync(Organization.Id, Kind, text, CancellationToken.None);
        busy = false;
        preview = null;
        await RefuseAsync(added.Problem);
        if (!added.IsOk)
            return;
        var (id, name) = (added.Value, text.Trim());
        text = "";
        Toasts.Show($"{name} is added.", () => Rules.RemoveAsync(Organization.Id, id, CancellationToken.None));
        await LoadAsync();
    }

    private async Task RemoveAsync(RuleRow rule)
    {
        busy = true;
        var removed = await Rules.RemoveAsync(Organization.Id, rule.Id, CancellationToken.None);
        busy = false;
        if (removed.IsOk)
            Toasts.Show($"{rule.Text} is removed; what it hid comes back.", () => Rules.AddAsync(Organization.Id, Kind, rule.Text, CancellationToken.None));
        else
            Toasts.ShowError(removed.Problem!.Message);
        await LoadAsync();
    }

    private async Task RefuseAsync(Problem? refused)
    {
        error = refused?.Message;
        if (refused is not null)
            await Script.InvokeVoidAsync("ui.focus", FieldId);
    }
}
