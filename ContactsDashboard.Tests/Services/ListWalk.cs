using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

/// <summary>Every way through a list: page by page, by cursor from the start, by cursor from the end.</summary>
internal static class ListWalk
{
    public static async Task ShouldGiveAsync(ContactsService contacts, OrganizationId organization, ContactsQuery query, IReadOnlyList<string> expected)
    {
        var byPage = new List<string>();
        for (var number = 1; byPage.Count < expected.Count; number++)
        {
            var page = (await contacts.ListAsync(organization, query with { Page = number }, Stop)).Value;
            page.Total.Should().Be(expected.Count);
            page.FirstRow.Should().Be(byPage.Count + 1);
            page.Rows.Should().NotBeEmpty("{0} page {1}", query, number);
            byPage.AddRange(page.Rows.Select(r => r.Email.Value));
        }
        byPage.Should().Equal(expected, "{0}", query);
        (await ForwardAsync(contacts, organization, query)).Should().Equal(expected, "{0} by cursor", query);
        (await BackwardAsync(contacts, organization, query)).Should().Equal(expected, "{0} from the end", query);
    }

    private static async Task<List<string>> ForwardAsync(ContactsService contacts, OrganizationId organization, ContactsQuery query)
    {
        var seen = new List<string>();
        for (ContactsQuery? next = query; next is not null;)
        {
            var page = (await contacts.ListAsync(organization, next, Stop)).Value;
            seen.AddRange(page.Rows.Select(r => r.Email.Value));
            next = page.NextCursor is { } cursor ? query with { Cursor = cursor } : null;
        }
        return seen;
    }

    private static async Task<List<string>> BackwardAsync(ContactsService contacts, OrganizationId organization, ContactsQuery query)
    {
        var seen = new List<string>();
        for (ContactsQuery? next = query with { Last = true }; next is not null;)
        {
            var page = (await contacts.ListAsync(organization, next, Stop)).Value;
            seen.InsertRange(0, page.Rows.Select(r => r.Email.Value));
            next = page.PreviousCursor is { } cursor ? query with { Cursor = cursor } : null;
        }
        return seen;
    }
}
