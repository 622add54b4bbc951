using ContactsDashboard.Components.Pages.Contacts;
using ContactsDashboard.Components.Pages.Erasures;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Pages.Profiles;

/// <summary>Everything entered and collected about one contact, and what can be done about it.</summary>
public sealed partial class ProfilePage(ProfileService profiles, BlockService blocks, SuppressionService suppressions, UndoService undo, ToastService toasts,
    NavigationManager navigation)
{
    private Profile? profile;
    private Problem? failure;
    private ActivityDrawer? activity;
    private UnblockDialog? unblock;
    private RequestDialog? request;
    private DeleteContactDialog? delete;
    private EraseDialog? erase;
    private string? read;
    private bool busy;

    [Parameter]
    public string ContactId { get; set; } = "";

    private EmailAddress Address => EmailAddress.TryParse(profile!.Email!.Address, out var email) ? email : throw new InvalidDataException(profile.Email.Value);

    protected override async Task OnParametersSetAsync()
    {
        if (read == ContactId)
            return;
        (read, profile) = (ContactId, null);
        await LoadAsync();
    }

    protected override Task ChangedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = PublicId.TryParse(PublicId.Contact, ContactId, out var id) ? await profiles.GetAsync(Organization.Id, id, Gone) : ProfileProblems.NotFound;
        failure = found.Problem;
        profile = found.IsOk ? found.Value : profile;
        StateHasChanged();
    }

    // What blocks it is asked to be released; where nothing does, to be blocked.
    private Task AskAsync()
    {
        var isBlocked = profile!.Email?.Entries.Count > 0 || profile.Phone?.Entries.Count > 0;
        var channels = profile.Email is null || (profile.Email.Entries.Count == 0 && profile.Phone?.Entries.Count > 0) ? RequestChannels.Phone : RequestChannels.Email;
        return request!.OpenAsync(isBlocked ? RequestKind.Reactivate : RequestKind.Blacklist,
            new(new RequestSubject.Selected(ContactSelection.Of([profile.Id])), profile.Title, channels));
    }

    private Task BlockAsync() => DoAsync($"{Address.Display} blocked", $"Block of {Address.Display}", blocks.BlockEmailAsync(Organization.Id, Address, null, CancellationToken.None));

    private async Task BlockPhoneAsync()
    {
        var phone = profile!.Phone!.Value;
        var added = suppressions.AddAsync(Organization.Id, new(SuppressionScope.Phone, phone, SuppressionReason.Manual), false, CancellationToken.None);
        await DoAsync($"{phone} blacklisted", $"Blacklisting of {phone}", ReceiptAsync(added));
    }

    // A number is on the blacklist by one entry or another; each that may be released goes, with an Undo of its own.
    private async Task ReleasePhoneAsync()
    {
        var phone = profile!.Phone!;
        foreach (var entry in phone.Entries.Where(e => SuppressionProblems.WhyNotReleasable(e, Organization.Permissions) is null))
            await DoAsync($"{phone.Value}: “{LedgerText.Of(entry.Reason)}” released", $"Release of {phone.Value}",
                suppressions.DeleteAsync(Organization.Id, entry.Id, CancellationToken.None));
    }

    private Task RestoreAsync() => DoAsync($"{profile!.Title} restored", $"Restoring {profile.Title}", profiles.RestoreAsync(Organization.Id, profile.Id, CancellationToken.None));

    private Task DeletedAsync((string Title, ChangeReceipt Change) done) =>
        DoAsync($"{done.Title} deleted", $"Deletion of {done.Title}", Task.FromResult<Result<ChangeReceipt>>(done.Change));

    private async Task EraseAsync()
    {
        if (await erase!.OpenAsync(ErasureTarget.Of(profile!.Id), profile.Title) is { } why)
            toasts.ShowError(why);
    }

    private async Task ReleasedAsync((EmailAddress Email, ReleaseReceipt Receipt) done)
    {
        if (done.Receipt.Change is { } change)
            await DoAsync(ChangeText.Released(done.Email, done.Receipt), $"Unblocking {done.Email.Display}", Task.FromResult<Result<ChangeReceipt>>(change));
    }

    private Task RefusedAsync(string why)
    {
        toasts.ShowError(why);
        return LoadAsync();
    }

    private async Task DoAsync(string text, string what, Task<Result<ChangeReceipt>> work)
    {
        busy = true;
        var done = await work;
        busy = false;
        if (done.IsOk)
            toasts.ShowUndoable(undo, Time, Organization.Id, text, what, done.Value, LoadAsync);
        else
            toasts.ShowError(done.Problem!.Message);
        await LoadAsync();
    }

    private static async Task<Result<ChangeReceipt>> ReceiptAsync(Task<Result<AddedSuppression>> work) =>
        await work is { IsOk: true, Value.Change: { } change } ? change : (await work).Problem!;
}
