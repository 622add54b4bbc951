using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Benchmarks;

/// <summary>Blocking and unblocking one address, durable with the answer.</summary>
internal sealed class BlockBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int Runs = 100;
    private const int WarmUps = 20;

    public async Task RunAsync()
    {
        var addresses = Active(2 * (Runs + WarmUps));
        var (ours, theirs) = (addresses[..(Runs + WarmUps)], addresses[(Runs + WarmUps)..]);
        var blocks = server.Get<BlockService>();
        var releases = server.Get<ReleaseService>();
        using var block = PrepareBareBlock();
        report.Add("block one address", Bars.BlockOne, await Timing.MeasureAsync(
            async run => Answer.Of(await blocks.BlockEmailAsync(server.Organization, ours[run], null, default)), run => BareBlock(block, theirs[run].Value), Runs, WarmUps), t => t.P95);
        report.Add("unblock one address", Bars.BlockOne, await Timing.MeasureAsync(
            async run => Answer.Of(await releases.ReleaseAsync(server.Organization, ours[run], DomainRelease.Keep, default)), null, Runs, WarmUps), t => t.P95);
        foreach (var email in theirs)
            Answer.Of(await releases.ReleaseAsync(server.Organization, email, DomainRelease.Keep, default));
    }

    /// <summary>Addresses nothing blocks, away from the largest domain.</summary>
    public EmailAddress[] Active(int count) =>
        [.. bare.Query("SELECT Value FROM Addresses WHERE OrganizationId = @organization AND Listed = 1 AND Blocked = 0 ORDER BY Id DESC LIMIT @limit",
            ("@organization", server.Organization.Value), ("@limit", count)).Select(row => EmailAddress.TryParse((string)row[0], out var email) ? email : throw new InvalidDataException())];

    // The same rows in one transaction with one commit; the audit entry is the last one, so that no id needs to be read back.
    private SqliteCommand PrepareBareBlock() => bare.Prepare($"""
        BEGIN IMMEDIATE;
        INSERT INTO Audit (OrganizationId, At, Actor, Path, Verb, Count) VALUES (@organization, @now, 'bare', {(int)AuditPath.System}, {(int)AuditVerb.BlockedEmail}, 1);
        INSERT INTO Suppressions (OrganizationId, Level, Scope, Value, Reason, Source, CreatedAt, CreatedBy) VALUES (@organization, 0, 0, @value, 0, 0, @now, 'bare');
        INSERT INTO SuppressionClaims (SuppressionId, AuditId, ClaimedBy) VALUES (last_insert_rowid(), (SELECT max(Id) FROM Audit), 'bare');
        {LedgerSql.RestateValues.Replace("@channel", "0", StringComparison.Ordinal)};
        COMMIT;
        """, ("@organization", server.Organization.Value), ("@now", DateTime.UtcNow.Ticks), ("@value", ""), ("@values", "[]"));

    private static void BareBlock(SqliteCommand block, string value)
    {
        (block.Parameters["@value"].Value, block.Parameters["@values"].Value) = (value, $"[\"{value}\"]");
        block.ExecuteNonQuery();
    }
}
