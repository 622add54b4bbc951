using System.Globalization;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Settings;

/// <summary>How many contacts the plan allows, and the currency of orders.</summary>
public sealed partial class PlanSection(PlanService plans, UndoService undo, ToastService toasts, IJSRuntime script, TimeProvider time)
{
    private readonly FormErrors errors = new();
    private PlanView? plan;
    private string limit = "";
    private string currency = "";
    private string? problem;
    private bool busy;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    private string Usage => plan switch
    {
        null => "",
        { Beyond: > 0 } used => $" {used.WithEmail:N0} now, {used.Beyond:N0} of them beyond it.",
        var used => $" {used.WithEmail:N0} now.",
    };

    private string CurrencyHint => plan?.HasOrders == true ? "There are orders in it, so it stays." : "Three letters, for example EUR.";

    /// <summary>Reads it again, after a change here or elsewhere; what is being typed stays.</summary>
    public async Task LoadAsync()
    {
        var (found, isFirst) = (await plans.FindAsync(Organization.Id, CancellationToken.None), plan is null);
        problem = found.Problem?.Message;
        if (found.IsOk)
            plan = found.Value;
        if (found.IsOk && isFirst)
            Show();
        StateHasChanged();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    private void Show() => (limit, currency) = (plan!.ContactLimit?.ToString(CultureInfo.InvariantCulture) ?? "", plan.Currency);

    private async Task SaveAsync()
    {
        errors.Clear();
        var typed = limit.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (typed.Length > 0 && !long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            errors.Add("contactLimit", "Enter a whole number, or nothing for no limit.");
        if (errors.Any)
            await FocusAsync();
        else
            await ChangeAsync(new(typed.Length == 0 ? null : long.Parse(typed, CultureInfo.InvariantCulture), currency.Trim().ToUpperInvariant()));
    }

    private async Task ChangeAsync(PlanEdit edit)
    {
        busy = true;
        var changed = await plans.ChangeAsync(Organization.Id, edit, CancellationToken.None);
        busy = false;
        if (!changed.IsOk)
        {
            errors.Add(changed.Problem!, "contactLimit", "currency");
            await FocusAsync();
            return;
        }
        await ReloadAsync();
        toasts.ShowUndoable(undo, time, Organization.Id, "The plan is saved.", "The change of the plan", new(changed.Value, 1), ReloadAsync);
    }

    private async Task ReloadAsync()
    {
        plan = null;
        await LoadAsync();
    }

    private async Task FocusAsync()
    {
        if (errors.First is { Length: > 0 } field)
            await script.InvokeVoidAsync("ui.focus", $"plan-{field}");
    }
}
