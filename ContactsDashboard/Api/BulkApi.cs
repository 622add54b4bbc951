using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Api;

/// <summary>Many entries of the ledger in one call, each with its own result.</summary>
internal static class BulkApi
{
    /// <summary>Room for 10,000 entries with notes and evidence of ordinary length.</summary>
    public const long MaxBytes = 64L << 20;

    public static async Task<IResult> AddAsync(HttpContext http, SuppressionBatchService suppressions, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.BulkBody, cancellationToken, MaxBytes);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        var entries = body.Value.Suppressions;
        if (entries.ValueKind != JsonValueKind.Array || entries.GetArrayLength() is 0 or > SuppressionBatchService.MaxEntries)
            return Envelope.Fail(http, new("VALIDATION_ERROR", $"suppressions must be an array of 1 to {SuppressionBatchService.MaxEntries:N0} entries.") { Field = "suppressions" });
        var read = entries.EnumerateArray().Select(Read).ToList();
        var edits = read.Where(e => e.IsOk).Select(e => e.Value).ToList();
        var report = await suppressions.AddAsync(DashboardApi.OrganizationOf(http), edits, cancellationToken);
        // Without one entry to add, the service still says whether this key may add any.
        return report.IsOk ? Envelope.Ok(http, Shown(read, report.Value))
            : edits.Count > 0 || report.Problem!.Code != "VALIDATION_ERROR" ? Envelope.Fail(http, report.Problem!)
            : Envelope.Ok(http, Shown(read, new([], null)));
    }

    private static Result<SuppressionEdit> Read(JsonElement entry)
    {
        var body = ApiBody.Read(entry, ApiJson.Api.SuppressionBody);
        return body.IsOk ? body.Value.Read() : body.Problem!;
    }

    private static BulkData Shown(List<Result<SuppressionEdit>> read, AdditionReport report)
    {
        var (results, added) = (new List<BulkResult>(read.Count), 0);
        foreach (var entry in read)
        {
            var result = entry.IsOk ? report.Results[added++] : new AdditionResult(0, AdditionOutcome.Invalid, null, entry.Problem);
            results.Add(new(results.Count, StatusOf(result.Outcome), result.Id is { } id ? PublicId.Format(PublicId.Suppression, id) : null,
                result.Problem is { } problem ? new(problem.Code, problem.Message, problem.Field) : null));
        }
        int Count(string status) => results.Count(r => r.Status == status);
        return new(results, new(results.Count, Count("created"), Count("joined"), Count("already_suppressed"), Count("invalid")),
            report.Change is { } change ? PublicId.Format(PublicId.Audit, change.AuditId) : null);
    }

    private static string StatusOf(AdditionOutcome outcome) => outcome switch
    {
        AdditionOutcome.Added => "created",
        AdditionOutcome.Joined => "joined",
        AdditionOutcome.AlreadySuppressed => "already_suppressed",
        _ => "invalid",
    };
}

/// <summary>Entries to add; each is read by itself, so that a bad one does not spoil the others.</summary>
internal sealed record BulkBody([property: Required, Length(1, SuppressionBatchService.MaxEntries), Description("Entries as for a single one.")] JsonElement Suppressions);

/// <summary>What became of each entry, in the order sent.</summary>
internal sealed record BulkData(
    IReadOnlyList<BulkResult> Results,
    BulkTotals Totals,
    [property: Description("By which the whole call can be undone; null when nothing changed.")] string? AuditId);

/// <summary>What became of one entry.</summary>
/// <param name="Id">The entry it made, joined or met.</param>
internal sealed record BulkResult(
    int Index,
    [property: AllowedValues("created", "joined", "already_suppressed", "invalid")] string Status,
    [property: Description("The entry it made, joined or met.")] string? Id,
    BulkError? Error);

/// <summary>What is wrong with one entry.</summary>
internal sealed record BulkError(string Code, string Message, string? Field);

/// <summary>How many entries became what.</summary>
internal sealed record BulkTotals(int Total, int Created, int Joined, int AlreadySuppressed, int Invalid);
