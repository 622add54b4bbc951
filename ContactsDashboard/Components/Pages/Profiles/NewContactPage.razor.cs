using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Profiles;

/// <summary>Creates a contact by hand.</summary>
public sealed partial class NewContactPage(ProfileService profiles, FieldService fieldService, CategoryService categoryService, UndoService undo,
    ToastService toasts, NavigationManager navigation, IJSRuntime script)
{
    private readonly ProfileDraft draft = new();
    private readonly FormErrors errors = new();
    private IReadOnlyList<FieldRow>? fields;
    private IReadOnlyList<CategoryRow> categories = [];
    private string? failure;
    private bool consent;
    private bool busy;
    private bool saved;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var (defined, subscribable) = (await fieldService.ListAsync(Organization.Id, Gone), await categoryService.ListAsync(Organization.Id, Gone));
        failure = (defined.Problem ?? subscribable.Problem)?.Message;
        if (failure is null)
            (fields, categories) = (defined.Value, subscribable.Value);
    }

    private async Task SaveAsync()
    {
        // The second click of two is on its way before the first disables the button.
        if (busy || saved)
            return;
        errors.Clear();
        busy = true;
        var created = await profiles.CreateAsync(Organization.Id, draft.ToEdit(), new(consent), CancellationToken.None);
        busy = false;
        if (!created.IsOk)
        {
            errors.Add(created.Problem!, ProfileText.FieldsOf(fields!));
            if (errors.First is { Length: > 0 } field)
                await script.InvokeVoidAsync("ui.focus", ProfileForm.IdOf(field));
            return;
        }
        saved = true;
        var blocked = created.Value.EmailBlockedBy.Concat(created.Value.PhoneBlockedBy).ToList();
        var text = blocked.Count == 0 ? "The contact is created" : $"The contact is created; it is blocked already: {string.Join(", ", blocked.Select(LedgerText.Name))}";
        toasts.ShowUndoable(undo, Time, Organization.Id, text, "Creation of the contact", new(created.Value.AuditId!.Value, 1));
        navigation.NavigateTo(DashboardUrls.Profile(Organization.Slug, created.Value.ContactId));
    }
}
