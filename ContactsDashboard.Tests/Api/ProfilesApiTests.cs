using System.Net.Http.Headers;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

public sealed class ProfilesApiTests(ProfilesApiTests.Server server) : IClassFixture<ProfilesApiTests.Server>
{
    [Fact]
    public async Task Contact_CreatedWithEverything_IsReadBack()
    {
        var client = await server.GivenClientAsync();
        var category = (await client.PostJsonAsync("/categories", """{ "name": "Offers" }""")).Data.GetProperty("id").GetString();
        await client.PostJsonAsync("/fields", """{ "label": "Visits", "type": "number" }""");
        await client.PostJsonAsync("/fields", """{ "label": "VIP", "type": "boolean" }""");

        var created = await client.PostJsonAsync("/contacts", $$"""
            { "firstName": "Ann", "email": "Ann@Profile.test", "phone": "+436641234567", "city": "Wien", "categories": ["{{category}}"],
              "fields": { "visits": 12.50, "vip": true }, "consent": { "confirmed": true, "at": "2026-01-02T03:04:05Z" } }
            """);

        created.Status.Should().Be(201);
        var profile = (await client.GetAsync(created.Response.Headers.Location!.ToString())).Data;
        profile.GetProperty("email").ToString().Should().Be("""{"address":"Ann@Profile.test","standing":"active","suppressions":[]}""");
        profile.GetProperty("phone").GetProperty("address").GetString().Should().Be("+436641234567");
        profile.GetProperty("segments")[0].GetProperty("name").GetString().Should().Be("Offers");
        profile.GetProperty("fields").EnumerateArray().Select(f => (f.GetProperty("key").GetString(), f.GetProperty("value").GetString()))
            .Should().Equal(("visits", "12.50"), ("vip", "true"));
        profile.GetProperty("source").GetString().Should().Be("api");
        profile.GetProperty("consent").ToString().Should().Be("""{"at":"2026-01-02T03:04:05Z","by":"API key test"}""");
        (await client.GetAsync("/categories")).Data.GetProperty("categories").EnumerateArray().Single(c => c.GetProperty("id").GetString() == category)
            .GetProperty("contactCount").GetInt64().Should().Be(1);
    }

    [Fact]
    public async Task Contact_OfABlockedAddress_SaysSoAtOnce()
    {
        var client = await server.GivenClientAsync();
        await client.PostJsonAsync("/contacts/block", """{ "email": "blocked@profile.test" }""");

        var created = await client.PostJsonAsync("/contacts", """{ "email": "blocked@profile.test", "consent": { "confirmed": true } }""");

        created.Data.GetProperty("suppressions")[0].GetProperty("reason").GetString().Should().Be("manual");
        var profile = await client.GetAsync($"/contacts/{created.Data.GetProperty("contactId").GetString()}");
        profile.Data.GetProperty("email").GetProperty("standing").GetString().Should().Be("blacklisted");
    }

    [Theory]
    [InlineData("""{ "email": "a@b.test" }""", "CONSENT_REQUIRED", "consent")]
    [InlineData("""{ "email": "a@b.test", "consent": { "confirmed": false } }""", "CONSENT_REQUIRED", "consent")]
    [InlineData("""{ "email": "a@b.test", "consent": { "confirmed": true, "at": "soon" } }""", "VALIDATION_ERROR", "consent.at")]
    [InlineData("""{ "email": "a", "consent": { "confirmed": true } }""", "INVALID_EMAIL", "email")]
    [InlineData("""{ "email": "a@b.test", "categories": ["Offers"], "consent": { "confirmed": true } }""", "VALIDATION_ERROR", "categories")]
    [InlineData("""{ "email": "a@b.test", "fields": { "x": [] }, "consent": { "confirmed": true } }""", "INVALID_CUSTOM_FIELD", "x")]
    [InlineData("""{ "email": "a@b.test", "fields": 7, "consent": { "confirmed": true } }""", "VALIDATION_ERROR", "fields")]
    public async Task Contact_ThatCannotBe_NamesTheField(string body, string error, string field)
    {
        var client = await server.GivenClientAsync();

        (await client.PostJsonAsync("/contacts", body)).Should().BeEquivalentTo(new { Status = 400, Error = error, Field = field });
    }

