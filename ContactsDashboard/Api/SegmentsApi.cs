using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Segments;

namespace ContactsDashboard.Api;

/// <summary>Segments and who is in them.</summary>
internal static class SegmentsApi
{
    private static readonly Problem NotFound = new("SEGMENT_NOT_FOUND", "There is no such segment.");

    public static async Task<IResult> ListAsync(HttpContext http, SegmentService segments, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var sort = parameters.Choice("sort", ("name", SegmentSort.Name), ("-name", SegmentSort.Name), ("contacts", SegmentSort.Contacts), ("-contacts", SegmentSort.Contacts),
            ("updated", SegmentSort.Updated), ("-updated", SegmentSort.Updated));
        var query = new SegmentsQuery
        {
            Search = parameters.Text("search"), Kind = parameters.Choice<SegmentKind>("kind"), Sort = sort ?? SegmentSort.Name,
            Descending = parameters.Text("sort")?.StartsWith('-') == true, Page = parameters.Number("page", 1, 1, int.MaxValue),
            Limit = parameters.Number("limit", 20, 1, SegmentsQuery.MaxLimit), Cursor = parameters.Text("cursor"),
        };
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var page = await segments.PageAsync(DashboardApi.OrganizationOf(http), query, cancellationToken);
        return page.IsOk ? Envelope.Ok(http, new SegmentsData([.. page.Value.Rows.Select(SegmentShown.Of)], Pagination.Of(query.Cursor is null ? query.Page : null, query.Limit,
            page.Value.Total, page.Value.NextCursor, page.Value.HasPrevious))) : Envelope.Fail(http, page.Problem!);
    }

