using System.Net;
using System.Text.Json;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

/// <summary>What all calls share: keys, limits, and the envelope whatever happens.</summary>
public sealed class EnvelopeTests(EnvelopeTests.Server server) : IClassFixture<EnvelopeTests.Server>
{
    [Fact]
    public async Task Key_RevokedOrExpired_IsToldApart()
    {
        var (revoked, expired) = (await server.GivenClientAsync(), await server.GivenClientAsync(expiresAt: DateTimeOffset.UtcNow.AddMilliseconds(50)));
        var (keys, demo) = (server.As<ApiKeyService>(new SystemActor()), await server.FindAsync("demo"));
        var row = (await keys.ListAsync(demo, TestStore.Stop)).Value.First(k => revoked.Key.StartsWith(k.Prefix, StringComparison.Ordinal));
        await keys.RevokeAsync(demo, row.Id, TestStore.Stop);

        (await revoked.GetAsync("/contacts")).Should().BeEquivalentTo(new { Status = 401, Error = "KEY_REVOKED" });
        // Its time comes while it is being asked for.
        ApiAnswer answer;
        do
            answer = await expired.GetAsync("/contacts");
        while (answer.Status == 200);
        answer.Should().BeEquivalentTo(new { Status = 401, Error = "KEY_EXPIRED" });
    }

    [Theory]
    [InlineData("GET", "/api/v1", 404, "NOT_FOUND")]
    [InlineData("GET", "/api/v1/nothing", 404, "NOT_FOUND")]
    [InlineData("POST", "/api/v1/organizations", 404, "NOT_FOUND")]
    [InlineData("DELETE", "/contacts", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("PUT", "/suppressions/sup_1", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("GET", "/audit/aud_1/undo", 405, "METHOD_NOT_ALLOWED")]
    public async Task Route_UnknownOrWrongMethod_IsInTheEnvelope(string method, string path, int status, string code)
    {
        var client = await server.GivenClientAsync();

        var answer = await client.SendAsync(new(method), path);

        answer.Should().BeEquivalentTo(new { Status = status, Error = code });
        answer.Json.GetProperty("success").GetBoolean().Should().BeFalse();
        answer.Json.GetProperty("meta").GetProperty("requestId").GetString().Should().Be(answer.Response.Headers.GetValues("X-Request-Id").Single());
        answer.Response.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task RateLimit_IsSaidOnEveryAnswerOnceTheKeyIsKnown()
    {
        var client = await server.GivenClientAsync(["contacts:read"], requestsPerMinute: 500);

        foreach (var path in new[] { "/contacts", "/contacts?page=0", "/suppressions", "/suppressions/x" })
        {
            var answer = await client.GetAsync(path);
            answer.Response.Headers.GetValues("X-RateLimit-Limit").Should().Equal("500");
            answer.Response.Headers.Contains("X-RateLimit-Remaining").Should().BeTrue(path);
        }
    }

    [Fact]
    public async Task Body_WithoutAKey_IsNotLookedAt()
    {
        var client = await server.GivenClientAsync();
        using var http = server.CreateClient();

        (await (client with { Http = http }).PostJsonAsync("/suppressions", "{")).Should().BeEquivalentTo(new { Status = 401, Error = "UNAUTHORIZED" });
    }

    [Fact]
    public async Task Page_ForPeople_NeedsNoSignInAndShowsEveryCall()
    {
        using var http = server.CreateClient();

        var answer = await http.GetAsync("/api", TestStore.Stop);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestStore.Stop));
        using var document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json", TestStore.Stop));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            html.Should().Contain(path.Name);
            foreach (var operation in path.Value.EnumerateObject())
                html.Should().Contain($"id=\"{operation.Value.GetProperty("operationId").GetString()}\"").And.Contain(operation.Value.GetProperty("summary").GetString());
        }
        html.Should().Contain("curl -X POST \"http://localhost/api/v1/organizations/org_1/suppressions/check\"").And.Contain("href=\"/openapi/v1.json\"");
    }

    public sealed class Server : TestServer;
}
