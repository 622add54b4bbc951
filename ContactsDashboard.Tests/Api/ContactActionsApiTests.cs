using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

public sealed class ContactActionsApiTests(ContactActionsApiTests.Server server) : IClassFixture<ContactActionsApiTests.Server>
{
    [Fact]
    public async Task Block_DryRunThenReally_SaysWhatChanged()
    {
        var client = await server.GivenClientAsync();

        var preview = await client.PostAsync("/contacts/block?dryRun=true", new { email = "Ann@block.test" });
        var blocked = await client.PostAsync("/contacts/block", new { email = "Ann@block.test", note = "by phone" });
        var again = await client.PostAsync("/contacts/block", new { email = "ann@block.test" });
        var after = await client.PostAsync("/contacts/block?dryRun=true", new { email = "ann@block.test" });

        preview.Data.ToString().Should().Be("""{"dryRun":true,"email":"ann@block.test","outcome":"would_block","auditId":null,"suppressionId":null,"suppressions":[]}""");
        blocked.Data.GetProperty("outcome").GetString().Should().Be("blocked");
        blocked.Data.GetProperty("auditId").GetString().Should().StartWith("aud_");
        var id = blocked.Data.GetProperty("suppressionId").GetString();
        blocked.Data.GetProperty("suppressions")[0].GetProperty("id").GetString().Should().Be(id);
        (await client.GetAsync($"/suppressions/{id}")).Data.GetProperty("note").GetString().Should().Be("by phone");
        again.Should().BeEquivalentTo(new { Status = 409, Error = "ALREADY_SUPPRESSED" });
        again.Json.GetProperty("error").GetProperty("details").GetProperty("id").GetString().Should().Be(id);
        (after.Status, after.Data.GetProperty("outcome").GetString()).Should().Be((200, "already_suppressed"));
    }

    [Fact]
    public async Task BlockDomain_DryRunThenReally_CountsAndBlocks()
    {
        var client = await server.GivenClientAsync();
        foreach (var name in new[] { "ann", "bob" })
            await client.PostAsync("/messages", new { messageId = $"{name}@sub.domain.test", from = $"{name}@sub.domain.test", date = DateTimeOffset.UtcNow.ToString("O") });

        var preview = await client.PostAsync("/contacts/block-domain?dryRun=true", new { email = "ann@sub.domain.test" });
        var wide = await client.PostAsync("/contacts/block-domain?dryRun=true", new { domain = "*.domain.test" });
        var blocked = await client.PostAsync("/contacts/block-domain", new { email = "ann@sub.domain.test", exceptions = new[] { "bob@sub.domain.test" }, note = "n" });

        preview.Data.ToString().Should().Be(
            """{"dryRun":true,"domain":"sub.domain.test","outcome":"would_block","auditId":null,"suppressionId":null,"impact":{"addresses":2,"notYetBlocked":2,"recentlyActive":2,"isFreeMail":false}}""");
        wide.Data.GetProperty("impact").GetProperty("addresses").GetInt32().Should().Be(2);
        (blocked.Data.GetProperty("outcome").GetString(), blocked.Data.GetProperty("domain").GetString()).Should().Be(("blocked", "sub.domain.test"));
        (await client.PostAsync("/suppressions/check", new { recipients = new[] { "ann@sub.domain.test", "bob@sub.domain.test" } })).Data.GetProperty("allowed").GetInt32().Should().Be(1);
        (await client.PostAsync("/contacts/block-domain", new { domain = "@Sub.Domain.test" })).Should().BeEquivalentTo(new { Status = 409, Error = "ALREADY_SUPPRESSED" });
        (await client.PostAsync("/contacts/block-domain?dryRun=true", new { domain = "sub.domain.test" })).Data.GetProperty("outcome").GetString().Should().Be("already_suppressed");
    }

    [Fact]
    public async Task Unblock_DryRunThenReally_SaysWhatWasReleasedAndWhatStays()
    {
        var client = await server.GivenClientAsync();
        var email = "ann@unblock.test";
        await client.PostAsync("/messages", new { messageId = "1@unblock.test", from = email });
        await client.PostAsync("/contacts/block", new { email });
        await client.PostAsync("/contacts/block-domain", new { email });

        var preview = await client.PostAsync("/contacts/unblock?dryRun=true", new { email });
        var kept = await client.PostAsync("/contacts/unblock", new { email, domain = "keep" });
        var exempted = await client.PostAsync("/contacts/unblock", new { email });
        var nothing = await client.PostAsync("/contacts/unblock", new { email });

        var entries = preview.Data.GetProperty("entries").EnumerateArray().ToList();
        entries.Should().HaveCount(2).And.OnlyContain(e => e.GetProperty("canRelease").GetBoolean() && e.GetProperty("whyNot").ValueKind == System.Text.Json.JsonValueKind.Null);
        kept.Data.GetProperty("released").GetArrayLength().Should().Be(1);
        kept.Data.GetProperty("stillBlockedBy")[0].GetProperty("scope").GetString().Should().Be("domain");
        kept.Data.GetProperty("auditId").GetString().Should().StartWith("aud_");
        exempted.Data.GetProperty("exempted").GetArrayLength().Should().Be(1);
        exempted.Data.GetProperty("stillBlockedBy").GetArrayLength().Should().Be(0);
        nothing.Should().BeEquivalentTo(new { Status = 409, Error = "NOT_SUPPRESSED" });
    }

