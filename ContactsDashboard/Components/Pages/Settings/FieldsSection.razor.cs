using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Settings;

/// <summary>The organisation's additional fields.</summary>
public sealed partial class FieldsSection(FieldService fields, ToastService toasts)
{
    private IReadOnlyList<FieldRow>? rows;
    private FieldDialog? editor;
    private FieldUse? leaving;
    private string? problem;
    private string? deleteProblem;
    private bool sure;
    private bool busy;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    private bool MayChange => Organization.May(Permissions.ManageFields);

    public static string TypeText(FieldType type) => type switch
    {
        FieldType.Boolean => "Yes or no",
        FieldType.Select => "Choice",
        _ => type.ToString(),
    };

    /// <summary>Reads the fields again, after a change here or elsewhere.</summary>
    public async Task LoadAsync()
    {
        var list = await fields.ListAsync(Organization.Id, CancellationToken.None);
        problem = list.Problem?.Message;
        rows = list.IsOk ? list.Value : rows;
        StateHasChanged();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    private Task SavedAsync((FieldRow? Before, FieldRow After) saved)
    {
        var (before, after) = saved;
        toasts.Show(before is null ? $"The field {after.Label} is added." : $"The field {after.Label} is saved.", () => before is null
            ? fields.DeleteAsync(Organization.Id, after.Id, CancellationToken.None)
            : fields.ChangeAsync(Organization.Id, after.Id, before.Label, before.Options, CancellationToken.None));
        return LoadAsync();
    }

    private async Task AskAsync(FieldRow row)
    {
        var use = await fields.PreviewDeleteAsync(Organization.Id, row.Id, CancellationToken.None);
        (leaving, sure, deleteProblem) = (use.IsOk ? use.Value : null, false, null);
        if (!use.IsOk)
            toasts.ShowError(use.Problem!.Message);
    }

    private async Task DeleteAsync()
    {
        busy = true;
        var deleted = await fields.DeleteAsync(Organization.Id, leaving!.Field.Id, CancellationToken.None);
        busy = false;
        deleteProblem = deleted.Problem?.Message;
        if (!deleted.IsOk)
            return;
        toasts.Show($"The field {leaving.Field.Label} is deleted.");
        leaving = null;
        await LoadAsync();
    }
}
