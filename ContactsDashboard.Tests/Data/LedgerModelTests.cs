using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Data;

/// <summary>Random ledgers: the pure rule, the SQL rule, gate, page and counters never disagree, and nobody does by a detour what they may not do directly.</summary>
public class LedgerModelTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task RandomLedger_RuleSqlGatePageAndCounters_Agree(int seed)
    {
        await using var store = await CreateAsync();
        var (model, random) = (await LedgerModel.CreateAsync(store, seed), new Random(seed));
        for (var step = 0; step < 30; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    await model.ChangePlatformAsync();
                    break;
                case 1:
                    store.Clock.Advance(TimeSpan.FromMinutes(random.Next(90)));
                    break;
                default:
                    await model.ActAsync(random.Next(3) == 0 ? Role.Operator : Role.Support);
                    break;
            }
            await store.Get<ExpirySweeper>().SweepAsync(Stop);
            await store.RunJobsAsync();
            await CompareAsync(store, model);
        }
        await store.ShouldAgreeAsync();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task RandomSteps_ByWhoMayNotRelease_NeverLetMailThrough(int seed)
    {
        await using var store = await CreateAsync();
        var (model, random) = (await LedgerModel.CreateAsync(store, seed), new Random(seed));
        for (var step = 0; step < 40; step++)
        {
            if (random.Next(8) == 0)
                await model.ChangePlatformAsync();
            if (random.Next(10) == 0)
                store.Clock.Advance(TimeSpan.FromMinutes(random.Next(60)));
            var role = random.Next(2) == 0 ? Role.Operator : (Role)random.Next(5);
            var before = Protection(await model.LedgerAsync(), store.Clock.GetUtcNow());

            var tried = await model.ActAsync(role);

            var after = Protection(await model.LedgerAsync(), store.Clock.GetUtcNow()).ToHashSet();
            var lost = before.Where(p => !after.Contains(p)).ToList();
            var permissions = RolePermissions.Of(role);
            if (!permissions.HasFlag(Permissions.Release))
                (lost, after.Count).Should().BeEquivalentTo((new List<Protected>(), before.Count), $"{tried} changes nothing");
            else if (!permissions.HasFlag(Permissions.ReleaseGuarded))
                lost.Where(p => p.IsGuarded).Should().BeEmpty($"{tried} releases nothing guarded, now or later");
            if (role != Role.Admin)
                lost.Where(p => p.Level == SuppressionLevel.Platform).Should().BeEmpty($"{tried} touches no platform entry");
        }
    }

    // Who is protected by what, now and in times to come: an earlier expiry lets mail through as an exception does.
    private static List<Protected> Protection(List<Suppression> ledger, DateTimeOffset now)
    {
        var times = new[] { now, now.AddMinutes(20), now.AddMinutes(50), now.AddHours(3), now.AddYears(10) };
        return [.. from entry in ledger from email in LedgerModel.Emails from at in times where entry.Covers(Email(email), at)
            select new Protected(email, entry.Level, entry.Scope, entry.Value, entry.Reason, entry.IsGuarded || entry.Level == SuppressionLevel.Platform, at)];
    }

    private static async Task CompareAsync(TestStore store, LedgerModel model)
    {
        var now = store.Clock.GetUtcNow();
        var ledger = await model.LedgerAsync();
        var byRule = LedgerModel.Emails.Where(e => ledger.Exists(s => s.Covers(Email(e), now))).Order(StringComparer.Ordinal).ToList();

        await using var context = await store.OpenAsync();
        var bySql = await context.QueryAsync("SELECT a.Value FROM Addresses a WHERE a.Channel = 0 AND " + LedgerSql.Covers, row => row.GetString(0), Stop, ("@now", now.UtcTicks));
        bySql.Order(StringComparer.Ordinal).Should().Equal(byRule);
        var gate = await store.As<CheckService>(Role.Auditor).CheckAsync(store.Organization, LedgerModel.Emails, Stop);
        gate.Value.Where(r => !r.Allowed).Select(r => r.Recipient).Order(StringComparer.Ordinal).Should().Equal(byRule);
        (await store.ListedAsync(ContactStatus.Blocked)).Order(StringComparer.Ordinal).Should().Equal(byRule);
        (await store.As<ContactsService>(Role.Auditor).CountAsync(store.Organization, Stop)).Value
            .Should().Be(new ContactCounts(LedgerModel.Emails.Length, byRule.Count, LedgerModel.Emails.Length - byRule.Count));
    }

    private sealed record Protected(string Email, SuppressionLevel Level, SuppressionScope Scope, string Value, SuppressionReason Reason, bool IsGuarded, DateTimeOffset At);
}