    [Fact]
    public async Task Unblock_RemovingTheDomain_FreesTheOthers()
    {
        var client = await server.GivenClientAsync();
        await client.PostAsync("/contacts/block-domain", new { domain = "remove.test" });

        var removed = await client.PostAsync("/contacts/unblock", new { email = "ann@remove.test", domain = "remove" });

        removed.Data.GetProperty("released")[0].GetProperty("scope").GetString().Should().Be("domain");
        (await client.PostAsync("/suppressions/check", new { recipients = new[] { "bob@remove.test" } })).Data.GetProperty("allowed").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Unblock_Guarded_NeedsTheReleaseScope()
    {
        var writer = await server.GivenClientAsync(["suppressions:write", "contacts:read"]);
        await writer.PostAsync("/suppressions", new { scope = "email", value = "ann@guarded.test", reason = "complained" });

        var preview = await writer.PostAsync("/contacts/unblock?dryRun=true", new { email = "ann@guarded.test" });
        var refused = await writer.PostAsync("/contacts/unblock", new { email = "ann@guarded.test" });
        var released = await (await server.GivenClientAsync()).PostAsync("/contacts/unblock", new { email = "ann@guarded.test" });

        preview.Data.GetProperty("entries")[0].GetProperty("canRelease").GetBoolean().Should().BeFalse();
        preview.Data.GetProperty("entries")[0].GetProperty("whyNot").GetString().Should().NotBeEmpty();
        refused.Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        released.Status.Should().Be(200);
    }

    [Theory]
    [InlineData("block", """{ "email": "nobody" }""", "INVALID_EMAIL", "email")]
    [InlineData("block", "{}", "INVALID_EMAIL", "email")]
    [InlineData("block", """{ "email": 1 }""", "VALIDATION_ERROR", "email")]
    [InlineData("block?dryRun=maybe", """{ "email": "a@b.test" }""", "INVALID_PARAMETER", "dryRun")]
    [InlineData("block-domain", """{ "email": "nobody" }""", "INVALID_EMAIL", "email")]
    [InlineData("block-domain", """{ "domain": "a b" }""", "VALIDATION_ERROR", "domain")]
    [InlineData("block-domain", "{}", "VALIDATION_ERROR", "email")]
    [InlineData("block-domain", """{ "email": "a@b.test", "domain": "b.test" }""", "VALIDATION_ERROR", "domain")]
    [InlineData("block-domain", """{ "domain": "b.test", "exceptions": ["a@c.test"] }""", "VALIDATION_ERROR", "exceptions")]
    [InlineData("block-domain", """{ "domain": "b.test", "exceptions": [null] }""", "VALIDATION_ERROR", "exceptions")]
    [InlineData("unblock", """{ "email": "nobody" }""", "INVALID_EMAIL", "email")]
    [InlineData("unblock", """{ "email": "a@b.test", "domain": "all" }""", "VALIDATION_ERROR", "domain")]
    [InlineData("unblock", "[]", "VALIDATION_ERROR", null)]
    public async Task Action_Wrong_NamesTheField(string action, string body, string code, string? field)
    {
        var client = await server.GivenClientAsync();

        (await client.PostJsonAsync($"/contacts/{action}", body)).Should().BeEquivalentTo(new { Status = 400, Error = code, Field = field });
    }

    [Theory]
    [InlineData("block")]
    [InlineData("block-domain")]
    [InlineData("unblock")]
    public async Task Action_LongNoteWithoutScopeOrType_IsRefused(string action)
    {
        var client = await server.GivenClientAsync(["contacts:read"]);

        (await client.PostAsync($"/contacts/{action}", new { email = "a@b.test" })).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        (await client.PostAsync($"/contacts/{action}", new StringContent("x"))).Should().BeEquivalentTo(new { Status = 415, Error = "UNSUPPORTED_MEDIA_TYPE" });
        (await client.PostAsync($"/contacts/{action}", new HugeContent(2 << 20))).Should().BeEquivalentTo(new { Status = 413, Error = "PAYLOAD_TOO_LARGE" });
        if (action != "unblock")
            (await client.PostAsync($"/contacts/{action}", new { email = "a@b.test", note = new string('x', 1_001) })).Should().BeEquivalentTo(new { Status = 400, Field = "note" });
    }

    public sealed class Server : TestServer;
}
