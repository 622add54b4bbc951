using System.ComponentModel;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;

namespace ContactsDashboard.Api;

/// <summary>The record of changes, and taking them back.</summary>
internal static class AuditApi
{
    public static async Task<IResult> ListAsync(HttpContext http, AuditService audit, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var cursor = parameters.Id("cursor", PublicId.Audit);
        var query = new AuditQuery
        {
            Verbs = parameters.Choice<AuditVerb>("verb") is { } verb ? [verb] : [], Path = parameters.Choice<AuditPath>("path"), Actor = parameters.Text("actor"),
            Subject = parameters.Text("subject"), After = parameters.Instant("createdAfter"), Until = parameters.Instant("createdBefore"),
            Before = cursor, Limit = parameters.Number("limit", 20, 1, AuditQuery.MaxLimit),
        };
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var organization = DashboardApi.OrganizationOf(http);
        var rows = await audit.ListAsync(organization, query, cancellationToken);
        if (!rows.IsOk)
            return Envelope.Fail(http, rows.Problem!);
        // A full page may be the last one.
        var hasMore = rows.Value.Count == query.Limit
            && (await audit.ListAsync(organization, query with { Before = rows.Value[^1].Id, Limit = 1 }, cancellationToken)).Value.Count > 0;
        return Envelope.Ok(http, new AuditData([.. rows.Value.Select(AuditShown.Of)],
            Pagination.Uncounted(query.Limit, hasMore ? PublicId.Format(PublicId.Audit, rows.Value[^1].Id) : null, cursor is not null)));
    }

    public static async Task<IResult> UndoAsync(HttpContext http, string id, UndoService undo, CancellationToken cancellationToken)
    {
        var report = PublicId.TryParse(PublicId.Audit, id, out var number)
            ? await undo.UndoAsync(DashboardApi.OrganizationOf(http), number, cancellationToken)
            : new Problem("AUDIT_NOT_FOUND", "There is no such entry.");
        return report.IsOk
            ? Envelope.Ok(http, new UndoneData(id, report.Value.Reversed, report.Value.Kept, report.Value.WhyKept))
            : Envelope.Fail(http, report.Problem!);
    }
}

/// <summary>A page of changes, newest first.</summary>
internal sealed record AuditData(IReadOnlyList<AuditShown> Audit, Pagination Pagination);

/// <summary>A change: who, when, what, through which door.</summary>
internal sealed record AuditShown(
    string Id,
    DateTimeOffset At,
    string Actor,
    AuditPath Path,
    AuditVerb Verb,
    [property: Description("The address or entry it was about, while that exists.")] string? Subject,
    [property: Description("How many entries or addresses it changed.")] long Count,
    [property: Description("What else there is to say; it differs from verb to verb.")] JsonElement Details,
    bool IsUndone,
    [property: Description("Whether this key could undo it now.")] bool CanUndo)
{
    public static AuditShown Of(AuditRow row) => new(PublicId.Format(PublicId.Audit, row.Id), row.At, row.Actor, row.Path, row.Verb, row.Subject, row.Count,
        JsonElement.Parse(row.Details ?? "null"), row.IsUndone, row.CanUndo);
}

/// <summary>What an undo did.</summary>
internal sealed record UndoneData(
    [property: Description("The change that was taken back.")] string AuditId,
    long Reversed,
    [property: Description("What it left alone, because somebody changed it since or the reverse is not this key's to do.")] long Kept,
    string? WhyKept);
