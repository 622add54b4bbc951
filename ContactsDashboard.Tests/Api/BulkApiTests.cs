using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

public sealed class BulkApiTests(BulkApiTests.Server server) : IClassFixture<BulkApiTests.Server>
{
    [Fact]
    public async Task Bulk_GoodAndBad_EachHasItsResultInOrder()
    {
        var client = await server.GivenClientAsync();
        await client.PostAsync("/suppressions", new { scope = "email", value = "there@bulk.test", reason = "manual" });
        var short_ = await client.PostAsync("/suppressions", new { scope = "email", value = "short@bulk.test", reason = "manual", expiresAt = "2998-01-01T00:00:00Z" });

        var answer = await client.PostJsonAsync("/suppressions/bulk", """
            { "suppressions": [
                { "scope": "email", "value": "new@bulk.test", "reason": "complaint", "evidence": { "code": "550" } },
                { "scope": "email", "value": 5, "reason": "manual" },
                null,
                "nobody@bulk.test",
                { "scope": "email", "value": "there@bulk.test", "reason": "bounced" },
                { "scope": "email", "value": "short@bulk.test", "reason": "manual" },
                { "scope": "email", "value": "nobody", "reason": "manual" },
                { "scope": "email", "value": "b@bulk.test", "reason": "because" },
                { "scope": "email", "value": "b@bulk.test", "reason": "manual", "exceptions": [7] },
                { "scope": "phone", "value": "+44 20 7946 0000", "reason": "manual", "expiresAt": "2001-01-01T00:00:00Z" },
                { "scope": "email", "value": "new@bulk.test", "reason": "manual" }
            ] }
            """);

        answer.Status.Should().Be(200);
        var results = answer.Data.GetProperty("results").EnumerateArray().ToList();
        results.Select(r => r.GetProperty("index").GetInt32()).Should().Equal(Enumerable.Range(0, 11));
        results.Select(r => r.GetProperty("status").GetString()).Should().Equal("created", "invalid", "invalid", "invalid", "already_suppressed", "joined", "invalid",
            "invalid", "invalid", "invalid", "already_suppressed");
        results.Select(r => r.GetProperty("error") is { ValueKind: System.Text.Json.JsonValueKind.Object } error ? error.GetProperty("field").GetString() : null)
            .Should().Equal(null, "value", null, null, null, null, "value", "reason", "exceptions[0]", "expiresAt", null);
        results[5].GetProperty("id").GetString().Should().Be(short_.Data.GetProperty("id").GetString());
        results[10].GetProperty("id").GetString().Should().Be(results[0].GetProperty("id").GetString());
        results[6].GetProperty("error").GetProperty("code").GetString().Should().Be("INVALID_EMAIL");
        answer.Data.GetProperty("totals").ToString().Should().Be("""{"total":11,"created":1,"joined":1,"alreadySuppressed":2,"invalid":7}""");
        answer.Data.GetProperty("auditId").GetString().Should().StartWith("aud_");
        (await client.GetAsync($"/suppressions/{results[0].GetProperty("id").GetString()}")).Data.GetProperty("reason").GetString().Should().Be("complained");
    }

    [Fact]
    public async Task Bulk_AllBad_ChangesNothingAndSaysWhy()
    {
        var client = await server.GivenClientAsync();

        var answer = await client.PostJsonAsync("/suppressions/bulk", """{ "suppressions": [null, { "scope": "email", "value": "x", "reason": "manual" }, 1] }""");

        answer.Data.GetProperty("totals").GetProperty("invalid").GetInt32().Should().Be(3);
        answer.Data.GetProperty("auditId").GetString().Should().BeNull();
        var reader = await server.GivenClientAsync(["suppressions:read"]);
        (await reader.PostJsonAsync("/suppressions/bulk", """{ "suppressions": [null] }""")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
    }

    [Fact]
    public async Task Bulk_TenThousandAndOneMore_OnlyTheFirstAreTaken()
    {
        var client = await server.GivenClientAsync();
        object Entries(int count) => new { suppressions = Enumerable.Range(0, count).Select(i => new { scope = "email", value = $"n{i}@many.test", reason = "manual" }) };

        var answer = await client.PostAsync("/suppressions/bulk", Entries(10_000));
        var tooMany = await client.PostAsync("/suppressions/bulk", Entries(10_001));

        answer.Data.GetProperty("totals").GetProperty("created").GetInt32().Should().Be(10_000);
        tooMany.Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR", Field = "suppressions" });
        (await client.GetAsync("/suppressions?domain=many.test")).Data.GetProperty("pagination").GetProperty("total").GetInt32().Should().Be(10_000);
    }

    [Theory]
    [InlineData("{}", 400, "VALIDATION_ERROR")]
    [InlineData("""{ "suppressions": [] }""", 400, "VALIDATION_ERROR")]
    [InlineData("""{ "suppressions": {} }""", 400, "VALIDATION_ERROR")]
    [InlineData("""{ "suppressions": [ """, 400, "VALIDATION_ERROR")]
    [InlineData("null", 400, "VALIDATION_ERROR")]
    public async Task Bulk_NoEntries_IsRefused(string body, int status, string code)
    {
        var client = await server.GivenClientAsync();

        (await client.PostJsonAsync("/suppressions/bulk", body)).Should().BeEquivalentTo(new { Status = status, Error = code });
    }

    [Fact]
    public async Task Bulk_TooLargeOrOfAnotherType_IsRefused()
    {
        var client = await server.GivenClientAsync();

        (await client.PostAsync("/suppressions/bulk", new HugeContent(65 << 20))).Should().BeEquivalentTo(new { Status = 413, Error = "PAYLOAD_TOO_LARGE" });
        (await client.PostAsync("/suppressions/bulk", new StringContent("x"))).Should().BeEquivalentTo(new { Status = 415, Error = "UNSUPPORTED_MEDIA_TYPE" });
    }

    public sealed class Server : TestServer;
}
