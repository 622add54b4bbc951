using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Contacts;

namespace ContactsDashboard.Api;

/// <summary>Correspondents.</summary>
internal static class ContactsApi
{
    public static async Task<IResult> ListAsync(HttpContext http, ContactsService contacts, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var blocked = parameters.Choice("blocked", ("true", ContactStatus.Blocked), ("false", ContactStatus.Active));
        var status = parameters.Choice("status", ("all", ContactStatus.All), ("blocked", ContactStatus.Blocked),
            ("active", ContactStatus.Active));
        var sort = parameters.Choice("sort", ("last_active", ContactSort.LastActive), ("-last_active", ContactSort.LastActive),
            ("email", ContactSort.Email), ("-email", ContactSort.Email), ("domain", ContactSort.Domain), ("-domain", ContactSort.Domain),
            ("threads", ContactSort.Threads), ("-threads", ContactSort.Threads));
        var query = new ContactsQuery
        {
            Search = parameters.Text("search"),
            Filter = parameters.Text("q"),
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
            return Envelope.Fail(http, new("INVALID_PARAMETER", "blocked and status contradict each other; send one of them.")
                { Field = "blocked" });
        var page = await contacts.ListAsync(DashboardApi.OrganizationOf(http), query, cancellationToken);
        return page.IsOk ? Envelope.Ok(http, Shown(query, page.Value)) : Envelope.Fail(http, AsParameter(page.Problem!));
    }

    private static Problem AsParameter(Problem problem) => problem.Code == FilterCompiler.InvalidFilter
        ? problem with { Code = "INVALID_PARAMETER", Field = "q" } : problem;

    private static ContactsData Shown(ContactsQuery query, ContactsPage page) => new(
        [.. page.Rows.Select(Row)],
        Pagination.Of(query.Cursor is null ? query.Page : null, query.Limit, page.Total, page.NextCursor,
            page.PreviousCursor is not null || (query.Cursor is null && query.Page > 1)));

    private static ContactShown Row(ContactRow row) => new(row.Email.Display, row.Email.Domain.Value, row.ThreadCount, row.LastActiveAt,
        row.IsBlocked ? "blocked" : "active", row.ContactId is { } id
            ? PublicId.Format(PublicId.Contact, id) : null, SuppressionBrief.Of(row.Suppressions));
}

/// <summary>A page of correspondents.</summary>
internal sealed record ContactsData(IReadOnlyList<ContactShown> Contacts, Pagination Pagination);

/// <summary>An address the organisation corresponds with.</summary>
internal sealed record ContactShown(
    string Email,
    string Domain,
    [property: Description("In how many conversations it took part.")] int ThreadCount,
    [property: Description("When its newest message was written.")] DateTimeOffset? LastActiveAt,
    [property: AllowedValues("blocked", "active")] string Status,
    [property: Description("Null when the contact was deleted.")] string? ContactId,
    [property: Description("Every entry that forbids writing to it.")] IReadOnlyList<SuppressionBrief> Suppressions);
