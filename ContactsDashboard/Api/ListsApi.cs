using ContactsDashboard.Domain;
using ContactsDashboard.Services.Lists;

namespace ContactsDashboard.Api;

/// <summary>Contact lists. The organisation is the key's own.</summary>
internal static class ListsApi
{
    public static async Task<IResult> ListAsync(HttpContext http, ListService lists, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var (page, limit) = (parameters.Number("page", 1, 1, int.MaxValue), parameters.Number("limit", 20, 1, 100));
        var (after, search) = (parameters.Id("cursor", PublicId.List), parameters.Text("search"));
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var found = await lists.ListAsync(DashboardApi.OrganizationOf(http), search, page, limit, after, cancellationToken);
        return found.IsOk
            ? Envelope.Ok(http, new ListsData([.. found.Value.Rows.Select(ListShown.Of)], Pagination.Of(after is null ? page : null, limit, found.Value.Total,
                Cursor(PublicId.List, found.Value.Next), after is not null || page > 1)))
            : Envelope.Fail(http, found.Problem!);
    }

    public static async Task<IResult> CreateAsync(HttpContext http, ListService lists, CancellationToken cancellationToken)
    {
        var edit = await ReadAsync(http, cancellationToken);
        var created = edit.IsOk ? await lists.CreateAsync(DashboardApi.OrganizationOf(http), edit.Value, cancellationToken) : edit.Problem!;
        if (!created.IsOk)
            return Envelope.Fail(http, created.Problem!);
        http.Response.Headers.Location = $"{http.Request.Path}/{PublicId.Format(PublicId.List, created.Value.Id)}";
        return Envelope.Ok(http, ListShown.Of(created.Value), StatusCodes.Status201Created);
    }

    public static async Task<IResult> FindAsync(HttpContext http, string listId, ListService lists, CancellationToken cancellationToken)
    {
        var list = await GetAsync(http, listId, lists, cancellationToken);
        return list.IsOk ? Envelope.Ok(http, ListShown.Of(list.Value)) : Envelope.Fail(http, list.Problem!);
    }

    public static async Task<IResult> StatsAsync(HttpContext http, string listId, ListService lists, CancellationToken cancellationToken)
    {
        var list = await GetAsync(http, listId, lists, cancellationToken);
        return list.IsOk ? Envelope.Ok(http, ListStatsData.Of(list.Value.Counts)) : Envelope.Fail(http, list.Problem!);
    }

    public static async Task<IResult> ChangeAsync(HttpContext http, string listId, ListService lists, CancellationToken cancellationToken)
    {
        var edit = await ReadAsync(http, cancellationToken);
        var changed = !edit.IsOk ? edit.Problem!
            : await lists.ChangeAsync(DashboardApi.OrganizationOf(http), IdOf(listId), edit.Value, cancellationToken);
        return changed.IsOk ? Envelope.Ok(http, ListShown.Of(changed.Value)) : Envelope.Fail(http, changed.Problem!);
    }

    public static async Task<IResult> DeleteAsync(HttpContext http, string listId, ListService lists, CancellationToken cancellationToken)
    {
        var deleted = await lists.DeleteAsync(DashboardApi.OrganizationOf(http), IdOf(listId), cancellationToken);
        return deleted.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, deleted.Problem!);
    }

    /// <summary>The list's number; one nobody has for what is no id.</summary>
    internal static long IdOf(string listId) => PublicId.TryParse(PublicId.List, listId, out var id) ? id : 0;

    internal static string? Cursor(string prefix, long? next) => next is { } id ? PublicId.Format(prefix, id) : null;

    private static Task<Result<ListRow>> GetAsync(HttpContext http, string listId, ListService lists, CancellationToken cancellationToken) =>
        lists.GetAsync(DashboardApi.OrganizationOf(http), IdOf(listId), cancellationToken);

    private static async Task<Result<ListEdit>> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.JsonDocument, cancellationToken);
        using var document = body.IsOk ? body.Value : null;
        if (document is null)
            return body.Problem!;
        var names = ApiBody.ObjectNames(document.RootElement);
        if (!names.IsOk)
            return names.Problem!;
        var list = ApiBody.Read(document.RootElement, ApiJson.Api.ListBody);
        return list.IsOk ? list.Value.Read(names.Value) : list.Problem!;
    }
}
