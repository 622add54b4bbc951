using System.Net.Http.Headers;
using System.Text;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

public sealed class OrganizationApiTests(OrganizationApiTests.Server server) : IClassFixture<OrganizationApiTests.Server>
{
    private int _messages;

    [Fact]
    public async Task Messages_JsonThenContacts_ShowsWhoTookPart()
    {
        var client = await server.GivenClientAsync();

        var answer = await client.PostAsync("/messages", new { messageId = "m1@json.test", from = "Ann <Ann@json.test>", to = new[] { "bob@json.test" }, subject = "Hi", date = "2026-11-01T10:00:00Z" });
        var contacts = await client.GetAsync("/contacts?search=JSON.test&sort=email");

        (answer.Status, answer.Data.GetProperty("accepted").GetInt32()).Should().Be((200, 1));
        contacts.Status.Should().Be(200);
        var rows = contacts.Data.GetProperty("contacts").EnumerateArray().ToList();
        rows.Select(r => r.GetProperty("email").GetString()).Should().Equal("Ann@json.test", "bob@json.test");
        rows[0].GetProperty("lastActiveAt").GetString().Should().Be("2026-11-01T10:00:00Z");
        rows[0].GetProperty("contactId").GetString().Should().StartWith("cnt_");
        contacts.Json.GetProperty("meta").GetProperty("requestId").GetString().Should().Be(contacts.Response.Headers.GetValues("X-Request-Id").Single());
        (await client.PostAsync("/messages", new { messageId = "m1@json.test", from = "Ann <Ann@json.test>" })).Data.GetProperty("duplicate").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Contacts_ByQuery_AreThoseThatFit()
    {
        var client = await server.GivenClientAsync();
        await client.PostAsync("/messages", new { messageId = "q1@json.test", from = "Ann <ann@query.test>", to = new[] { "bob@query.test" } });

        var found = await client.GetAsync("/contacts?q=" + Uri.EscapeDataString("domain:query.test -name:ann"));
        var wrong = await client.GetAsync("/contacts?q=" + Uri.EscapeDataString("domian:query.test"));

        found.Data.GetProperty("contacts").EnumerateArray().Select(r => r.GetProperty("email").GetString()).Should().Equal("bob@query.test");
        found.Data.GetProperty("pagination").GetProperty("total").GetInt32().Should().Be(1);
        (wrong.Status, wrong.Error).Should().Be((400, "INVALID_PARAMETER"));
        wrong.Json.GetRawText().Should().Contain("\"q\"").And.Contain("Did you mean");
    }

    [Fact]
    public async Task Messages_JsonWithLineBreaks_CannotSmuggleAHeader()
    {
        var client = await server.GivenClientAsync();

        await client.PostAsync("/messages", new { messageId = "m2@json.test", from = "eve@smuggle.test", subject = "x\r\nTo: victim@smuggle.test" });

        (await client.GetAsync("/contacts?search=smuggle.test")).Data.GetProperty("pagination").GetProperty("total").GetInt32().Should().Be(1);
    }

    [Theory]
    [InlineData("message/rfc822", "From: a@raw.test\r\nMessage-ID: <raw@t>\r\n\r\nHi", 1, 0)]
    [InlineData("application/mbox", "From a@b Thu Jan  1 00:00:00 2026\nFrom: a@raw.test\nMessage-ID: <box1@t>\n\nHi\n\nFrom a@b Thu Jan  1 00:00:00 2026\nFrom: a@raw.test\nMessage-ID: <box2@t>\n\nHi\n", 2, 0)]
    [InlineData("message/rfc822", "no mail", 0, 1)]
    public async Task Messages_Raw_CountsAcceptedAndRejected(string type, string content, int accepted, int rejected)
    {
        var client = await server.GivenClientAsync();

        var answer = await client.PostAsync("/messages", new StringContent(content, Encoding.UTF8, new MediaTypeHeaderValue(type)));

        (answer.Data.GetProperty("accepted").GetInt32(), answer.Data.GetProperty("rejected").GetInt32()).Should().Be((accepted, rejected));
        answer.Data.GetProperty("rejections").GetArrayLength().Should().Be(rejected);
    }

    [Fact]
    public async Task Messages_WrongTypeOrBody_SaysWhatIsWrong()
    {
        var client = await server.GivenClientAsync();

        var type = await client.PostAsync("/messages", new StringContent("x", Encoding.UTF8, new MediaTypeHeaderValue("text/plain")));
        var json = await client.PostAsync("/messages", new StringContent("[", Encoding.UTF8, new MediaTypeHeaderValue("application/json")));
        var from = await client.PostAsync("/messages", new { subject = "nobody" });

        (type.Status, type.Error).Should().Be((415, "UNSUPPORTED_MEDIA_TYPE"));
        (json.Status, json.Error).Should().Be((400, "VALIDATION_ERROR"));
        (from.Status, from.Error).Should().Be((400, "VALIDATION_ERROR"));
    }

    [Fact]
    public async Task Suppressions_AddFindListDelete_RoundTrip()
    {
        var client = await server.GivenClientAsync();
        var email = await GivenContactAsync(client);

        var added = await client.PostAsync("/suppressions", new { scope = "email", value = email.ToUpperInvariant(), reason = "complaint", note = "n" });
        var id = added.Data.GetProperty("id").GetString();
        added.Status.Should().Be(201);
        added.Response.Headers.Location!.ToString().Should().EndWith($"/suppressions/{id}");
        added.Data.GetProperty("reason").GetString().Should().Be("complained");
        added.Data.GetProperty("value").GetString().Should().Be(email);

        var contact = (await client.GetAsync($"/contacts?search={email}&blocked=true")).Data.GetProperty("contacts")[0];
        contact.GetProperty("status").GetString().Should().Be("blocked");
        contact.GetProperty("suppressions")[0].GetProperty("id").GetString().Should().Be(id);
        (await client.GetAsync($"/suppressions?email={email}&reason=complained&scope=email")).Data.GetProperty("suppressions").GetArrayLength().Should().Be(1);
        (await client.GetAsync($"/suppressions/{id}")).Data.GetProperty("source").GetString().Should().Be("api");

        var deleted = await client.DeleteAsync($"/suppressions/{id}");
        deleted.Status.Should().Be(204);
        (await client.GetAsync($"/suppressions/{id}")).Error.Should().Be("SUPPRESSION_NOT_FOUND");
        (await client.DeleteAsync($"/suppressions/{id}")).Status.Should().Be(404);
        (await client.GetAsync($"/contacts?search={email}")).Data.GetProperty("contacts")[0].GetProperty("status").GetString().Should().Be("active");
    }

    [Fact]
    public async Task Suppressions_Twice_ConflictsUnlessItLastsLonger()
    {
        var client = await server.GivenClientAsync();
        var soon = DateTimeOffset.UtcNow.AddHours(1).ToString("O");
        var first = await client.PostAsync("/suppressions", new { scope = "email", value = "twice@api.test", reason = "manual", expiresAt = soon });

        var same = await client.PostAsync("/suppressions", new { scope = "email", value = "twice@api.test", reason = "bounced", expiresAt = soon });
        var returned = await client.PostAsync("/suppressions?onConflict=return", new { scope = "email", value = "twice@api.test", reason = "manual", expiresAt = soon });
        var longer = await client.PostAsync("/suppressions", new { scope = "email", value = "twice@api.test", reason = "manual" });

        (same.Status, same.Error).Should().Be((409, "ALREADY_SUPPRESSED"));
        same.Json.GetProperty("error").GetProperty("details").GetProperty("id").GetString().Should().Be(first.Data.GetProperty("id").GetString());
        returned.Status.Should().Be(200);
        (longer.Status, longer.Data.GetProperty("id").GetString()).Should().Be((201, first.Data.GetProperty("id").GetString()), "one entry per reason, kept longer");
        longer.Data.GetProperty("expiresAt").GetString().Should().BeNull();
    }

    [Theory]
    [InlineData("""{ "scope": "email", "value": "nobody", "reason": "manual" }""", "INVALID_EMAIL", "value")]
    [InlineData("""{ "scope": "domain", "value": "a b", "reason": "manual" }""", "VALIDATION_ERROR", "value")]
    [InlineData("""{ "scope": "phone", "value": "12", "reason": "manual" }""", "VALIDATION_ERROR", "value")]
    [InlineData("""{ "scope": "0", "value": "a@b.c", "reason": "manual" }""", "VALIDATION_ERROR", "scope")]
    [InlineData("""{ "scope": "email", "value": "a@b.c", "reason": "because" }""", "VALIDATION_ERROR", "reason")]
    [InlineData("""{ "scope": "email", "value": "a@b.c", "reason": "manual", "expiresAt": "soon" }""", "VALIDATION_ERROR", "expiresAt")]
    [InlineData("""{ "scope": "email", "value": "a@b.c", "reason": "manual", "expiresAt": "2020-01-01T00:00:00Z" }""", "VALIDATION_ERROR", "expiresAt")]
    [InlineData("""{ "scope": "domain", "value": "b.c", "reason": "manual", "exceptions": ["a@x.y"] }""", "VALIDATION_ERROR", "exceptions")]
    [InlineData("{ \"scope\": 1", "VALIDATION_ERROR", "scope")]
    [InlineData("{ \"scope\": ", "VALIDATION_ERROR", "scope")]
    [InlineData("[", "VALIDATION_ERROR", null)]
    public async Task Suppressions_BadBody_NamesTheField(string body, string code, string? field)
    {
        var client = await server.GivenClientAsync();

        var answer = await client.PostAsync("/suppressions", new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")));

        (answer.Status, answer.Error).Should().Be((400, code));
        answer.Json.GetProperty("error").GetProperty("details").GetProperty("field").GetString().Should().Be(field);
    }

    [Theory]
    [InlineData("/contacts?page=0")]
    [InlineData("/contacts?limit=101")]
    [InlineData("/contacts?limit=x")]
    [InlineData("/contacts?status=maybe")]
    [InlineData("/contacts?sort=name")]
    [InlineData("/contacts?blocked=true&status=active")]
    [InlineData("/contacts?cursor=abc")]
    [InlineData("/contacts?page=501")]
    [InlineData("/suppressions?cursor=abc")]
    [InlineData("/suppressions?reason=x")]
    [InlineData("/suppressions?createdAfter=yesterday")]
    public async Task Query_BadParameter_IsAnsweredNotIgnored(string path)
    {
        var client = await server.GivenClientAsync();

        var answer = await client.GetAsync(path);

        (answer.Status, answer.Error).Should().Be((400, "INVALID_PARAMETER"));
    }

    [Fact]
    public async Task Key_MissingUnknownOrForeign_IsRefusedInTheEnvelope()
    {
        var client = await server.GivenClientAsync();
        var platform = await server.FindAsync("platform");
        using var anonymous = server.CreateClient();

        (await (client with { Http = anonymous }).GetAsync("/contacts")).Should().BeEquivalentTo(new { Status = 401, Error = "UNAUTHORIZED" });
        anonymous.DefaultRequestHeaders.Add("X-API-Key", "sk_live_guess");
        (await (client with { Http = anonymous }).GetAsync("/contacts")).Error.Should().Be("UNAUTHORIZED");
        (await client.GetAsync($"/api/v1/organizations/{platform}/contacts")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        anonymous.DefaultRequestHeaders.Remove("X-API-Key");
        anonymous.DefaultRequestHeaders.Add("X-API-Key", client.Key);
        (await (client with { Http = anonymous }).GetAsync("/contacts")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("contacts:read", "GET", "/suppressions")]
    [InlineData("suppressions:read", "GET", "/contacts")]
    [InlineData("contacts:read", "POST", "/messages")]
    public async Task Key_WithoutTheScope_IsForbidden(string scope, string method, string path)
    {
        var client = await server.GivenClientAsync([scope]);

        var answer = await client.SendAsync(new(method), path, method == "POST" ? new { from = "a@b.test" } : null);

        (answer.Status, answer.Error).Should().Be((403, "FORBIDDEN"));
    }

    [Fact]
    public async Task Delete_GuardedReason_NeedsTheReleaseScope()
    {
        var client = await server.GivenClientAsync(["suppressions:write"]);
        var added = await client.PostAsync("/suppressions", new { scope = "email", value = "guarded@api.test", reason = "bounced" });

        var deleted = await client.DeleteAsync($"/suppressions/{added.Data.GetProperty("id").GetString()}");

        (deleted.Status, deleted.Error).Should().Be((403, "FORBIDDEN"));
    }

    [Fact]
    public async Task RateLimit_UsedUp_SaysWhenToGoOn()
    {
        var client = await server.GivenClientAsync(requestsPerMinute: 1);
        var answers = new[] { await client.GetAsync("/contacts"), await client.GetAsync("/contacts"), await client.GetAsync("/contacts") };

        // The minute may turn between two of them, not between all three.
        var refused = answers.First(a => a.Status == 429);

        refused.Error.Should().Be("RATE_LIMIT_EXCEEDED");
        refused.Response.Headers.RetryAfter!.Delta.Should().BePositive();
        answers[0].Response.Headers.GetValues("X-RateLimit-Remaining").Should().Equal("0");
    }

    [Theory]
    [InlineData("/contacts?search=%EF%BF%BE", "contacts")]
    [InlineData("/contacts?search=%00", "contacts")]
    [InlineData("/suppressions?email=%EF%BF%BE", "suppressions")]
    [InlineData("/suppressions?limit=100&page=42949673", "suppressions")]
    public async Task Query_Outlandish_AnswersAnEmptyPage(string path, string rows)
    {
        var client = await server.GivenClientAsync();
        await client.PostAsync("/suppressions?onConflict=return", new { scope = "email", value = "outlandish@query.test", reason = "manual" });

        var answer = await client.GetAsync(path);

        answer.Status.Should().Be(200);
        answer.Data.GetProperty(rows).GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("email,domain")]
    [InlineData("+1")]
    [InlineData(" email")]
    public async Task Suppressions_ScopeThatIsNone_IsRefused(string scope)
    {
        var client = await server.GivenClientAsync();

        (await client.PostAsync("/suppressions", new { scope, value = "scope.test", reason = "manual" })).Error.Should().Be("VALIDATION_ERROR");
    }

    [Fact]
    public async Task Routes_UnknownOrWrongMethod_StayInTheEnvelope()
    {
        var client = await server.GivenClientAsync();

        (await client.GetAsync("/nothing")).Should().BeEquivalentTo(new { Status = 404, Error = "NOT_FOUND" });
        (await client.SendAsync(HttpMethod.Put, "/suppressions", new { })).Should().BeEquivalentTo(new { Status = 405, Error = "METHOD_NOT_ALLOWED" });
        (await client.PostAsync("/suppressions", new StringContent("x"))).Should().BeEquivalentTo(new { Status = 415, Error = "UNSUPPORTED_MEDIA_TYPE" });
    }

    private async Task<string> GivenContactAsync(ApiClient client)
    {
        var email = $"p{Guid.NewGuid():N}@api.test";
        await client.PostAsync("/messages", new { messageId = $"{Guid.NewGuid()}.{_messages++}@api.test", from = email });
        return email;
    }

    public sealed class Server : TestServer;
}
