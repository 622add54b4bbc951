using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Seeding;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Services.Seeding;

/// <summary>The benchmark's data set is right by the product's own recount.</summary>
public class SeedServiceTests
{
    private const int Contacts = 2_000;

    [Fact]
    public async Task EmptyOrganization_Seeded_EverythingAgrees()
    {
        await using var store = await TestStore.CreateAsync();

        var report = await SeedAsync(store);

        report.Value.Should().Be(new SeedReport(Contacts, Domains: 200, Threads: 1_200, Messages: 4_000, EmailSuppressions: 60, DomainSuppressions: 2, PhoneSuppressions: 20));
        await store.ShouldAgreeAsync();
        var counts = (await store.As<ContactsService>(Role.Auditor).CountAsync(store.Organization, TestStore.Stop)).Value;
        counts.All.Should().Be(Contacts);
        counts.Blocked.Should().BeGreaterThanOrEqualTo(60);
    }

    [Fact]
    public async Task Seeded_TablesAndLargestDomain_HaveTheirSizes()
    {
        await using var store = await TestStore.CreateAsync();
        await SeedAsync(store);

        (await NumberAsync(store, "SELECT count(DISTINCT Domain) FROM Addresses WHERE Channel = 0")).Should().Be(200);
        (await NumberAsync(store, "SELECT max(n) FROM (SELECT count(*) AS n FROM Addresses WHERE Channel = 0 GROUP BY Domain)")).Should().Be(200);
        (await NumberAsync(store, "SELECT sum(n = 200) FROM (SELECT count(*) AS n FROM Addresses WHERE Channel = 0 GROUP BY Domain)")).Should().Be(1);
        (await NumberAsync(store, "SELECT count(*) FROM Messages")).Should().Be(4_000);
        (await NumberAsync(store, "SELECT count(*) FROM ThreadLinks")).Should().Be(4_000);
        (await NumberAsync(store, "SELECT count(*) FROM SuppressionClaims")).Should().Be(82);
    }

    [Fact]
    public async Task SameSeed_AnotherStore_SameContacts()
    {
        await using var one = await TestStore.CreateAsync();
        await using var other = await TestStore.CreateAsync();
        await SeedAsync(one);
        await SeedAsync(other);

        (await other.ListedAsync(ContactStatus.Blocked)).Should().Equal(await one.ListedAsync(ContactStatus.Blocked));
    }

    [Fact]
    public async Task OrganizationWithContacts_Refused_NothingChanges()
    {
        await using var store = await TestStore.CreateAsync();
        await store.GivenContactAsync("ann@example.com");

        (await SeedAsync(store)).Problem!.Code.Should().Be("NOT_EMPTY");

        (await store.ListedAsync()).Should().Equal("ann@example.com");
    }

    [Fact]
    public async Task Person_Refused()
    {
        await using var store = await TestStore.CreateAsync();

        var result = await store.As<SeedService>(Role.Admin).SeedAsync(store.Organization, Contacts, 1, TestStore.Stop);

        result.Problem!.Code.Should().Be("FORBIDDEN");
    }

    private static Task<Result<SeedReport>> SeedAsync(TestStore store) =>
        store.As<SeedService>(new SystemActor()).SeedAsync(store.Organization, Contacts, 1, TestStore.Stop);

    private static async Task<long> NumberAsync(TestStore store, string sql)
    {
        await using var context = await store.OpenAsync();
        return await context.ScalarAsync(sql, TestStore.Stop);
    }
}
