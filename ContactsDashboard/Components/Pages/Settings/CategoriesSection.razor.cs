using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Settings;

/// <summary>What contacts can subscribe to.</summary>
public sealed partial class CategoriesSection(CategoryService categories, ToastService toasts, IJSRuntime script)
{
    private IReadOnlyList<CategoryRow>? rows;
    private CategoryRow? renaming;
    private CategoryRow? leaving;
    private string name = "";
    private string newName = "";
    private string? error;
    private string? renameError;
    private string? problem;
    private bool sure;
    private bool busy;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    private bool MayChange => Organization.May(Permissions.ManageFields);

    /// <summary>Reads the categories again, after a change here or elsewhere.</summary>
    public async Task LoadAsync()
    {
        var list = await categories.ListAsync(Organization.Id, CancellationToken.None);
        problem = list.Problem?.Message;
        rows = list.IsOk ? list.Value : rows;
        StateHasChanged();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task AddAsync()
    {
        busy = true;
        var added = await categories.CreateAsync(Organization.Id, name, CancellationToken.None);
        busy = false;
        error = added.Problem?.Message;
        if (!added.IsOk)
        {
            await script.InvokeVoidAsync("ui.focus", "category-new");
            return;
        }
        name = "";
        toasts.Show($"The category {added.Value.Name} is added.", () => categories.DeleteAsync(Organization.Id, added.Value.Id, CancellationToken.None));
        await LoadAsync();
    }

    private void Rename(CategoryRow row) => (renaming, newName, renameError) = (row, row.Name, null);

    private async Task RenameAsync()
    {
        var before = renaming!;
        busy = true;
        var renamed = await categories.RenameAsync(Organization.Id, before.Id, newName, CancellationToken.None);
        busy = false;
        renameError = renamed.Problem?.Message;
        if (!renamed.IsOk)
            return;
        renaming = null;
        toasts.Show($"{before.Name} is now {renamed.Value.Name}.", () => categories.RenameAsync(Organization.Id, before.Id, before.Name, CancellationToken.None));
        await LoadAsync();
    }

    private async Task DeleteAsync()
    {
        busy = true;
        var deleted = await categories.DeleteAsync(Organization.Id, leaving!.Id, CancellationToken.None);
        busy = false;
        if (deleted.IsOk)
            toasts.Show($"The category {leaving.Name} is deleted.");
        else
            toasts.ShowError(deleted.Problem!.Message);
        leaving = null;
        await LoadAsync();
    }
}
