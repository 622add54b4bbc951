using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;

namespace ContactsDashboard.Api;

/// <summary>Correspondents.</summary>
internal static class ContactsApi
{
    public static async Task<IResult> ListAsync(HttpContext http, ContactsService contacts, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var blocked = parameters.Choice("blocked", ("true", ContactStatus.Blocked), ("false", ContactStatus.Active));
        var status = parameters.Choice("status", ("all", ContactStatus.All), ("blocked", ContactStatus.Blocked), ("active", ContactStatus.Active));
        var sort = parameters.Choice("sort", ("last_active", ContactSort.LastActive), ("-last_active", ContactSort.LastActive), ("email", ContactSort.Email),
            ("-email", ContactSort.Email), ("domain", ContactSort.Domain), ("-domain", ContactSort.Domain), ("threads", ContactSort.Threads), ("-threads", ContactSort.Threads));
        var query = new ContactsQuery
        {
            Search = parameters.Text("search"),
            Status = blocked ?? status ?? ContactStatus.All,
            Sort = sort ?? ContactSort.LastActive,
            Descending = parameters.Text("sort") is not { } text || text.StartsWith('-'),
            Page = parameters.Number("page", 1, 1, int.MaxValue),
            Limit = parameters.Number("limit", 20, 1, ContactsQuery.MaxLimit),
            Cursor = parameters.Text("cursor"),
        };
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        if (blocked is not null && status is not null && blocked != status)
            return Envelope.Fail(http, new("INVALID_PARAMETER", "blocked and status contradict each other; send one of them.") { Field = "blocked" });
        var page = await contacts.ListAsync(DashboardApi.OrganizationOf(http), query, cancellationToken);
        return page.IsOk ? Envelope.Ok(http, new { contacts = page.Value.Rows.Select(Row), pagination = Pagination(query, page.Value) }) : Envelope.Fail(http, page.Problem!);
    }

    private static object Pagination(ContactsQuery query, ContactsPage page) => new
    {
        page = query.Cursor is null ? query.Page : (int?)null,
        query.Limit,
        page.Total,
        totalPages = (page.Total + query.Limit - 1) / query.Limit,
        hasNext = page.NextCursor is not null,
        hasPrev = page.PreviousCursor is not null || (query.Cursor is null && query.Page > 1),
        page.NextCursor,
    };

    private static object Row(ContactRow row) => new
    {
        email = row.Email.Display,
        domain = row.Email.Domain.Value,
        row.ThreadCount,
        row.LastActiveAt,
        status = row.IsBlocked ? "blocked" : "active",
        contactId = row.ContactId is { } id ? PublicId.Format(PublicId.Contact, id) : null,
        suppressions = row.Suppressions.Select(s => new { id = PublicId.Format(PublicId.Suppression, s.Id), s.Scope, s.Value, s.Reason, s.Level }),
    };
}
