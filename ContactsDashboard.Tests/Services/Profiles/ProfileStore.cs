using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Profiles;

/// <summary>Profiles in the words of the domain.</summary>
internal static class ProfileStore
{
    public static readonly ConsentGiven Consent = new(true);

    public static async Task<ProfileChange> GivenProfileAsync(this TestStore store, ProfileEdit edit, Role by = Role.Operator) =>
        (await store.As<ProfileService>(by).CreateAsync(store.Organization, edit, Consent, Stop)).Value;

    public static async Task<Profile> ProfileAsync(this TestStore store, long id) =>
        (await store.As<ProfileService>(Role.Operator).GetAsync(store.Organization, id, Stop)).Value;

    /// <summary>Edits the contact as it is now.</summary>
    public static async Task<ProfileChange> WhenEditedAsync(this TestStore store, long id, Func<ProfileEdit, ProfileEdit> change, Role by = Role.Operator)
    {
        var shown = await store.ProfileAsync(id);
        return (await store.As<ProfileService>(by).EditAsync(store.Organization, id, change(shown.Entered), shown.UpdatedAt, Stop)).Value;
    }

    public static async Task<FieldRow> GivenFieldAsync(this TestStore store, string label, FieldType type = FieldType.Text, params string[] options) =>
        (await store.As<FieldService>(Role.Admin).AddAsync(store.Organization, new(label, type, options), Stop)).Value;

    public static async Task<long> GivenCategoryAsync(this TestStore store, string name) =>
        (await store.As<CategoryService>(Role.Admin).CreateAsync(store.Organization, name, Stop)).Value.Id;

    public static async Task<UndoReport> UndoAsync(this TestStore store, long auditId, Role by = Role.Operator) =>
        (await store.As<UndoService>(by).UndoAsync(store.Organization, auditId, Stop)).Value;

    public static async Task<long> ContactOfAsync(this TestStore store, string email)
    {
        await using var context = await store.OpenAsync();
        return await context.Contacts.Where(c => context.Addresses.Any(a => a.Id == c.EmailAddressId && a.Value == email)).OrderBy(c => c.Id).Select(c => c.Id).FirstAsync(Stop);
    }

    public static async Task<List<Contact>> ContactsAsync(this TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.Contacts.AsNoTracking().OrderBy(c => c.Id).ToListAsync(Stop);
    }
}
