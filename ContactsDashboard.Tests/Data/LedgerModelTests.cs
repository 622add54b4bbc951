using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Data;

/// <summary>Random ledgers: the pure rule, the SQL rule, gate, page and counters never disagree.</summary>
public class LedgerModelTests
{
    private static readonly string[] Domains = ["example.com", "a.example.com", "b.a.example.com", "notexample.com", "other.org", "x.other.org", "com"];
    private static readonly string[] Locals = ["ann", "bob", "carl"];
    private static readonly string[] Emails = [.. Domains.SelectMany(d => Locals.Select(l => $"{l}@{d}"))];
    private static readonly string[] Patterns = [.. Domains, .. Domains.Select(d => "*." + d)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task RandomLedger_RuleSqlGatePageAndCounters_Agree(int seed)
    {
        await using var store = await CreateAsync();
        foreach (var email in Emails)
            await store.GivenContactAsync(email);
        var receipts = new List<long>();
        var random = new Random(seed);
        for (var step = 0; step < 25; step++)
        {
            await ActAsync(store, [.. Enumerable.Range(0, 6).Select(_ => random.Next())], receipts);
            await store.RunJobsAsync();
            await CompareAsync(store);
        }
        await store.Get<ExpirySweeper>().SweepAsync(Stop);
        await store.ShouldAgreeAsync();
    }

    private static async Task ActAsync(TestStore store, int[] n, List<long> receipts)
    {
        T Pick<T>(T[] from, int i) => from[n[i] % from.Length];
        var (email, pattern) = (Email(Pick(Emails, 1)), Pick(Patterns, 2));
        switch (n[0] % 8)
        {
            case 0 or 1:
                await AddAsync(store, SuppressionScope.Email, email.Value, n, [], receipts);
                break;
            case 2 or 3:
                var exceptions = Emails.Where(e => Suppression.CoversDomain(pattern, Email(e).Domain.Value)).Where((_, i) => (n[3] >> i) % 4 == 0).ToList();
                await AddAsync(store, SuppressionScope.Domain, pattern, n, exceptions, receipts);
                break;
            case 4:
                var released = await store.As<ReleaseService>(Role.Support).ReleaseAsync(store.Organization, email, (DomainRelease)(n[4] % 3), Stop);
                if (released.IsOk)
                    receipts.Add(released.Value.Change!.AuditId);
                break;
            case 5 when receipts.Count > 0:
                await store.As<UndoService>(Role.Support).UndoAsync(store.Organization, receipts[n[5] % receipts.Count], Stop);
                break;
            case 6:
                await GivenPlatformEntryAsync(store, n[1] % 2 == 0 ? SuppressionScope.Email : SuppressionScope.Domain, n[1] % 2 == 0 ? email.Value : pattern);
                break;
            default:
                store.Clock.Advance(TimeSpan.FromMinutes(n[4] % 90));
                await store.Get<ExpirySweeper>().SweepAsync(Stop);
                break;
        }
    }

    private static async Task AddAsync(TestStore store, SuppressionScope scope, string value, int[] n, IReadOnlyList<string> exceptions, List<long> receipts)
    {
        var edit = new SuppressionEdit(scope, value, (SuppressionReason)(n[4] % 5))
        {
            ExpiresAt = n[5] % 3 == 0 ? store.Clock.GetUtcNow().AddMinutes(1 + n[5] % 60) : null, Exceptions = exceptions,
        };
        var added = await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, edit, false, Stop);
        if (added.IsOk)
            receipts.Add(added.Value.Change!.AuditId);
    }

    private static async Task GivenPlatformEntryAsync(TestStore store, SuppressionScope scope, string value)
    {
        await using var context = await store.OpenAsync();
        if (context.Suppressions.Any(s => s.OrganizationId == 0 && s.Scope == scope && s.Value == value && s.EndedAt == null))
            return;
        context.Suppressions.Add(new() { Level = SuppressionLevel.Platform, Scope = scope, Value = value, Source = SuppressionSource.Platform, CreatedAt = store.Clock.GetUtcNow() });
        await context.SaveChangesAsync(Stop);
        var actor = (await store.As<AccessService>(new SystemActor()).RequireAsync(store.Organization, Permissions.None, Stop)).Value;
        await Ledger.RestateAsync(context, actor, scope, value, store.Clock.GetUtcNow(), Stop);
    }

    private static async Task CompareAsync(TestStore store)
    {
        var now = store.Clock.GetUtcNow();
        await using var context = await store.OpenAsync();
        var ledger = context.Suppressions.Where(s => s.EndedAt == null).Select(s => new
        {
            s.Level, s.Scope, s.Value, s.Reason, s.Source, s.ExpiresAt, Exceptions = s.Exceptions.Where(e => e.RemovedByAuditId == null).Select(e => e.Value).ToList(),
        }).AsEnumerable().Select(s => new Suppression
        {
            Level = s.Level, Scope = s.Scope, Value = s.Value, Reason = s.Reason, Source = s.Source, ExpiresAt = s.ExpiresAt, Exceptions = s.Exceptions,
        }).ToList();
        var byRule = Emails.Where(e => ledger.Exists(s => s.Covers(Email(e), now))).Order(StringComparer.Ordinal).ToList();

        var bySql = await context.QueryAsync("SELECT a.Value FROM Addresses a WHERE a.Channel = 0 AND " + LedgerSql.Covers, row => row.GetString(0), Stop, ("@now", now.UtcTicks));
        bySql.Order(StringComparer.Ordinal).Should().Equal(byRule);
        var gate = await store.As<CheckService>(Role.Auditor).CheckAsync(store.Organization, Emails, Stop);
        gate.Value.Where(r => !r.Allowed).Select(r => r.Recipient).Order(StringComparer.Ordinal).Should().Equal(byRule);
        (await store.ListedAsync(ContactStatus.Blocked)).Order(StringComparer.Ordinal).Should().Equal(byRule);
        (await store.As<ContactsService>(Role.Auditor).CountAsync(store.Organization, Stop)).Value
            .Should().Be(new ContactCounts(Emails.Length, byRule.Count, Emails.Length - byRule.Count));
    }
}
