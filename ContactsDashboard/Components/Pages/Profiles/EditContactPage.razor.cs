using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Segments;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ContactsDashboard.Components.Pages.Profiles;

/// <summary>Edits what is entered about a contact; what somebody else changes meanwhile is brought together with what is typed.</summary>
public sealed partial class EditContactPage(ProfileService profiles, CategoryService categoryService, UndoService undo, ToastService toasts,
    NavigationManager navigation, IJSRuntime script)
{
    private readonly FormErrors errors = new();
    private ProfileDraft draft = new();
    private Profile? profile;
    private IReadOnlyList<CategoryRow> categories = [];
    private Problem? failure;
    private string? changed;
    private bool busy;
    private bool saved;

    [Parameter]
    public string ContactId { get; set; } = "";

    private string Back => profile is null ? DashboardUrls.AllContacts(Organization.Slug, new()) : DashboardUrls.Profile(Organization.Slug, profile.Id);

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        if (!Organization.May(Permissions.EditContacts))
            return;
        var (found, subscribable) = (await ReadAsync(), await categoryService.ListAsync(Organization.Id, Gone));
        failure = found.Problem ?? subscribable.Problem;
        if (failure is not null)
            return;
        (profile, categories) = (found.Value, subscribable.Value);
        draft = ProfileDraft.Of(profile.Entered);
    }

    private async Task<Result<Profile>> ReadAsync() => PublicId.TryParse(PublicId.Contact, ContactId, out var id)
        ? await profiles.GetAsync(Organization.Id, id, Gone) : ProfileProblems.NotFound;

    private async Task SaveAsync()
    {
        if (busy || saved)
            return;
        errors.Clear();
        busy = true;
        var edited = await profiles.EditAsync(Organization.Id, profile!.Id, draft.ToEdit(), profile.UpdatedAt, CancellationToken.None);
        busy = false;
        if (edited.Problem is { Code: "CHANGED_SINCE" } late)
            await RebaseAsync(late);
        else if (!edited.IsOk)
            await RefuseAsync(edited.Problem!);
        else
            Leave(edited.Value);
    }

    // Nothing typed is lost: it is laid over what the contact has become, and saved only when that was seen.
    private async Task RebaseAsync(Problem late)
    {
        var found = await ReadAsync();
        if (!found.IsOk)
        {
            failure = found.Problem;
            return;
        }
        profile = found.Value;
        var both = draft.Rebase(profile.Entered).Select(name => profile.History.SelectMany(e => e.Changes).FirstOrDefault(c => c.Name == name)?.Label ?? name).ToList();
        changed = both.Count == 0 ? $"{late.Message} Their change is taken over below."
            : $"{late.Message} You both changed {string.Join(", ", both)}: yours is shown below, theirs is in the history of the contact.";
    }

    private async Task RefuseAsync(Problem refused)
    {
        errors.Add(refused, ProfileText.FieldsOf(profile!.Fields));
        if (errors.First is { Length: > 0 } field)
            await script.InvokeVoidAsync("ui.focus", ProfileForm.IdOf(field));
    }

    private void Leave(ProfileChange done)
    {
        saved = true;
        if (done.AuditId is { } audit)
            toasts.ShowUndoable(undo, Time, Organization.Id, "The contact is saved", "Edit of the contact", new(audit, 1));
        navigation.NavigateTo(Back);
    }
}
