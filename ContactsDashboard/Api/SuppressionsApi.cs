using System.Globalization;
using System.Text.Json;
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

    public static async Task<IResult> AddAsync(HttpContext http, SuppressionBody body, SuppressionService suppressions, CancellationToken cancellationToken)
    {
        var edit = body.Read();
        if (!edit.IsOk)
            return Envelope.Fail(http, edit.Problem!);
        var conflict = http.Request.Query["onConflict"].ToString();
        if (conflict is not ("" or "return"))
            return Envelope.Fail(http, new("INVALID_PARAMETER", "onConflict must be return, or left out.") { Field = "onConflict", Value = conflict });
        var added = await suppressions.AddAsync(DashboardApi.OrganizationOf(http), edit.Value, conflict == "return", cancellationToken);
        if (!added.IsOk)
            return Envelope.Fail(http, added.Problem!);
        if (added.Value.Change is null)
            return Envelope.Ok(http, Shown(added.Value.Entry));
        http.Response.Headers.Location = $"{http.Request.Path}/{PublicId.Format(PublicId.Suppression, added.Value.Entry.Id)}";
        return Envelope.Ok(http, Shown(added.Value.Entry), StatusCodes.Status201Created);
    }

    public static async Task<IResult> ListAsync(HttpContext http, SuppressionListService suppressions, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var cursor = parameters.Text("cursor");
        var before = 0L;
        var query = new SuppressionsQuery
        {
            Reason = parameters.Choice("reason", [.. Reasons()]),
            Scope = parameters.Choice<SuppressionScope>("scope"),
            Source = parameters.Choice<SuppressionSource>("source"),
            Level = parameters.Choice<SuppressionLevel>("level"),
            Email = parameters.Text("email"),
            CreatedAfter = parameters.Instant("createdAfter"),
            CreatedBefore = parameters.Instant("createdBefore"),
            Page = parameters.Number("page", 1, 1, int.MaxValue),
            Limit = parameters.Number("limit", 20, 1, 100),
            Before = cursor is not null && PublicId.TryParse(PublicId.Suppression, cursor, out before) ? before : null,
        };
        var problem = parameters.Problem
            ?? (cursor is not null && before == 0 ? new Problem("INVALID_PARAMETER", "This cursor was not made for this list.") { Field = "cursor", Value = cursor } : null);
        if (problem is not null)
            return Envelope.Fail(http, problem);
        var page = await suppressions.ListAsync(DashboardApi.OrganizationOf(http), query, cancellationToken);
        return page.IsOk
            ? Envelope.Ok(http, new { suppressions = page.Value.Rows.Select(Shown), pagination = Pagination(query, page.Value) })
            : Envelope.Fail(http, page.Problem!);
    }

    public static async Task<IResult> FindAsync(HttpContext http, string id, SuppressionService suppressions, CancellationToken cancellationToken)
    {
        var entry = PublicId.TryParse(PublicId.Suppression, id, out var number)
            ? await suppressions.FindAsync(DashboardApi.OrganizationOf(http), number, cancellationToken)
            : SuppressionProblems.NotFound;
        return entry.IsOk ? Envelope.Ok(http, Shown(entry.Value)) : Envelope.Fail(http, entry.Problem!);
    }

    public static async Task<IResult> DeleteAsync(HttpContext http, string id, SuppressionService suppressions, CancellationToken cancellationToken)
    {
        var deleted = PublicId.TryParse(PublicId.Suppression, id, out var number)
            ? await suppressions.DeleteAsync(DashboardApi.OrganizationOf(http), number, cancellationToken)
            : SuppressionProblems.NotFound;
        return deleted.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, deleted.Problem!);
    }

    /// <summary>The reasons as the ledger spells them, and the organisation API's other spellings.</summary>
    internal static IEnumerable<(string Text, SuppressionReason Value)> Reasons() =>
        Enum.GetValues<SuppressionReason>().Select(r => (JsonNamingPolicy.SnakeCaseLower.ConvertName(r.ToString()), r)).Concat(OtherSpellings.Select(o => (o.Key, o.Value)));

    private static object Pagination(SuppressionsQuery query, SuppressionsPage page) => new
    {
        page = query.Before is null ? query.Page : (int?)null,
        query.Limit,
        page.Total,
        totalPages = (page.Total + query.Limit - 1) / query.Limit,
        hasNext = page.NextBefore is not null,
        hasPrev = query.Before is not null || query.Page > 1,
        nextCursor = page.NextBefore is { } next ? PublicId.Format(PublicId.Suppression, next) : null,
    };

    private static object Shown(LedgerEntry entry) => new
    {
        id = PublicId.Format(PublicId.Suppression, entry.Id), entry.Scope, entry.Value, entry.Reason, entry.Source, entry.Level, entry.Note, entry.ExpiresAt,
        entry.Exceptions, evidence = entry.EvidenceCode is null && entry.EvidenceText is null ? null : new { code = entry.EvidenceCode, text = entry.EvidenceText },
        entry.CreatedAt, entry.CreatedBy,
    };
}

/// <summary>The body of a new suppression, every field as sent.</summary>
internal sealed record SuppressionBody(string? Scope, string? Value, string? Reason, string? Note, string? ExpiresAt, string?[]? Exceptions)
{
    private const int MaxNote = 1_000;

    public Result<SuppressionEdit> Read()
    {
        // Enum.TryParse alone also takes numbers and lists such as "email,domain".
        if (!Enum.TryParse<SuppressionScope>(Scope, ignoreCase: true, out var scope) || !scope.ToString().Equals(Scope, StringComparison.OrdinalIgnoreCase))
            return new Problem("VALIDATION_ERROR", "scope must be email, domain or phone.") { Field = "scope", Value = Scope };
        if (SuppressionsApi.Reasons().FirstOrDefault(r => r.Text.Equals(Reason, StringComparison.OrdinalIgnoreCase)) is not { Text: not null } reason)
            return new Problem("VALIDATION_ERROR", "reason must be manual, unsubscribed, bounced, complained or spam_trap.") { Field = "reason", Value = Reason };
        if (Note?.Length > MaxNote)
            return new Problem("VALIDATION_ERROR", $"note may have at most {MaxNote} characters.") { Field = "note" };
        var expires = default(DateTimeOffset);
        if (ExpiresAt is not null && !DateTimeOffset.TryParse(ExpiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out expires))
            return new Problem("VALIDATION_ERROR", "expiresAt must be an instant such as 2026-11-21T19:12:00Z.") { Field = "expiresAt", Value = ExpiresAt };
        return new SuppressionEdit(scope, Value, reason.Value)
        {
            Note = Note, ExpiresAt = ExpiresAt is null ? null : expires, Exceptions = [.. (Exceptions ?? []).Select(e => e ?? "")],
        };
    }
}
