using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Services;

public sealed class ApiKeyTests : IAsyncLifetime
{
    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await TestStore.CreateAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private ApiKeyService Keys => _store.As<ApiKeyService>(Role.Admin);

    [Fact]
    public async Task Create_WithoutScopes_MayDoEverythingKeysCan()
    {
        var key = await GivenKeyAsync();

        var actor = await Keys.AuthenticateAsync(key.Text, TestStore.Stop);

        actor.Value.Permissions.Should().Be(ApiScopes.PermissionsOf(ApiScopes.All.Keys)).And.HaveFlag(Permissions.Check | Permissions.ViewAudit);
        (await RowAsync(key)).Should().BeEquivalentTo(new { Name = "crm", Prefix = key.Text[..14], Scopes = ApiScopes.All.Keys, RequestsPerMinute = 100, RevokedAt = (DateTimeOffset?)null });
    }

    [Theory]
    [InlineData("", "check", 1, 1, "name")]
    [InlineData("crm", "everything", 1, 1, "scopes")]
    [InlineData("crm", "check", 0, 1, "rateLimit")]
    [InlineData("crm", "check", 1, 0, "expiresAt")]
    public async Task Create_Wrong_NamesTheField(string name, string scope, int limit, int days, string field)
    {
        var made = await Keys.CreateAsync(_store.Organization, name, [scope], limit, _store.Clock.GetUtcNow().AddDays(days), TestStore.Stop);

        made.Problem.Should().BeEquivalentTo(new { Code = "VALIDATION_ERROR", Field = field });
    }

    [Fact]
    public async Task Key_PastItsExpiry_IsRefused()
    {
        var key = await GivenKeyAsync(_store.Clock.GetUtcNow().AddDays(1));

        (await Keys.AuthenticateAsync(key.Text, TestStore.Stop)).IsOk.Should().BeTrue();
        _store.Clock.Advance(TimeSpan.FromDays(1));

        (await Keys.AuthenticateAsync(key.Text, TestStore.Stop)).Problem!.Code.Should().Be("KEY_EXPIRED");
        (await RowAsync(key)).IsExpired(_store.Clock.GetUtcNow()).Should().BeTrue();
    }

    [Fact]
    public async Task Revoke_Twice_EndsItOnceAndIsOnRecordOnce()
    {
        var key = await GivenKeyAsync();

        (await Keys.RevokeAsync(_store.Organization, key.Id, TestStore.Stop)).IsOk.Should().BeTrue();
        (await Keys.RevokeAsync(_store.Organization, key.Id, TestStore.Stop)).IsOk.Should().BeTrue();

        (await Keys.AuthenticateAsync(key.Text, TestStore.Stop)).Problem!.Code.Should().Be("KEY_REVOKED");
        var audit = await _store.As<AuditService>(Role.Admin).ListAsync(_store.Organization, new() { Limit = 2 }, TestStore.Stop);
        audit.Value.Select(a => a.Verb).Should().Equal(AuditVerb.RevokedApiKey, AuditVerb.CreatedApiKey);
    }

    [Fact]
    public async Task Revoke_OfAnotherOrganisation_FindsNothing()
    {
        var key = await GivenKeyAsync();
        var other = await _store.GivenOrganizationAsync("other");

        var revoked = await _store.As<ApiKeyService>(new SystemActor()).RevokeAsync(other, key.Id, TestStore.Stop);

        revoked.Problem!.Code.Should().Be("KEY_NOT_FOUND");
        (await Keys.AuthenticateAsync(key.Text, TestStore.Stop)).IsOk.Should().BeTrue();
    }

    [Fact]
    public async Task LastUse_IsKnownAtOnceAndStoredLater()
    {
        var key = await GivenKeyAsync();
        (await RowAsync(key)).LastUsedAt.Should().BeNull();

        await Keys.AuthenticateAsync(key.Text, TestStore.Stop);
        (await RowAsync(key)).LastUsedAt.Should().Be(_store.Clock.GetUtcNow());
        await _store.Get<ApiKeyUses>().StoreAsync(TestStore.Stop);

        _store.Get<ApiKeyUses>().NotedFor(key.Id).Should().BeNull();
        (await RowAsync(key)).LastUsedAt.Should().Be(_store.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData(Role.Support)]
    [InlineData(Role.Auditor)]
    public async Task Keys_AreForAdmins(Role role)
    {
        var keys = _store.As<ApiKeyService>(role);

        (await keys.ListAsync(_store.Organization, TestStore.Stop)).Problem!.Code.Should().Be("FORBIDDEN");
        (await keys.RevokeAsync(_store.Organization, 1, TestStore.Stop)).Problem!.Code.Should().Be("FORBIDDEN");
    }

    private async Task<NewApiKey> GivenKeyAsync(DateTimeOffset? expiresAt = null) =>
        (await Keys.CreateAsync(_store.Organization, "crm", [], 100, expiresAt, TestStore.Stop)).Value;

    private async Task<ApiKeyRow> RowAsync(NewApiKey key) => (await Keys.ListAsync(_store.Organization, TestStore.Stop)).Value.Single(k => k.Id == key.Id);
}
