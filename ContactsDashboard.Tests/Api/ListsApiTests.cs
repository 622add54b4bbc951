using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

/// <summary>Lists as a client of the list API keeps them.</summary>
public sealed class ListsApiTests(ListsApiTests.Server server) : IClassFixture<ListsApiTests.Server>
{
    private const string Lists = "/api/v1/contact-lists";

    [Fact]
    public async Task List_MadeReadChangedDeleted()
    {
        var client = await server.GivenClientAsync();

        var made = await client.PostJsonAsync(Lists + "?domainId=dom_1", """
            { "name": "Autumn", "description": "Monthly", "domainId": "dom_1", "customFields": [
                { "key": "plan", "label": "Plan", "type": "select", "options": ["free", "pro"], "required": true, "defaultValue": "free" },
                { "key": "companySize", "label": "Size", "type": "number" } ] }
            """);

        made.Status.Should().Be(201);
        var id = made.Data.GetProperty("id").GetString()!;
        id.Should().StartWith("lst_");
        made.Response.Headers.Location!.ToString().Should().Be($"{Lists}/{id}");
        (made.Data.GetProperty("contactCount").GetInt32(), made.Data.GetProperty("description").GetString()).Should().Be((0, "Monthly"));
        var field = (await client.GetAsync($"{Lists}/{id}")).Data.GetProperty("customFields")[0];
        field.ToString().Should().Contain("\"defaultValue\":\"free\"").And.Contain("\"type\":\"select\"").And.Contain("\"required\":true");
        var changed = await client.SendAsync(HttpMethod.Put, $"{Lists}/{id}", ApiClient.Json("""{ "name": "Winter", "customFields": [{ "key": "vip", "type": "boolean" }] }"""));
        changed.Status.Should().Be(200);
        changed.Data.GetProperty("customFields").EnumerateArray().Select(f => f.GetProperty("key").GetString()).Should().Equal("vip");
        (changed.Data.GetProperty("name").GetString(), changed.Data.GetProperty("description").GetString()).Should().Be(("Winter", "Monthly"), "what is left out stays");
        (await client.SendAsync(HttpMethod.Put, $"{Lists}/{id}", ApiClient.Json("""{ "description": null }"""))).Data.GetProperty("description").ValueKind.Should().Be(JsonValueKind.Null);
        var demo = await server.FindAsync("demo");
        (await server.As<SegmentService>(new SystemActor()).ListAsync(demo, SegmentKind.List, TestStore.Stop)).Value.Select(s => s.Name).Should().Contain("Winter", "it is the dashboard's");
        (await client.DeleteAsync($"{Lists}/{id}")).Status.Should().Be(204);
        (await client.GetAsync($"{Lists}/{id}")).Should().BeEquivalentTo(new { Status = 404, Error = "LIST_NOT_FOUND" });
        (await client.DeleteAsync($"{Lists}/{id}")).Should().BeEquivalentTo(new { Status = 404, Error = "LIST_NOT_FOUND" });
    }

    [Theory]
    [InlineData("""{ }""", "name")]
    [InlineData("""{ "name": " " }""", "name")]
    [InlineData("""{ "name": null }""", "name")]
    [InlineData("""{ "name": "x", "customFields": [{ "key": "a", "type": "text" }, { "key": "a", "type": "text" }] }""", "customFields[1].key")]
    [InlineData("""{ "name": "x", "customFields": [{ "key": "1", "type": "text" }] }""", "customFields[0].key")]
    [InlineData("""{ "name": "x", "customFields": [{ "type": "text" }] }""", "customFields[0].key")]
    [InlineData("""{ "name": "x", "customFields": [{ "key": "a", "type": "colour" }] }""", "customFields[0].type")]
    [InlineData("""{ "name": "x", "customFields": [{ "key": "a", "type": "select" }] }""", "customFields[0].options")]
    [InlineData("""{ "name": "x", "customFields": [{ "key": "a", "type": "text", "options": ["b"] }] }""", "customFields[0].options")]
    [InlineData("""{ "name": "x", "customFields": [{ "key": "a", "type": "number", "defaultValue": "many" }] }""", "customFields[0].defaultValue")]
    [InlineData("""{ "name": "x", "customFields": [{ "key": "a", "type": "select", "options": ["b"], "defaultValue": "c" }] }""", "customFields[0].defaultValue")]
    public async Task List_NotAsItShouldBe_IsRefusedByField(string body, string field)
    {
        var client = await server.GivenClientAsync();

        (await client.PostJsonAsync(Lists, body)).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR", Field = field });
    }

