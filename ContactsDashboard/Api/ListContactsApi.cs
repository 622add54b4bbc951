using ContactsDashboard.Domain;
using ContactsDashboard.Services.Lists;

namespace ContactsDashboard.Api;

/// <summary>The contacts of a list.</summary>
internal static class ListContactsApi
{
    internal static readonly (string Text, ListStatus Value)[] Statuses = [.. Enum.GetValues<ShownListStatus>().Select(s => (ApiJson.NameOf(s), (ListStatus)s))];

    public static async Task<IResult> ListAsync(HttpContext http, string listId, ListContactService contacts, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var query = new ListContactsQuery
        {
            Status = parameters.Choice("status", Statuses),
            Search = parameters.Text("search"),
            Page = parameters.Number("page", 1, 1, int.MaxValue),
            Limit = parameters.Number("limit", 20, 1, ListContactsQuery.MaxLimit),
            Before = parameters.Id("cursor", PublicId.Contact),
        };
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var page = await contacts.ListAsync(DashboardApi.OrganizationOf(http), ListsApi.IdOf(listId), query, cancellationToken);
        return page.IsOk
            ? Envelope.Ok(http, new ListContactsData([.. page.Value.Rows.Select(ListContactShown.Of)], Pagination.Of(query.Before is null ? query.Page : null, query.Limit,
                page.Value.Total, ListsApi.Cursor(PublicId.Contact, page.Value.Next), query.Before is not null || query.Page > 1)))
            : Envelope.Fail(http, page.Problem!);
    }

    public static async Task<IResult> AddAsync(HttpContext http, string listId, ListContactService contacts, CancellationToken cancellationToken)
    {
        var edit = await ReadAsync(http, cancellationToken);
        var added = edit.IsOk ? await contacts.AddAsync(DashboardApi.OrganizationOf(http), ListsApi.IdOf(listId), edit.Value, cancellationToken) : edit.Problem!;
        if (!added.IsOk)
            return Envelope.Fail(http, added.Problem!);
        http.Response.Headers.Location = $"{http.Request.Path}/{PublicId.Format(PublicId.Contact, added.Value.Id)}";
        return Envelope.Ok(http, ListContactShown.Of(added.Value), StatusCodes.Status201Created);
    }

    public static async Task<IResult> FindAsync(HttpContext http, string listId, string id, ListContactService contacts, CancellationToken cancellationToken)
    {
        var contact = await contacts.GetAsync(DashboardApi.OrganizationOf(http), ListsApi.IdOf(listId), IdOf(id), cancellationToken);
        return contact.IsOk ? Envelope.Ok(http, ListContactShown.Of(contact.Value)) : Envelope.Fail(http, contact.Problem!);
    }

    public static async Task<IResult> ChangeAsync(HttpContext http, string listId, string id, ListContactService contacts, CancellationToken cancellationToken)
    {
        var edit = await ReadAsync(http, cancellationToken);
        var changed = edit.IsOk ? await contacts.ChangeAsync(DashboardApi.OrganizationOf(http), ListsApi.IdOf(listId), IdOf(id), edit.Value, cancellationToken) : edit.Problem!;
        return changed.IsOk ? Envelope.Ok(http, ListContactShown.Of(changed.Value)) : Envelope.Fail(http, changed.Problem!);
    }

    public static async Task<IResult> RemoveAsync(HttpContext http, string listId, string id, ListContactService contacts, CancellationToken cancellationToken)
    {
        var removed = await contacts.RemoveAsync(DashboardApi.OrganizationOf(http), ListsApi.IdOf(listId), IdOf(id), cancellationToken);
        return removed.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, removed.Problem!);
    }

    /// <summary>The list and the contact are looked for before the reason is read: that is the order of the answers.</summary>
    public static async Task<IResult> SuppressAsync(HttpContext http, string listId, string id, ListContactService contacts, CancellationToken cancellationToken)
    {
        var (organization, list, contact) = (DashboardApi.OrganizationOf(http), ListsApi.IdOf(listId), IdOf(id));
        var found = await contacts.FindToSuppressAsync(organization, list, contact, cancellationToken);
        if (!found.IsOk)
            return Envelope.Fail(http, found.Problem!);
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.SuppressBody, cancellationToken);
        var reason = body.IsOk ? body.Value.Read() : body.Problem!;
        if (!reason.IsOk)
            return Envelope.Fail(http, reason.Problem!);
        var suppressed = await contacts.SuppressAsync(organization, list, contact, reason.Value, cancellationToken);
        return suppressed.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, suppressed.Problem!);
    }

    private static long IdOf(string id) => PublicId.TryParse(PublicId.Contact, id, out var contact) ? contact : 0;

    private static async Task<Result<ListContactEdit>> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.JsonDocument, cancellationToken);
        using var document = body.IsOk ? body.Value : null;
        if (document is null)
            return body.Problem!;
        var names = ApiBody.ObjectNames(document.RootElement);
        if (!names.IsOk)
            return names.Problem!;
        var contact = ApiBody.Read(document.RootElement, ApiJson.Api.ListContactBody);
        return contact.IsOk ? contact.Value.Read(names.Value) : contact.Problem!;
    }
}
