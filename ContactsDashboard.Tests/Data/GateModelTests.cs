using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Data;

/// <summary>Random contacts, limits, deletions, restorations, sign-ups and blocks: the one rule, the gate, the stored standings, the rails and the place agree at every step.</summary>
public class GateModelTests
{
    private static readonly string[] Emails = [.. from domain in new[] { "a.test", "b.test", "sub.a.test" } from local in new[] { "ann", "bob", "carl", "dora" } select $"{local}@{domain}"];

    private readonly List<string> _secrets = [];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task RandomBase_RuleGateStandingsRailsAndPlace_Agree(int seed)
    {
        await using var store = await CreateAsync();
        var random = new Random(seed);
        var forms = store.As<SignUpFormService>(Role.Admin);
        await forms.CreateAsync(store.Organization, "Newsletter", "News", Stop);
        var form = (await store.As<SignUpService>(new SystemActor()).FindFormAsync((await forms.ListAsync(store.Organization, Stop)).Value[0].Token, Stop))!;
        for (var step = 0; step < 60; step++)
        {
            await ActAsync(store, form, random);
            if (random.Next(3) == 0)
                store.Clock.Advance(TimeSpan.FromMinutes(random.Next(90)));
            await store.Get<ExpirySweeper>().SweepAsync(Stop);
            await store.ShouldAgreeAsync();
            await CompareAsync(store);
        }
    }

    private async Task ActAsync(TestStore store, PublicForm form, Random random)
    {
        var email = Emails[random.Next(Emails.Length)];
        switch (random.Next(10))
        {
            case 0:
                await store.As<OrderService>(Role.Operator).AddAsync(store.Organization, [new($"{random.Next(50)}", new(null, email, null), 1, null, store.Clock.GetUtcNow())], Stop);
                break;
            case 1:
                await store.As<PlanService>(Role.Admin).ChangeAsync(store.Organization, new(random.Next(4) == 0 ? null : 1 + random.Next(8), "EUR"), Stop);
                break;
            case 2 or 3:
                await store.As<SignUpService>(new FormActor(store.Organization, form.Name)).AskAsync(store.Organization, form.Id, new(email, "Ann", null), Keep, Stop);
                break;
            case 4 when _secrets.Count > 0:
                await store.As<SignUpService>(new FormActor(store.Organization, form.Name)).ConfirmAsync(store.Organization, _secrets[random.Next(_secrets.Count)], Stop);
                break;
            case 5:
                await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(random.Next(3) == 0 ? SuppressionScope.Domain : SuppressionScope.Email,
                    random.Next(3) == 0 ? "*.a.test" : email, (SuppressionReason)random.Next(5)) { ExpiresAt = random.Next(2) == 0 ? store.Clock.GetUtcNow().AddMinutes(40) : null }, false, Stop);
                break;
            case 6:
                await store.As<ReleaseService>(Role.Support).ReleaseAsync(store.Organization, Email(email), DomainRelease.Remove, Stop);
                break;
            case 7:
                await AddDuplicateAsync(store, email, random);
                break;
            default:
                await DeleteOrRestoreAsync(store, random);
                break;
        }

        string Keep(string secret)
        {
            _secrets.Add(secret);
            return secret;
        }
    }

    // Another contact of the same address, older than some.
    private static async Task AddDuplicateAsync(TestStore store, string email, Random random) => await store.Get<StoreWriter>().WriteAsync<bool>(store.Organization, async context =>
    {
        var now = store.Clock.GetUtcNow();
        var address = (await ContactIntake.AddressesAsync(context, store.Organization, [Email(email)], [], now, Stop))[email];
        context.Contacts.Add(ContactIntake.NewContact(store.Organization, address, null, CreationMethod.Manual, now.AddMinutes(-random.Next(200)), "Duplicate"));
        await context.SaveChangesAsync(Stop);
        return true;
    }, Stop);

    private static async Task DeleteOrRestoreAsync(TestStore store, Random random)
    {
        List<Contact> all;
        await using (var context = await store.OpenAsync())
            all = await context.Contacts.AsNoTracking().OrderBy(c => c.Id).ToListAsync(Stop);
        if (all.Count > 0 && all[random.Next(all.Count)] is { } one)
            await store.DeletePersonAsync(one.Id, one.DeletedAt is null);
    }

    private static async Task CompareAsync(TestStore store)
    {
        await using var context = await store.OpenAsync();
        var (now, ledger) = (store.Clock.GetUtcNow(), await LedgerAsync(context));
        var limit = await context.Organizations.Where(o => o.Id == store.Organization.Value).Select(o => o.ContactLimit).SingleAsync(Stop);
        var addresses = await context.Addresses.AsNoTracking().Where(a => a.Channel == Channel.Email).ToListAsync(Stop);
        var counted = (await context.Contacts.AsNoTracking().ToListAsync(Stop)).Where(c => c is { DeletedAt: null, EmailAddressId: not null })
            .OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToList();
        var within = counted.Take((int)(limit ?? int.MaxValue)).Select(c => c.EmailAddressId).ToHashSet();
        var gate = (await store.As<CheckService>(Role.Auditor).CheckAsync(store.Organization, Emails, Stop)).Value;
        foreach (var (email, answer) in Emails.Zip(gate))
        {
            var address = addresses.Find(a => a.Value == email);
            var isOver = address is not null && counted.Exists(c => c.EmailAddressId == address.Id) && !within.Contains(address.Id);
            var covering = ledger.Where(s => s.Covers(Email(email), now)).ToList();
            var standing = Standings.OfEmail(covering, address?.Confirmation ?? Confirmation.NotAsked, isOver);
            answer.Code.Should().Be(standing switch
            {
                Standing.Active => null, Standing.NotConfirmed => "NOT_CONFIRMED", Standing.OverLimit => "OVER_LIMIT", _ => "SUPPRESSED",
            }, email);
            answer.Allowed.Should().Be(standing == Standing.Active);
            address?.Standing.Should().Be(standing == Standing.OverLimit ? Standing.Active : standing, email);
        }
    }

    private static async Task<List<Suppression>> LedgerAsync(DashboardDbContext context) => (await context.Suppressions.Where(s => s.EndedAt == null)
        .Select(s => new { s.Level, s.Scope, s.Value, s.Reason, s.Source, s.ExpiresAt }).ToListAsync(Stop))
        .ConvertAll(s => new Suppression { Level = s.Level, Scope = s.Scope, Value = s.Value, Reason = s.Reason, Source = s.Source, ExpiresAt = s.ExpiresAt });
}
