using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContactsDashboard.Tests.Support;

/// <summary>The real services on a real SQLite file of its own, with a clock that stands still until told, spoken to in the words of the domain.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Dictionary<Role, UserActor> _people = [];
    private int _messages;

    private TestStore(string folder, Dictionary<string, string?> settings)
    {
        Folder = folder;
        _services = Open(settings);
    }

    /// <summary>The same store as another process opens it, with its keys elsewhere if told.</summary>
    public ServiceProvider Reopen(string? hashKeys = null) => Open(new() { ["Dashboard:HashKeys"] = hashKeys });

    private ServiceProvider Open(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings)
            .AddInMemoryCollection([new("Dashboard:DataDirectory", Folder)]).Build();
        return new ServiceCollection().AddLogging(log => log.AddProvider(Errors)).AddSingleton<IConfiguration>(configuration).AddDashboardCore(configuration)
            .AddSingleton<TimeProvider>(Clock).BuildServiceProvider(validateScopes: true);
    }

    public TestClock Clock { get; } = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public ErrorLog Errors { get; } = new();

    public string Folder { get; }

    /// <summary>Where the keys of hashes are.</summary>
    public string HashKeys => Folder + "-keys";

    public OrganizationId Organization { get; private set; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestStore> CreateAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("contacts-test-").FullName;
        MigratedStore.PlaceIn(folder);
        var store = new TestStore(folder, settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        await Startup.MigrateAsync(store._services, Stop);
        store.Organization = await store.GivenOrganizationAsync("acme");
        foreach (var role in Enum.GetValues<Role>())
            store._people[role] = await store.GivenMemberAsync(store.Organization, $"{role}@acme.example", role);
        return store;
    }

    /// <summary>A service as somebody with this role uses it.</summary>
    public T As<T>(Role role) where T : notnull => As<T>(_people[role]);

    public T As<T>(Actor actor) where T : notnull
    {
        var scope = _services.CreateScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = actor;
        return scope.ServiceProvider.GetRequiredService<T>();
    }

    public UserActor Person(Role role) => _people[role];

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public IServiceScopeFactory Scopes => Get<IServiceScopeFactory>();

    public async Task<DashboardDbContext> OpenAsync() => await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Stop);

    public async Task<OrganizationId> GivenOrganizationAsync(string slug, bool platform = false) =>
        (await As<OrganizationService>(new SystemActor()).CreateAsync(slug, slug, platform, Stop)).Value;

    /// <summary>An entry of the platform's level, made by the platform organisation.</summary>
    public async Task<AddedSuppression> GivenPlatformEntryAsync(string value, SuppressionScope scope = SuppressionScope.Email, DateTimeOffset? expiresAt = null)
    {
        var system = new SystemActor();
        var platform = await As<OrganizationService>(system).FindAsync("platform", Stop) ?? await GivenOrganizationAsync("platform", platform: true);
        var edit = new SuppressionEdit(scope, value, SuppressionReason.Manual) { Level = SuppressionLevel.Platform, ExpiresAt = expiresAt };
        return (await As<SuppressionService>(system).AddAsync(platform, edit, false, Stop)).Value;
    }

    public async Task<OrganizationId> FindAsync(string slug) => (await As<OrganizationService>(new SystemActor()).FindAsync(slug, Stop))!.Value;

    public async Task<UserActor> GivenMemberAsync(OrganizationId organization, string email, Role role)
    {
        var added = (await As<MemberService>(new SystemActor()).AddAsync(organization, email, role, null, Stop)).Value;
        return new(added.UserId, email.ToLowerInvariant());
    }

    /// <summary>An address that took part in this many conversations, the latest just now.</summary>
    public async Task<EmailAddress> GivenContactAsync(string email, int threads = 1, string? name = null, DateTimeOffset? at = null)
    {
        var from = name is null ? email : $"{name} <{email}>";
        for (var i = 0; i < threads; i++)
            await GivenMailAsync($"From: {from}\r\nDate: {(at ?? Clock.GetUtcNow()).AddMinutes(-i):R}\r\nMessage-ID: <{++_messages}@test>\r\nSubject: Thread {_messages}\r\n\r\n");
        return Email(email);
    }

    /// <summary>A contact with this address; its id.</summary>
    public async Task<long> GivenPersonAsync(string email, OrganizationId? organization = null)
    {
        var id = organization ?? Organization;
        await GivenMailAsync(id, $"From: {email}\r\nDate: {Clock.GetUtcNow():R}\r\nMessage-ID: <{++_messages}@test>\r\nSubject: Hello\r\n\r\n");
        return (await RowAsync(email, id)).ContactId!.Value;
    }

    /// <summary>The contact is deleted, or no longer.</summary>
    public async Task DeletePersonAsync(long contact, bool deleted = true) => await Get<StoreWriter>().WriteAsync<int>(Organization, async context =>
        await context.Contacts.Where(c => c.Id == contact).ExecuteUpdateAsync(c => c.SetProperty(x => x.DeletedAt, deleted ? Clock.GetUtcNow() : null), Stop), Stop);

    public async Task<ImportReport> GivenMailAsync(params string[] messages) => await GivenMailAsync(Organization, messages);

    public async Task<ImportReport> GivenMailAsync(OrganizationId organization, params string[] messages)
    {
        async IAsyncEnumerable<MailItem> Read()
        {
            foreach (var message in messages)
            {
                await foreach (var item in MailReader.ReadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(message)), "test", 0, Stop))
                    yield return item;
            }
        }
        return (await As<MailImportService>(new SystemActor()).ImportMessagesAsync(organization, Read(), Stop)).Value;
    }

    public async Task<ContactRow> RowAsync(string email, OrganizationId? organization = null) =>
        (await As<ContactsService>(new SystemActor()).ListAsync(organization ?? Organization, new() { Search = email }, Stop)).Value.Rows
        .Single(r => r.Email.Value == Email(email).Value);

    public async Task<IReadOnlyList<string>> ListedAsync(ContactStatus status = ContactStatus.All)
    {
        var page = await As<ContactsService>(new SystemActor()).ListAsync(Organization, new() { Status = status, Sort = ContactSort.Email, Descending = false, Limit = 100 }, Stop);
        return [.. page.Value.Rows.Select(r => r.Email.Value)];
    }

    public async Task<bool> MayBeSentToAsync(string email) =>
        (await As<CheckService>(new SystemActor()).CheckAsync(Organization, [email], Stop)).Value[0].Allowed;

    /// <summary>Runs what is queued, as the server's lanes would.</summary>
    public Task RunJobsAsync() => Get<JobRunner>().RunQueuedAsync([.. JobRunner.Interactive, .. JobRunner.Imports], Stop);

    /// <summary>Everything derived equals its recount.</summary>
    public async Task ShouldAgreeAsync()
    {
        await RunJobsAsync();
        (await As<VerifyService>(new SystemActor()).VerifyAsync(Stop)).Should().BeEmpty();
    }

    public static EmailAddress Email(string text) => EmailAddress.TryParse(text, out var email) ? email : throw new ArgumentException(text);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(HashKeys, recursive: true);
    }
}
