using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Seeding;

/// <summary>Suppresses addresses, domains and phone numbers, and brings the flags in line through the product's own rule.</summary>
internal sealed class SeedLedger(DashboardDbContext context, SeedWriter writer, OrganizationScope scope, AuditEntry audit, DateTimeOffset now)
{
    private const int RestateChunk = 50_000;

    private static readonly (SuppressionReason Reason, SuppressionSource Source)[] Reasons =
    [
        (SuppressionReason.Manual, SuppressionSource.Operator), (SuppressionReason.Unsubscribed, SuppressionSource.Form),
        (SuppressionReason.Bounced, SuppressionSource.Event), (SuppressionReason.Complained, SuppressionSource.Event),
    ];

    public async Task WriteAsync(SeedShape shape, SeedAddresses addresses, Random random, CancellationToken cancellationToken)
    {
        using var insert = writer.Prepare(SeedSql.Suppression);
        using var claim = writer.Prepare(SeedSql.Claim);
        void Add(SuppressionScope entryScope, string value, (SuppressionReason Reason, SuppressionSource Source) why)
        {
            var id = insert.Number(scope.Id.Value, (int)entryScope, value, (int)why.Reason, (int)why.Source, now.UtcTicks, scope.Actor.Label)!.Value;
            claim.Run(id, audit.Id, scope.Actor.Label);
        }

        foreach (var address in Some(random, shape.EmailSuppressions, 0, addresses.Count))
            Add(SuppressionScope.Email, addresses.Value(address), Reasons[random.Next(Reasons.Length)]);
        // The largest domain stays free: blocking it is what is measured.
        foreach (var domain in Some(random, shape.DomainSuppressions, 1, shape.Domains))
            Add(SuppressionScope.Domain, SeedNames.Domain(domain), Reasons[0]);
        for (var phone = 0; phone < shape.PhoneSuppressions; phone++)
            Add(SuppressionScope.Phone, SeedNames.Phone(phone), Reasons[0]);

        for (var first = 0; first < addresses.Count; first += RestateChunk)
        {
            var ids = Enumerable.Range(first, Math.Min(RestateChunk, addresses.Count - first)).Select(i => writer.FirstAddressId + i);
            await Ledger.RestateIdsAsync(context, [.. ids], now, cancellationToken);
        }
        var phones = await context.QueryAsync(SeedSql.PhoneIds, row => row.GetInt64(0), cancellationToken, ("@organization", scope.Id.Value), ("@limit", shape.PhoneSuppressions));
        await Ledger.RestateIdsAsync(context, phones, now, cancellationToken);
    }

    private static IEnumerable<int> Some(Random random, int count, int from, int to)
    {
        var chosen = new HashSet<int>(count);
        while (chosen.Count < count)
            chosen.Add(random.Next(from, to));
        return chosen.Order();
    }
}
