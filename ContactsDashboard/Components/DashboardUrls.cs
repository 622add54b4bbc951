using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;
using Microsoft.AspNetCore.WebUtilities;

namespace ContactsDashboard.Components;

/// <summary>Every address inside the dashboard is made here; the organisation is always named, so that a copied link opens the same one.</summary>
public static class DashboardUrls
{
    public const string ContactsPath = "/dashboard/contacts";

    public const string SignIn = "/account/sign-in";

    public static string Contacts(string organization) => With(ContactsPath, ("org", organization));

    /// <summary>The contacts page in exactly this state; defaults are left out.</summary>
    public static string Contacts(string organization, ContactsQuery query) => With(ContactsPath,
        ("org", organization),
        ("search", string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim()),
        ("status", query.Status == ContactStatus.All ? null : query.Status.ToString().ToLowerInvariant()),
        ("sort", query is { Sort: ContactSort.LastActive, Descending: true } ? null : SortText(query)),
        ("page", query.Cursor is null && !query.Last && query.Page > 1 ? query.Page.ToString(System.Globalization.CultureInfo.InvariantCulture) : query.Last ? "last" : null),
        ("cursor", query.Cursor));

    public static string Mail(string organization) => With("/dashboard/mail", ("org", organization));

    public static string Activity(string organization) => With("/dashboard/activity", ("org", organization));

    public static string Settings(string organization) => With("/dashboard/settings", ("org", organization));

    /// <summary>Reads what <see cref="Contacts(string, ContactsQuery)"/> wrote; whatever cannot be read falls back to its default.</summary>
    public static ContactsQuery ReadContacts(string? search, string? status, string? sort, string? page, string? cursor)
    {
        var descending = sort is null ? true : sort.StartsWith('-');
        var key = sort?.TrimStart('-').Replace("_", "", StringComparison.Ordinal);
        return new()
        {
            Search = search,
            Status = Enum.TryParse<ContactStatus>(status, ignoreCase: true, out var s) && Enum.IsDefined(s) ? s : ContactStatus.All,
            Sort = Enum.TryParse<ContactSort>(key, ignoreCase: true, out var k) && Enum.IsDefined(k) ? k : ContactSort.LastActive,
            Descending = descending,
            Page = int.TryParse(page, out var number) && number is >= 1 and <= ContactsQuery.MaxNumberedPages ? number : 1,
            Last = page == "last",
            Cursor = string.IsNullOrEmpty(cursor) ? null : cursor,
        };
    }

    private static string SortText(ContactsQuery query) => (query.Descending ? "-" : "") + query.Sort switch
    {
        ContactSort.Email => "email",
        ContactSort.Domain => "domain",
        ContactSort.Threads => "threads",
        _ => "last_active",
    };

    private static string With(string path, params (string Name, string? Value)[] query) => QueryHelpers.AddQueryString(path,
        query.Where(q => q.Value is not null).Select(q => KeyValuePair.Create(q.Name, q.Value)));
}
