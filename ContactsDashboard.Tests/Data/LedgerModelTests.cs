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
        var platform = await store.GivenOrganizationAsync("platform", platform: true);
        foreach (var email in Emails)
            await store.GivenContactAsync(email);
        var receipts = new List<Receipt>();
        var random = new Random(seed);
        for (var step = 0; step < 30; step++)
        {
            await ActAsync(store, platform, [.. Enumerable.Range(0, 6).Select(_ => random.Next())], receipts);
            await store.RunJobsAsync();
            await CompareAsync(store);
        }
        await store.Get<ExpirySweeper>().SweepAsync(Stop);
        await store.ShouldAgreeAsync();
    }

    private static async Task ActAsync(TestStore store, OrganizationId platform, int[] n, List<Receipt> receipts)
    {
        T Pick<T>(T[] from, int i) => from[n[i] % from.Length];
        var (email, pattern) = (Email(Pick(Emails, 1)), Pick(Patterns, 2));
        switch (n[0] % 11)
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
                    receipts.Add(new(store.Organization, released.Value.Change!.AuditId));
                break;
            case 5 when receipts.Count > 0:
                var (organization, audit) = receipts[n[5] % receipts.Count];
                await (organization == platform ? store.As<UndoService>(new SystemActor()) : store.As<UndoService>(Role.Support)).UndoAsync(organization, audit, Stop);
                break;
            case 6:
                await ChangePlatformAsync(store, platform, email.Value, pattern, n, receipts);
                break;
            case 7:
                await AddManyAsync(store, n, receipts);
                break;
            case 8 or 9:
                await ChangeOneAsync(store, n, receipts);
                break;
            default:
                store.Clock.Advance(TimeSpan.FromMinutes(n[4] % 90));
                await store.Get<ExpirySweeper>().SweepAsync(Stop);
                break;
        }
    }

    private static async Task AddAsync(TestStore store, SuppressionScope scope, string value, int[] n, IReadOnlyList<string> exceptions, List<Receipt> receipts)
    {
        var edit = new SuppressionEdit(scope, value, (SuppressionReason)(n[4] % 5))
        {
            ExpiresAt = n[5] % 3 == 0 ? store.Clock.GetUtcNow().AddMinutes(1 + n[5] % 60) : null, Exceptions = exceptions,
        };
        var added = await store.As<SuppressionService>(Role.Operator).AddAsync(store.Organization, edit, false, Stop);
        if (added.IsOk)
            receipts.Add(new(store.Organization, added.Value.Change!.AuditId));
    }

    private static async Task AddManyAsync(TestStore store, int[] n, List<Receipt> receipts)
    {
        var edits = n.Select((x, i) => (x + i) % 3 == 0
            ? new SuppressionEdit(SuppressionScope.Domain, Patterns[x % Patterns.Length], (SuppressionReason)(x % 5))
            : new SuppressionEdit(SuppressionScope.Email, Emails[x % Emails.Length], (SuppressionReason)(x % 5))
            {
                ExpiresAt = x % 4 == 0 ? store.Clock.GetUtcNow().AddMinutes(1 + x % 60) : null,
            }).ToList();
        var service = store.As<SuppressionBatchService>(Role.Operator);
        var preview = (await service.PreviewAsync(store.Organization, edits, Stop)).Value;
        var report = (await service.AddAsync(store.Organization, edits, Stop)).Value;
        report.Results.Select(r => r.Outcome).Should().Equal(preview.Results.Select(r => r.Outcome), "a preview says what happens");
        if (report.Change is { } change)
            receipts.Add(new(store.Organization, change.AuditId));
    }

    private static async Task ChangeOneAsync(TestStore store, int[] n, List<Receipt> receipts)
    {
        var rows = (await store.As<SuppressionListService>(Role.Auditor).ListAsync(store.Organization, new() { Level = SuppressionLevel.Own, Limit = 100 }, Stop)).Value.Rows;
        if (rows.Count == 0)
            return;
        var entry = rows[n[1] % rows.Count];
        var edit = new SuppressionChangeEdit
        {
            ChangesExpiry = n[2] % 2 == 0, ExpiresAt = n[2] % 4 == 0 ? store.Clock.GetUtcNow().AddMinutes(1 + n[3] % 90) : null,
            Exceptions = entry.Scope == SuppressionScope.Domain
                ? [.. Emails.Where(e => Suppression.CoversDomain(entry.Value, Email(e).Domain.Value)).Where((_, i) => (n[4] >> i) % 3 == 0)] : null,
        };
        var changed = await store.As<SuppressionService>(n[5] % 2 == 0 ? Role.Operator : Role.Support).ChangeAsync(store.Organization, entry.Id, edit, Stop);
        if (changed is { IsOk: true, Value.Change: { } change })
            receipts.Add(new(store.Organization, change.AuditId));
    }

    private static async Task ChangePlatformAsync(TestStore store, OrganizationId platform, string email, string pattern, int[] n, List<Receipt> receipts)
    {
        var service = store.As<SuppressionService>(new SystemActor());
        var edit = n[1] % 2 == 0 ? new SuppressionEdit(SuppressionScope.Email, email, SuppressionReason.Bounced) : new(SuppressionScope.Domain, pattern, SuppressionReason.Manual);
        var added = await service.AddAsync(platform, edit with { Level = SuppressionLevel.Platform }, false, Stop);
        if (added.IsOk)
            receipts.Add(new(platform, added.Value.Change!.AuditId));
        else if (PublicId.TryParse(PublicId.Suppression, added.Problem!.RelatedId, out var existing))
            receipts.Add(new(platform, (await service.DeleteAsync(platform, existing, Stop)).Value.AuditId));
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

    private sealed record Receipt(OrganizationId Organization, long AuditId);
}
