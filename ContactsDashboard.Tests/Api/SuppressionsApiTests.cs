using System.Net.Http.Json;
using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

public sealed class SuppressionsApiTests(SuppressionsApiTests.Server server) : IClassFixture<SuppressionsApiTests.Server>
{
    [Fact]
    public async Task Add_WithEvidence_ShowsAndFindsIt()
    {
        var client = await server.GivenClientAsync();

        var added = await client.PostAsync("/suppressions", new { scope = "email", value = "a@evidence.test", reason = "bounced", evidence = new { code = "5.1.1", text = "No such User" } });

        added.Status.Should().Be(201);
        added.Data.GetProperty("evidence").GetProperty("code").GetString().Should().Be("5.1.1");
        (await ListAsync(client, "?code=5.1&text=such user&domain=evidence.test&source=api&level=own")).Should().Equal("a@evidence.test");
        (await ListAsync(client, "?domain=evidence.test&code=4")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{ "code": 5 }""", "evidence.code")]
    [InlineData("\"550\"", "evidence")]
    public async Task Add_EvidenceOfAnotherType_NamesTheField(string evidence, string field)
    {
        var client = await server.GivenClientAsync();

        var answer = await client.PostJsonAsync("/suppressions", $$"""{ "scope": "email", "value": "a@b.test", "reason": "bounced", "evidence": {{evidence}} }""");

        answer.Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR", Field = field });
    }

    [Fact]
    public async Task Add_OutlandishConflict_IsRefused()
    {
        var client = await server.GivenClientAsync();

        var answer = await client.PostAsync("/suppressions?onConflict=ignore", new { scope = "email", value = "a@b.test", reason = "manual" });

        answer.Should().BeEquivalentTo(new { Status = 400, Error = "INVALID_PARAMETER", Field = "onConflict" });
    }

    [Fact]
    public async Task List_UnknownParameters_AreIgnored()
    {
        var client = await server.GivenClientAsync();
        await client.PostAsync("/suppressions", new { scope = "email", value = "a@ignored.test", reason = "manual" });

        (await ListAsync(client, "?domain=ignored.test&domainId=7&foo=bar")).Should().Equal("a@ignored.test");
    }

    [Fact]
    public async Task List_Cursor_GoesOnWhereThePageEnded()
    {
        var client = await server.GivenClientAsync();
        foreach (var name in new[] { "a", "b", "c" })
            await client.PostAsync("/suppressions", new { scope = "email", value = $"{name}@cursor.test", reason = "manual" });

        var first = await client.GetAsync("/suppressions?domain=cursor.test&limit=2");
        var pages = first.Data.GetProperty("pagination");
        pages.GetProperty("total").GetInt32().Should().Be(3);
        pages.GetProperty("totalPages").GetInt32().Should().Be(2);

        (await ListAsync(client, $"?domain=cursor.test&limit=2&cursor={pages.GetProperty("nextCursor").GetString()}")).Should().Equal("a@cursor.test");
    }

    [Fact]
    public async Task Change_EachField_OnlyWhatWasSent()
    {
        var client = await server.GivenClientAsync();
        var added = await client.PostAsync("/suppressions", new { scope = "domain", value = "patch.test", reason = "manual", note = "n", exceptions = new[] { "a@patch.test" } });
        var path = $"/suppressions/{added.Data.GetProperty("id").GetString()}";

        var later = await client.PatchAsync(path, """{ "expiresAt": "2999-01-01T00:00:00Z" }""");
        var exempt = await client.PatchAsync(path, """{ "exceptions": ["b@patch.test"] }""");
        var cleared = await client.PatchAsync(path, """{ "note": null, "expiresAt": null, "exceptions": null }""");
        var nothing = await client.PatchAsync(path, "{}");

        (later.Status, later.Data.GetProperty("note").GetString(), later.Data.GetProperty("expiresAt").GetString()).Should().Be((200, "n", "2999-01-01T00:00:00Z"));
        later.Data.GetProperty("exceptions")[0].GetString().Should().Be("a@patch.test");
        exempt.Data.GetProperty("exceptions").EnumerateArray().Select(e => e.GetString()).Should().Equal("b@patch.test");
        exempt.Data.GetProperty("expiresAt").GetString().Should().Be("2999-01-01T00:00:00Z");
        (cleared.Data.GetProperty("note").GetString(), cleared.Data.GetProperty("expiresAt").GetString()).Should().Be((null, null));
        cleared.Data.GetProperty("exceptions").GetArrayLength().Should().Be(0);
        nothing.Status.Should().Be(200);
    }

    [Theory]
    [InlineData("""{ "reason": "manual" }""", "VALIDATION_ERROR", "reason")]
    [InlineData("""{ "note": 1 }""", "VALIDATION_ERROR", "note")]
    [InlineData("""{ "expiresAt": "soon" }""", "VALIDATION_ERROR", "expiresAt")]
    [InlineData("""{ "expiresAt": "2001-01-01T00:00:00Z" }""", "VALIDATION_ERROR", "expiresAt")]
    [InlineData("""{ "exceptions": ["a@elsewhere.test"] }""", "VALIDATION_ERROR", "exceptions")]
    [InlineData("[]", "VALIDATION_ERROR", null)]
    [InlineData("null", "VALIDATION_ERROR", null)]
    [InlineData("{", "VALIDATION_ERROR", null)]
    public async Task Change_Wrong_NamesTheField(string body, string code, string? field)
    {
        var client = await server.GivenClientAsync();
        var added = await client.PostAsync("/suppressions?onConflict=return", new { scope = "domain", value = "wrong.test", reason = "manual" });

        var answer = await client.PatchAsync($"/suppressions/{added.Data.GetProperty("id").GetString()}", body);

        answer.Should().BeEquivalentTo(new { Status = 400, Error = code, Field = field });
    }

    [Fact]
    public async Task Change_OfTheUnknownThePlatformsOrWithoutTheRight_IsRefused()
    {
        var client = await server.GivenClientAsync();
        var platform = await GivenPlatformEntryAsync("platform@patch.test");
        var writer = await server.GivenClientAsync(["suppressions:write"]);
        var guarded = (await writer.PostAsync("/suppressions", new { scope = "email", value = "guarded@patch.test", reason = "bounced" })).Data.GetProperty("id").GetString();

        (await client.PatchAsync("/suppressions/sup_zzz", "{}")).Should().BeEquivalentTo(new { Status = 404, Error = "SUPPRESSION_NOT_FOUND" });
        (await client.PatchAsync("/suppressions/x", "{}")).Should().BeEquivalentTo(new { Status = 404, Error = "SUPPRESSION_NOT_FOUND" });
        (await client.PatchAsync($"/suppressions/{platform}", "{}")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        (await writer.PatchAsync($"/suppressions/{guarded}", """{ "expiresAt": "2999-01-01T00:00:00Z" }""")).Should().BeEquivalentTo(new { Status = 403, Field = "expiresAt" });
        (await writer.PatchAsync($"/suppressions/{guarded}", """{ "note": "seen" }""")).Status.Should().Be(200);
        (await (await server.GivenClientAsync(["suppressions:read"])).PatchAsync($"/suppressions/{guarded}", "{}")).Status.Should().Be(403);
    }

    [Fact]
    public async Task Delete_OfThePlatforms_IsForbidden()
    {
        var client = await server.GivenClientAsync();
        var id = await GivenPlatformEntryAsync("platform@delete.test");

        (await client.GetAsync($"/suppressions/{id}")).Data.GetProperty("level").GetString().Should().Be("platform");
        (await client.DeleteAsync($"/suppressions/{id}")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
    }

    private async Task<string> GivenPlatformEntryAsync(string email)
    {
        var platform = await server.FindAsync("platform");
        var edit = new SuppressionEdit(SuppressionScope.Email, email, SuppressionReason.Manual) { Level = SuppressionLevel.Platform };
        var added = await server.As<SuppressionService>(new SystemActor()).AddAsync(platform, edit, false, TestStore.Stop);
        return PublicId.Format(PublicId.Suppression, added.Value.Entry.Id);
    }

    private static async Task<IEnumerable<string?>> ListAsync(ApiClient client, string query) =>
        (await client.GetAsync("/suppressions" + query)).Data.GetProperty("suppressions").EnumerateArray().Select(s => s.GetProperty("value").GetString()).ToList();

    public sealed class Server : TestServer;
}