    public static async Task<IResult> AddAsync(HttpContext http, SegmentService segments, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.SegmentBody, cancellationToken);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        var (organization, name) = (DashboardApi.OrganizationOf(http), body.Value.Name ?? "");
        var added = body.Value switch
        {
            { Kind: "dynamic" } => await segments.CreateDynamicAsync(organization, name, body.Value.Query ?? "", cancellationToken),
            { Kind: "list" or null, Query: null } => await segments.CreateListAsync(organization, name, cancellationToken),
            { Kind: "list" or null } => new Problem("VALIDATION_ERROR", "Only a dynamic segment has a query.") { Field = "query" },
            _ => new Problem("VALIDATION_ERROR", "kind must be list or dynamic.") { Field = "kind", Value = body.Value.Kind },
        };
        if (!added.IsOk)
            return Envelope.Fail(http, AsField(added.Problem!));
        var id = PublicId.Format(PublicId.Segment, added.Value.Id);
        http.Response.Headers.Location = $"{http.Request.Path}/{id}";
        return Envelope.Ok(http, SegmentShown.Of(added.Value), StatusCodes.Status201Created);
    }

    public static async Task<IResult> FindAsync(HttpContext http, string id, SegmentService segments, CancellationToken cancellationToken)
    {
        var found = Read(id) is { } segment ? await segments.FindAsync(DashboardApi.OrganizationOf(http), segment, cancellationToken) : NotFound;
        return found.IsOk ? Envelope.Ok(http, SegmentShown.Of(found.Value)) : Envelope.Fail(http, found.Problem!);
    }

    public static async Task<IResult> ChangeAsync(HttpContext http, string id, SegmentService segments, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.SegmentPatch, cancellationToken);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        if (Read(id) is not { } segment)
            return Envelope.Fail(http, NotFound);
        var organization = DashboardApi.OrganizationOf(http);
        // The search first: it is what is more often wrong, and then nothing has changed.
        if (body.Value.Query is { } query && await segments.ChangeSearchAsync(organization, segment, query, cancellationToken) is { IsOk: false } unread)
            return Envelope.Fail(http, AsField(unread.Problem!));
        if (body.Value.Name is { } name && await segments.RenameAsync(organization, segment, name, cancellationToken) is { IsOk: false } unnamed)
            return Envelope.Fail(http, unnamed.Problem!);
        return await FindAsync(http, id, segments, cancellationToken);
    }

    public static async Task<IResult> DeleteAsync(HttpContext http, string id, SegmentDeletionService deletions, CancellationToken cancellationToken)
    {
        var deleted = Read(id) is { } segment ? (await deletions.DeleteAsync(DashboardApi.OrganizationOf(http), segment, null, cancellationToken)).ToResult() : NotFound;
        return deleted.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, deleted.Problem!);
    }

    public static async Task<IResult> ListContactsAsync(HttpContext http, string id, AllContactsService contacts, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var sort = parameters.Choice("sort", ("created", AllContactsSort.Created), ("-created", AllContactsSort.Created), ("updated", AllContactsSort.Updated),
            ("-updated", AllContactsSort.Updated), ("rating", AllContactsSort.Rating), ("-rating", AllContactsSort.Rating));
        var query = new AllContactsQuery
        {
            Segment = Read(id), Search = parameters.Text("search"), Filter = parameters.Text("q"), Sort = sort ?? AllContactsSort.Created,
            Descending = parameters.Text("sort")?.StartsWith('-') != false, Page = parameters.Number("page", 1, 1, ContactsQuery.MaxNumberedPages),
            Limit = parameters.Number("limit", 20, 1, AllContactsQuery.MaxLimit), Cursor = parameters.Text("cursor"),
        };
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var page = query.Segment is null ? NotFound : await contacts.ListAsync(DashboardApi.OrganizationOf(http), query, cancellationToken);
        return page.IsOk ? Envelope.Ok(http, new SegmentContactsData([.. page.Value.Rows.Select(SegmentContactShown.Of)], Pagination.Of(query.Cursor is null ? query.Page : null,
            query.Limit, page.Value.Total.All, page.Value.NextCursor, page.Value.PreviousCursor is not null || (query.Cursor is null && query.Page > 1))))
            : Envelope.Fail(http, page.Problem! is { Code: FilterCompiler.InvalidFilter } filter ? filter with { Code = "INVALID_PARAMETER", Field = "q" } : page.Problem!);
    }

    public static async Task<IResult> AddContactsAsync(HttpContext http, string id, SegmentMemberService members, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.SegmentContactsBody, cancellationToken);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        var ids = new List<long>();
        foreach (var contact in body.Value.Contacts ?? [])
        {
            if (!PublicId.TryParse(PublicId.Contact, contact, out var number))
                return Envelope.Fail(http, new("VALIDATION_ERROR", "contacts must be ids such as cnt_1f.") { Field = "contacts", Value = contact });
            ids.Add(number);
        }
        var added = Read(id) is { } segment ? await members.AddAsync(DashboardApi.OrganizationOf(http), segment, ids, cancellationToken) : NotFound;
        return added.IsOk ? Envelope.Ok(http, SegmentContactsAdded.Of(added.Value)) : Envelope.Fail(http, added.Problem!);
    }

    public static async Task<IResult> RemoveContactAsync(HttpContext http, string id, string contactId, SegmentMemberService members, CancellationToken cancellationToken)
    {
        if (Read(id) is not { } segment)
            return Envelope.Fail(http, NotFound);
        var removed = PublicId.TryParse(PublicId.Contact, contactId, out var contact)
            ? await members.RemoveAsync(DashboardApi.OrganizationOf(http), segment, [contact], cancellationToken) : new MembersChanged(0, 0, 0, 1, null);
        if (!removed.IsOk)
            return Envelope.Fail(http, removed.Problem!);
        return removed.Value.Changed > 0 ? TypedResults.NoContent() : Envelope.Fail(http, new("CONTACT_NOT_FOUND", "This contact is not in the list."));
    }

    private static long? Read(string id) => PublicId.TryParse(PublicId.Segment, id, out var segment) ? segment : null;

    private static Problem AsField(Problem problem) => problem.Code == FilterCompiler.InvalidFilter ? problem with { Field = "query" } : problem;
}