    [Fact]
    public async Task List_TooLongOrTaken_IsRefused()
    {
        var client = await server.GivenClientAsync();
        (await client.PostAsync(Lists, new { name = new string('n', 100), description = new string('d', 500) })).Status.Should().Be(201);

        (await client.PostAsync(Lists, new { name = new string('n', 101) })).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR", Field = "name" });
        (await client.PostAsync(Lists, new { name = "long", description = new string('d', 501) })).Should().BeEquivalentTo(new { Status = 400, Field = "description" });
        (await client.PostAsync(Lists, new { name = new string('N', 100) })).Should().BeEquivalentTo(new { Status = 409, Error = "LIST_ALREADY_EXISTS" });
        var other = await GivenListAsync(client, "other");
        (await client.SendAsync(HttpMethod.Put, $"{Lists}/{other}", new { name = new string('n', 100) })).Should().BeEquivalentTo(new { Status = 409, Error = "LIST_ALREADY_EXISTS" });
    }

    [Fact]
    public async Task Lists_AreSearchedAndPagedByNumberAndByCursor()
    {
        var client = await server.GivenClientAsync();
        foreach (var i in Enumerable.Range(1, 5))
            await GivenListAsync(client, $"Paged {i} Ä");

        var second = (await client.GetAsync(Lists + "?search=PAGED&limit=2&page=2")).Data;

        second.GetProperty("lists").EnumerateArray().Select(l => l.GetProperty("name").GetString()).Should().Equal("Paged 3 Ä", "Paged 4 Ä");
        var pages = second.GetProperty("pagination");
        (pages.GetProperty("total").GetInt32(), pages.GetProperty("totalPages").GetInt32(), pages.GetProperty("hasNext").GetBoolean(), pages.GetProperty("hasPrev").GetBoolean())
            .Should().Be((5, 3, true, true));
        var last = (await client.GetAsync($"{Lists}?search=paged&limit=2&cursor={pages.GetProperty("nextCursor").GetString()}")).Data;
        last.GetProperty("lists").EnumerateArray().Select(l => l.GetProperty("name").GetString()).Should().Equal("Paged 5 Ä");
        (await client.GetAsync(Lists + "?search=paged&page=9")).Data.GetProperty("lists").GetArrayLength().Should().Be(0);
        foreach (var wrong in new[] { "page=0", "limit=101", "limit=x", "cursor=cnt_1" })
            (await client.GetAsync($"{Lists}?{wrong}")).Should().BeEquivalentTo(new { Status = 400, Error = "INVALID_PARAMETER" }, wrong);
    }

    [Fact]
    public async Task List_OfAnotherOrganisation_IsNotThere()
    {
        var client = await server.GivenClientAsync();
        var theirs = (await server.As<SegmentService>(new SystemActor()).CreateListAsync(await server.FindAsync("platform"), "Theirs", TestStore.Stop)).Value.Id;
        var path = $"{Lists}/{PublicId.Format(PublicId.List, theirs)}";

        foreach (var answer in new[] { await client.GetAsync(path), await client.GetAsync(path + "/stats"), await client.GetAsync(path + "/contacts"), await client.DeleteAsync(path),
            await client.PostAsync(path + "/contacts", new { email = "a@b.test" }), await client.SendAsync(HttpMethod.Put, path, new { name = "mine" }) })
            answer.Should().BeEquivalentTo(new { Status = 404, Error = "LIST_NOT_FOUND" });
    }

    [Fact]
    public async Task List_WithoutTheScope_IsRefused()
    {
        var reader = await server.GivenClientAsync(["segments:read", "contacts:read"]);

        (await reader.GetAsync(Lists)).Status.Should().Be(200);
        foreach (var answer in new[] { await reader.PostAsync(Lists, new { name = "x" }), await reader.DeleteAsync(Lists + "/lst_1"), await reader.DeleteAsync(Lists + "/lst_1/contacts/cnt_1"),
            await reader.PostAsync(Lists + "/lst_1/contacts", new { email = "a@b.test" }), await reader.PostAsync(Lists + "/lst_1/contacts/cnt_1/suppress", new { reason = "manual" }) })
            answer.Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
    }

    [Fact]
    public async Task List_UnderOneName_IsMadeOnce()
    {
        var client = await server.GivenClientAsync();
        async Task<ApiAnswer> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Lists) { Content = ApiClient.Json("""{ "name": "Once" }""") };
            request.Headers.Add("X-Idempotency-Key", "once");
            return await client.SendAsync(request);
        }

        var (first, again) = (await SendAsync(), await SendAsync());

        (first.Status, again.Status).Should().Be((201, 201));
        again.Json.ToString().Should().Be(first.Json.ToString());
    }

    internal static async Task<string> GivenListAsync(ApiClient client, string name, string fields = "[]") =>
        (await client.PostJsonAsync(Lists, $$"""{ "name": "{{name}}", "customFields": {{fields}} }""")).Data.GetProperty("id").GetString()!;

    public sealed class Server : TestServer;
}