    [Fact]
    public async Task Change_OfSomeValues_LeavesTheOthers()
    {
        var client = await server.GivenClientAsync();
        await client.PostJsonAsync("/fields", """{ "label": "Size", "type": "text" }""");
        await client.PostJsonAsync("/fields", """{ "label": "Colour", "type": "text" }""");
        var id = await GivenAsync(client, """{ "firstName": "Ann", "city": "Linz", "fields": { "size": "L", "colour": "red" }, "consent": { "confirmed": true } }""");
        var updatedAt = (await client.GetAsync($"/contacts/{id}")).Data.GetProperty("updatedAt").GetString();

        (await client.PatchAsync($"/contacts/{id}", $$"""{ "city": null, "lastName": "Lee", "fields": { "size": null }, "updatedAt": "{{updatedAt}}" }""")).Status.Should().Be(200);

        var profile = (await client.GetAsync($"/contacts/{id}")).Data;
        (profile.GetProperty("name").GetString(), profile.GetProperty("city").GetString()).Should().Be(("Ann Lee", null));
        profile.GetProperty("fields").EnumerateArray().Should().ContainSingle().Which.GetProperty("key").GetString().Should().Be("colour");
        var late = await client.PatchAsync($"/contacts/{id}", $$"""{ "city": "Graz", "updatedAt": "{{updatedAt}}" }""");
        late.Should().BeEquivalentTo(new { Status = 409, Error = "CHANGED_SINCE" });
        late.Json.GetProperty("error").GetProperty("message").GetString().Should().Contain("city").And.Contain("surname").And.Contain("Size");
        (await client.PatchAsync($"/contacts/{id}", """{ "consent": null }""")).Should().BeEquivalentTo(new { Status = 400, Field = "consent" });
    }

    [Fact]
    public async Task Delete_AndRestore_AndUndo()
    {
        var client = await server.GivenClientAsync();
        var id = await GivenAsync(client, """{ "firstName": "Ann", "consent": { "confirmed": true } }""");

        (await client.DeleteAsync($"/contacts/{id}?reason=double")).Status.Should().Be(204);
        (await client.GetAsync($"/contacts/{id}")).Data.GetProperty("deleted").GetProperty("reason").GetString().Should().Be("double");
        var restored = await client.PostAsync($"/contacts/{id}/restore", new { });
        restored.Status.Should().Be(200);
        (await client.PostAsync($"/audit/{restored.Data.GetProperty("auditId").GetString()}/undo", new { })).Data.GetProperty("reversed").GetInt64().Should().Be(1);
        (await client.GetAsync($"/contacts/{id}")).Data.GetProperty("deleted").GetProperty("by").GetString().Should().Be("API key test");
    }

    [Fact]
    public async Task Create_AgainUnderTheSameName_MakesOneContact()
    {
        var client = await server.GivenClientAsync();
        async Task<ApiAnswer> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, client.Base + "/contacts") { Content = ApiClient.Json("""{ "firstName": "Once", "consent": { "confirmed": true } }""") };
            request.Headers.Add("Idempotency-Key", "once");
            return await client.SendAsync(request);
        }

        var (first, second) = (await SendAsync(), await SendAsync());

        second.Data.GetProperty("contactId").GetString().Should().Be(first.Data.GetProperty("contactId").GetString());
        second.Response.Headers.Location.Should().Be(first.Response.Headers.Location);
    }

    [Theory]
    [InlineData("contacts:read", 200, 403)]
    [InlineData("contacts:write", 403, 201)]
    public async Task Scopes_AllowWhatTheySay(string scope, int read, int write)
    {
        var id = await GivenAsync(await server.GivenClientAsync(), """{ "firstName": "Ann", "consent": { "confirmed": true } }""");
        var client = await server.GivenClientAsync([scope]);

        (await client.GetAsync($"/contacts/{id}")).Status.Should().Be(read);
        (await client.PostJsonAsync("/contacts", """{ "firstName": "Bob", "consent": { "confirmed": true } }""")).Status.Should().Be(write);
        (await client.PostJsonAsync("/fields", $$"""{ "label": "F {{Guid.NewGuid():N}}", "type": "text" }""")).Status.Should().Be(write);
    }

    private static async Task<string> GivenAsync(ApiClient client, string body) => (await client.PostJsonAsync("/contacts", body)).Data.GetProperty("contactId").GetString()!;

    public sealed class Server : TestServer;
}
