using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

public sealed class AuditApiTests(AuditApiTests.Server server) : IClassFixture<AuditApiTests.Server>
{
    [Fact]
    public async Task List_ByCursor_ShowsEveryChangeOnce()
    {
        var client = await server.GivenClientAsync();
        foreach (var name in new[] { "a", "b", "c" })
            await client.PostAsync("/contacts/block", new { email = $"{name}@audit.test" });

        var first = await client.GetAsync("/audit?limit=2");
        var pages = first.Data.GetProperty("pagination");
        var second = await client.GetAsync($"/audit?limit=2&cursor={pages.GetProperty("nextCursor").GetString()}");

        Subjects(first).Should().Equal("c@audit.test", "b@audit.test");
        Subjects(second).First().Should().Be("a@audit.test");
        pages.GetProperty("hasNext").GetBoolean().Should().BeTrue();
        second.Data.GetProperty("pagination").GetProperty("hasPrev").GetBoolean().Should().BeTrue();
        var row = first.Data.GetProperty("audit")[0];
        (row.GetProperty("verb").GetString(), row.GetProperty("path").GetString(), row.GetProperty("actor").GetString()).Should().Be(("blocked_email", "api", "API key test"));
        (row.GetProperty("canUndo").GetBoolean(), row.GetProperty("isUndone").GetBoolean()).Should().Be((true, false));
    }

    [Fact]
    public async Task List_ToItsEnd_SaysSo()
    {
        var client = await server.GivenClientAsync();
        var (path, pages) = ("/audit?limit=100", 0);
        while (path is not null && pages++ < 50)
            path = (await client.GetAsync(path)).Data.GetProperty("pagination").GetProperty("nextCursor").GetString() is { } next ? $"/audit?limit=100&cursor={next}" : null;

        path.Should().BeNull();
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=sup_1", "cursor")]
    [InlineData("verb=nothing", "verb")]
    [InlineData("path=window", "path")]
    [InlineData("createdAfter=tomorrow", "createdAfter")]
    public async Task List_BadParameter_IsRefused(string query, string field)
    {
        var client = await server.GivenClientAsync();

        (await client.GetAsync($"/audit?{query}")).Should().BeEquivalentTo(new { Status = 400, Error = "INVALID_PARAMETER", Field = field });
    }

    [Fact]
    public async Task List_Filtered_ShowsWhatMatches()
    {
        var client = await server.GivenClientAsync();
        await client.PostAsync("/contacts/block", new { email = "filter@audit.test" });
        await client.PostAsync("/contacts/unblock", new { email = "filter@audit.test" });

        Subjects(await client.GetAsync("/audit?verb=released&subject=FILTER&path=api&actor=key")).Should().Equal("filter@audit.test");
        Subjects(await client.GetAsync("/audit?subject=filter@audit.test&createdBefore=2001-01-01T00:00:00Z")).Should().BeEmpty();
    }

    [Fact]
    public async Task Undo_OnceAndAgain_ReversesOnce()
    {
        var client = await server.GivenClientAsync();
        var blocked = await client.PostAsync("/contacts/block", new { email = "ann@undo.test" });
        var id = blocked.Data.GetProperty("auditId").GetString();

        var undone = await client.SendAsync(HttpMethod.Post, $"/audit/{id}/undo");
        var again = await client.SendAsync(HttpMethod.Post, $"/audit/{id}/undo");

        undone.Data.ToString().Should().Be($$"""{"auditId":"{{id}}","reversed":1,"kept":0,"whyKept":null}""");
        again.Should().BeEquivalentTo(new { Status = 409, Error = "NOT_UNDOABLE" });
        (await client.GetAsync($"/suppressions/{blocked.Data.GetProperty("suppressionId").GetString()}")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Undo_OfWhatIsGuarded_KeepsItAndSaysWhy()
    {
        var client = await server.GivenClientAsync(["audit:read", "suppressions:write"]);
        var added = await client.PostAsync("/suppressions/bulk", new { suppressions = new[] { new { scope = "email", value = "ann@keptundo.test", reason = "complained" } } });

        var undone = await client.SendAsync(HttpMethod.Post, $"/audit/{added.Data.GetProperty("auditId").GetString()}/undo");

        (undone.Data.GetProperty("reversed").GetInt32(), undone.Data.GetProperty("kept").GetInt32()).Should().Be((0, 1));
        undone.Data.GetProperty("whyKept").GetString().Should().Contain("Support");
    }

    [Fact]
    public async Task Undo_WhatCannotBeOrMayNot_IsRefused()
    {
        var client = await server.GivenClientAsync();
        var rows = (await client.GetAsync("/audit?limit=100")).Data.GetProperty("audit").EnumerateArray();
        var key = rows.First(r => r.GetProperty("verb").GetString() == "created_api_key").GetProperty("id").GetString();
        var blocked = (await client.PostAsync("/contacts/block", new { email = "ann@may.test" })).Data.GetProperty("auditId").GetString();
        var reader = await server.GivenClientAsync(["audit:read"]);
        var writer = await server.GivenClientAsync(["suppressions:write"]);

        (await client.SendAsync(HttpMethod.Post, $"/audit/{key}/undo")).Should().BeEquivalentTo(new { Status = 409, Error = "NOT_UNDOABLE" });
        (await client.SendAsync(HttpMethod.Post, "/audit/aud_zzzz/undo")).Should().BeEquivalentTo(new { Status = 404, Error = "AUDIT_NOT_FOUND" });
        (await client.SendAsync(HttpMethod.Post, "/audit/x/undo")).Should().BeEquivalentTo(new { Status = 404, Error = "AUDIT_NOT_FOUND" });
        (await reader.SendAsync(HttpMethod.Post, $"/audit/{blocked}/undo")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        (await writer.SendAsync(HttpMethod.Post, $"/audit/{blocked}/undo")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        (await writer.GetAsync("/audit")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
    }

    private static IEnumerable<string?> Subjects(ApiAnswer answer) => answer.Data.GetProperty("audit").EnumerateArray().Select(a => a.GetProperty("subject").GetString());

    public sealed class Server : TestServer;
}
