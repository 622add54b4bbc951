using ContactsDashboard.Domain;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class GateSnapshotTests
{
    [Fact]
    public async Task Match_WhileTheBlockMovesFromDomainToAddress_NeverMissesBoth()
    {
        await using var store = await CreateAsync();
        var ann = await store.GivenContactAsync("ann@x.test");
        var domain = (await store.As<BlockService>(Role.Operator).BlockDomainAsync(store.Organization, "x.test", [], null, Stop)).Value;
        await using var context = await store.OpenAsync();
        await context.Database.OpenConnectionAsync(Stop);
        var selects = 0;
        // Between the reader's first and second question: the address gets a block of its own, then the domain is freed.
        SQLitePCL.raw.sqlite3_trace(((SqliteConnection)context.Database.GetDbConnection()).Handle, (_, sql) =>
        {
            if (sql.StartsWith("SELECT", StringComparison.Ordinal) && ++selects == 2)
                Task.Run(() => MoveAsync(store, ann, domain.AuditId)).GetAwaiter().GetResult();
        }, null);

        var covering = await LedgerReader.MatchAsync(context, store.Organization, [ann], store.Clock.GetUtcNow(), Stop);

        selects.Should().BeGreaterThan(1);
        covering.Should().ContainKey("ann@x.test", "at no moment could she be written to");
    }

    private static async Task MoveAsync(TestStore store, EmailAddress ann, long domainAudit)
    {
        (await store.As<BlockService>(Role.Operator).BlockEmailAsync(store.Organization, ann, null, Stop)).IsOk.Should().BeTrue();
        (await store.As<UndoService>(Role.Operator).UndoAsync(store.Organization, domainAudit, Stop)).Value.Reversed.Should().Be(1);
    }
}
