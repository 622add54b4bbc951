using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Api;

/// <summary>The ledger entry by entry.</summary>
internal static class SuppressionsApi
{
    private static readonly Dictionary<string, SuppressionReason> OtherSpellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bounce"] = SuppressionReason.Bounced, ["complaint"] = SuppressionReason.Complained, ["unsubscribe"] = SuppressionReason.Unsubscribed,
    };

    private static readonly (string Text, SuppressionReason Value)[] AllSpellings =
        [.. Enum.GetValues<SuppressionReason>().Select(r => (ApiJson.NameOf(r), r)), .. OtherSpellings.Select(o => (o.Key, o.Value))];

    public static async Task<IResult> AddAsync(HttpContext http, SuppressionService suppressions, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.SuppressionBody, cancellationToken);
        var edit = body.IsOk ? body.Value.Read() : body.Problem!;
        if (!edit.IsOk)
            return Envelope.Fail(http, edit.Problem!);
        var conflict = http.Request.Query["onConflict"].ToString();
        if (conflict is not ("" or "return"))
            return Envelope.Fail(http, new("INVALID_PARAMETER", "onConflict must be return, or left out.") { Field = "onConflict", Value = conflict });
        var added = await suppressions.AddAsync(DashboardApi.OrganizationOf(http), edit.Value, conflict == "return", cancellationToken);
        if (!added.IsOk)
            return Envelope.Fail(http, added.Problem!);
        if (added.Value.Change is null)
            return Envelope.Ok(http, SuppressionShown.Of(added.Value.Entry));
        http.Response.Headers.Location = $"{http.Request.Path}/{PublicId.Format(PublicId.Suppression, added.Value.Entry.Id)}";
        return Envelope.Ok(http, SuppressionShown.Of(added.Value.Entry), StatusCodes.Status201Created);
    }

    public static async Task<IResult> ListAsync(HttpContext http, SuppressionListService suppressions, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var query = new SuppressionsQuery
        {
            Reason = parameters.Choice("reason", [.. Reasons()]),
            Scope = parameters.Choice<SuppressionScope>("scope"),
            Source = parameters.Choice<SuppressionSource>("source"),
            Level = parameters.Choice<SuppressionLevel>("level"),
            Email = parameters.Text("email"),
            Domain = parameters.Text("domain"),
            Code = parameters.Text("code"),
            Text = parameters.Text("text"),
            CreatedAfter = parameters.Instant("createdAfter"),
            CreatedBefore = parameters.Instant("createdBefore"),
            Page = parameters.Number("page", 1, 1, int.MaxValue),
            Limit = parameters.Number("limit", 20, 1, SuppressionsQuery.MaxLimit),
            Before = parameters.Id("cursor", PublicId.Suppression),
        };
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var page = await suppressions.ListAsync(DashboardApi.OrganizationOf(http), query, cancellationToken);
        return page.IsOk
            ? Envelope.Ok(http, new SuppressionsData([.. page.Value.Rows.Select(SuppressionShown.Of)], Pages(query, page.Value)))
            : Envelope.Fail(http, page.Problem!);
    }

    public static async Task<IResult> FindAsync(HttpContext http, string id, SuppressionService suppressions, CancellationToken cancellationToken)
    {
        var entry = PublicId.TryParse(PublicId.Suppression, id, out var number)
            ? await suppressions.FindAsync(DashboardApi.OrganizationOf(http), number, cancellationToken)
            : SuppressionProblems.NotFound;
        return entry.IsOk ? Envelope.Ok(http, SuppressionShown.Of(entry.Value)) : Envelope.Fail(http, entry.Problem!);
    }

    public static async Task<IResult> ChangeAsync(HttpContext http, string id, SuppressionService suppressions, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.JsonDocument, cancellationToken);
        using var document = body.IsOk ? body.Value : null;
        var edit = document is not null ? SuppressionPatch.Read(document.RootElement) : body.Problem!;
        if (!edit.IsOk)
            return Envelope.Fail(http, edit.Problem!);
        var changed = PublicId.TryParse(PublicId.Suppression, id, out var number)
            ? await suppressions.ChangeAsync(DashboardApi.OrganizationOf(http), number, edit.Value, cancellationToken)
            : SuppressionProblems.NotFound;
        return changed.IsOk ? Envelope.Ok(http, SuppressionShown.Of(changed.Value.Entry)) : Envelope.Fail(http, changed.Problem!);
    }

    public static async Task<IResult> DeleteAsync(HttpContext http, string id, SuppressionService suppressions, CancellationToken cancellationToken)
    {
        var deleted = PublicId.TryParse(PublicId.Suppression, id, out var number)
            ? await suppressions.DeleteAsync(DashboardApi.OrganizationOf(http), number, cancellationToken)
            : SuppressionProblems.NotFound;
        return deleted.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, deleted.Problem!);
    }

    /// <summary>The reasons as the ledger spells them, and the organisation API's other spellings.</summary>
    internal static IEnumerable<(string Text, SuppressionReason Value)> Reasons() => AllSpellings;

    private static Pagination Pages(SuppressionsQuery query, SuppressionsPage page) =>
        Pagination.Of(query.Before is null ? query.Page : null, query.Limit, page.Total,
            page.NextBefore is { } next ? PublicId.Format(PublicId.Suppression, next) : null, query.Before is not null || query.Page > 1);
}
