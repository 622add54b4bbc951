using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.SignUps;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Settings;

/// <summary>The forms by which people sign up: their addresses, what to paste into a site, and how many confirmed.</summary>
public sealed partial class SignUpFormsSection(SignUpFormService service, UndoService undo, ToastService toasts, IJSRuntime script, TimeProvider time)
{
    private readonly FormErrors errors = new();
    private IReadOnlyList<SignUpFormRow>? forms;
    private IReadOnlyList<string> categories = [];
    private string name = "";
    private string category = "";
    private string? problem;
    private bool busy;

    [CascadingParameter]
    private OrganizationView Organization { get; set; } = default!;

    private bool MayChange => Organization.May(Permissions.ManageSettings);

    /// <summary>Reads the forms again, after a change here or elsewhere.</summary>
    public async Task LoadAsync()
    {
        var list = await service.ListAsync(Organization.Id, CancellationToken.None);
        var known = await service.CategoriesAsync(Organization.Id, CancellationToken.None);
        problem = list.Problem?.Message ?? known.Problem?.Message;
        if (list.IsOk && known.IsOk)
            (forms, categories) = (list.Value, known.Value);
        StateHasChanged();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task CreateAsync()
    {
        errors.Clear();
        errors.Require("name", name, "Name the form.");
        busy = true;
        var created = errors.Any ? default : await service.CreateAsync(Organization.Id, name, category, CancellationToken.None);
        busy = false;
        if (created.Problem is { } refused)
            errors.Add(refused, "name", "category");
        if (errors.Any)
        {
            await script.InvokeVoidAsync("ui.focus", errors.First is { Length: > 0 } field ? $"forms-{field}" : "forms-name");
            return;
        }
        var (id, called) = (created.Value, name.Trim());
        (name, category) = ("", "");
        toasts.Show($"The form {called} takes sign-ups now.", () => service.CloseAsync(Organization.Id, id, CancellationToken.None));
        await LoadAsync();
    }

    private async Task ChangeAsync(SignUpFormRow form, bool closes)
    {
        busy = true;
        var changed = closes ? await service.CloseAsync(Organization.Id, form.Id, CancellationToken.None) : await service.ReopenAsync(Organization.Id, form.Id, CancellationToken.None);
        busy = false;
        if (changed.IsOk)
            toasts.ShowUndoable(undo, time, Organization.Id, $"{form.Name} is {(closes ? "closed" : "open again")}.", $"The {(closes ? "closing" : "opening")} of {form.Name}",
                new(changed.Value, 1), LoadAsync);
        else
            toasts.ShowError(changed.Problem!.Message);
        await LoadAsync();
    }
}
