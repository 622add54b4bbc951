using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Tests.Services.Profiles;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Services.AllContacts;

public sealed class OddSearchTests
{
    /// <summary>What people paste, and what programs try.</summary>
    public static readonly TheoryData<string> Texts =
    [
        "tel:", "TEL: ", "tel:+", "+", "00", "()", "@", "@.", ".", "[", "[]", "\"", "'", "%", "_", "\\", "*", "**", "\"*\"", "-", "cnt_", "cnt_zzzzzzzzzzzz",
        "xn--", "xn--a@xn--b", "\u202e\u200f", "\ud83d\ude00", "\ud83d", "\ufffe", "\0", "a\0b", "İı", "ﬀ", "a@İ.test", "1e400", "9999999999999999999", "not", "or", "(", ")",
        "a:", ":", "=", "email:*", "phone:tel:", "phone:tel:1", "phone=tel:1", "created<99999y", "created>0001-01-01", "created<=9999-12-31",
        "last_active=0001-01-01", "last_active<99999h", "orders.sum>1000000000000", "activity()", "activity(", "id:cnt_", "id:cnt_0", "segment:never", "segment:x", "has:*", "status!=(active,active)",
        "rating=99999999999999999999999999999999999999",
    ];

    [Theory, MemberData(nameof(Texts))]
    public async Task Anything_TypedIntoAnySearch_IsAnswered(string text)
    {
        await using var store = await TestStore.CreateAsync();
        await store.GivenEnteredAsync("ann@x.test", "+493023125001", "Ann");
        var contacts = store.As<AllContactsService>(Role.Operator);

        (await contacts.ListAsync(store.Organization, new() { Search = text }, TestStore.Stop)).IsOk.Should().BeTrue();
        var filtered = await contacts.ListAsync(store.Organization, new() { Filter = text }, TestStore.Stop);
        var asked = await contacts.ListAsync(store.Organization, new() { Cursor = text }, TestStore.Stop);
        var correspondents = await store.As<ContactsService>(Role.Operator)
            .ListAsync(store.Organization, new() { Search = text, Filter = text }, TestStore.Stop);
        var known = await store.As<ProfileService>(Role.Operator).KnownAsync(store.Organization, text, TestStore.Stop);
        var entered = await store.As<ProfileService>(Role.Operator)
            .CreateAsync(store.Organization, new() { FirstName = text, Phone = text, Email = text }, ProfileStore.Consent, TestStore.Stop);

        (filtered.IsOk || filtered.Problem!.Code == "INVALID_FILTER").Should().BeTrue();
        (correspondents.IsOk || correspondents.Problem!.Code == "INVALID_FILTER").Should().BeTrue();
        (asked.Problem?.Code, known.IsOk, entered.IsOk).Should().Be(("INVALID_PARAMETER", true, false));
    }
}
