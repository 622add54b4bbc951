using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Requests;

/// <summary>One address of a request with what covers it now, each entry with its newest claim.</summary>
internal sealed record RequestTarget(long AddressId, Channel Channel, string Value, string? Shown, BulkOutcome Outcome, long? ContactId, bool IsMoved)
{
    public IReadOnlyList<LedgerEntry> Covering { get; init; } = [];

    public IReadOnlyDictionary<long, long> Claims { get; init; } = new Dictionary<long, long>();

    public SuppressionScope Scope => Channel == Channel.Phone ? SuppressionScope.Phone : SuppressionScope.Email;

    /// <summary>Names an entry as it stands: the same one, claimed once more, is another.</summary>
    public string Mark(LedgerEntry entry) => string.Create(CultureInfo.InvariantCulture, $"{entry.Id}:{Claims.GetValueOrDefault(entry.Id)}");

    /// <summary>What a preview keeps of it.</summary>
    public string Marks => string.Join(' ', Covering.Select(Mark));

    public bool WasShown(LedgerEntry entry) => Shown?.Split(' ').Contains(Mark(entry)) == true;
}

/// <summary>Reads the addresses of requests and writes what became of them.</summary>
internal static class RequestTargets
{
    public static async Task<List<RequestTarget>> PendingAsync(DashboardDbContext context, SupportRequest request, long after, int limit, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var targets = await context.QueryAsync(RequestSql.Pending, Read, cancellationToken,
            ("@request", request.Id), ("@organization", request.OrganizationId), ("@after", after), ("@limit", limit));
        return await CoveredAsync(context, new(request.OrganizationId), targets, now, cancellationToken);
    }

    public static Task<List<RequestTarget>> ItemsAsync(DashboardDbContext context, SupportRequest request, long after, int limit, CancellationToken cancellationToken) =>
        context.QueryAsync(RequestSql.Items, Read, cancellationToken,
            ("@request", request.Id), ("@organization", request.OrganizationId), ("@after", after), ("@limit", limit));

    public static async Task<BulkCounts> CountsAsync(DashboardDbContext context, long request, CancellationToken cancellationToken) =>
        new((await context.QueryAsync(RequestSql.Counts, row => ((BulkOutcome)row.GetInt32(0), row.GetInt64(1)), cancellationToken, ("@request", request)))
            .ToDictionary(c => c.Item1, c => c.Item2));

    public static Task SetOutcomeAsync(DashboardDbContext context, long request, BulkOutcome outcome, IEnumerable<long> ids, CancellationToken cancellationToken) =>
        context.ExecuteAsync(RequestSql.SetOutcome, cancellationToken, ("@request", request), ("@outcome", (int)outcome), ("@ids", JsonSerializer.Serialize(ids)));

    private static async Task<List<RequestTarget>> CoveredAsync(DashboardDbContext context, OrganizationId organization, List<RequestTarget> targets, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var emails = targets.Where(t => t.Channel == Channel.Email).Select(t => EmailAddress.TryParse(t.Value, out var email) ? email : null).OfType<EmailAddress>().ToList();
        var phones = targets.Where(t => t.Channel == Channel.Phone).Select(t => PhoneNumber.TryParse(t.Value, "", out var phone) ? (PhoneNumber?)phone : null).OfType<PhoneNumber>().ToList();
        var byEmail = await LedgerReader.MatchAsync(context, organization, emails, now, cancellationToken);
        var byPhone = await LedgerReader.MatchAsync(context, organization, phones, now, cancellationToken);
        var ids = byEmail.Values.Concat(byPhone.Values).SelectMany(e => e).Select(e => e.Id).Distinct().ToArray();
        var claims = ids.Length == 0 ? [] : (await context.QueryAsync(RequestSql.NewestClaims, row => (Entry: row.GetInt64(0), Claim: row.GetInt64(1)), cancellationToken,
            ("@ids", JsonSerializer.Serialize(ids)))).ToDictionary(c => c.Entry, c => c.Claim);
        return targets.ConvertAll(t => t with
        {
            Covering = (t.Channel == Channel.Phone ? byPhone : byEmail).GetValueOrDefault(t.Value) ?? [], Claims = claims,
        });
    }

    private static RequestTarget Read(Row row) => new(row.GetInt64(0), (Channel)row.GetInt32(1), row.GetString(2), row.TextOrNull(3), (BulkOutcome)row.GetInt32(4),
        row.IsDBNull(5) ? null : row.GetInt64(5), row.GetBoolean(6));
}
