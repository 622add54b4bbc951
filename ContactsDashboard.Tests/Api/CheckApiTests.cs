using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

public sealed class CheckApiTests(CheckApiTests.Server server, CheckApiTests.Failing failing) : IClassFixture<CheckApiTests.Server>, IClassFixture<CheckApiTests.Failing>
{
    [Fact]
    public async Task Check_Mixed_EachIsAnsweredInOrder()
    {
        var client = await server.GivenClientAsync();
        var phone = await client.PostAsync("/suppressions", new { scope = "phone", value = "+1 202 555 0100", reason = "manual" });
        phone.Status.Should().Be(201);
        await client.PostAsync("/suppressions", new { scope = "email", value = "no@check.test", reason = "bounced" });
        await client.PostAsync("/suppressions", new { scope = "domain", value = "domain-check.test", reason = "manual", exceptions = new[] { "yes@domain-check.test" } });
        await client.PostAsync("/suppressions", new { scope = "email", value = "two@domain-check.test", reason = "complained", expiresAt = "2999-01-01T00:00:00Z" });

        var answer = await client.PostAsync("/suppressions/check", new
        {
            recipients = new[]
            {
                "ok@check.test", " NO@check.test ", "yes@domain-check.test", "two@domain-check.test", "nobody", "+12025550100", "(202) 555-0100", "202.555.0199",
                "+1", "", null, "+tag@check.test", "tel:+12025550100",
            },
        });

        answer.Status.Should().Be(200);
        var rows = answer.Data.GetProperty("recipients").EnumerateArray().ToList();
        rows.Select(r => r.GetProperty("allowed").GetBoolean()).Should().Equal(true, false, true, false, false, false, false, true, false, false, false, true, false);
        rows.Select(r => r.GetProperty("problem").GetString()).Should()
            .Equal(null, null, null, null, "INVALID_EMAIL", null, null, null, "INVALID_PHONE", "INVALID_EMAIL", "INVALID_EMAIL", null, null);
        rows.Select(r => r.GetProperty("code").GetString()).Should().Equal(null, "SUPPRESSED", null, "SUPPRESSED", "INVALID_EMAIL", "SUPPRESSED", "SUPPRESSED", null,
            "INVALID_PHONE", "INVALID_EMAIL", "INVALID_EMAIL", null, "SUPPRESSED");
        rows[1].GetProperty("recipient").GetString().Should().Be(" NO@check.test ");
        rows[3].GetProperty("suppressions").EnumerateArray().Select(s => s.GetProperty("scope").GetString()).Should().BeEquivalentTo("email", "domain");
        rows[5].GetProperty("suppressions")[0].GetProperty("id").GetString().Should().Be(phone.Data.GetProperty("id").GetString());
        rows[6].GetProperty("suppressions")[0].GetProperty("value").GetString().Should().Be("+12025550100");
        (answer.Data.GetProperty("allowed").GetInt32(), answer.Data.GetProperty("refused").GetInt32()).Should().Be((4, 9));
    }

    [Fact]
    public async Task Check_SignedUpAndNotConfirmed_IsRefusedWithItsCode()
    {
        var (client, demo) = (await server.GivenClientAsync(["check"]), await server.FindAsync("demo"));
        var forms = server.As<SignUpFormService>(new SystemActor());
        var form = (await forms.CreateAsync(demo, "Newsletter", null, TestStore.Stop)).Value;
        await server.As<SignUpService>(new FormActor(demo, "Newsletter")).AskAsync(demo, form, new("waits@check.test", null, null), secret => secret, TestStore.Stop);

        var answer = await client.PostAsync("/suppressions/check", new { recipients = new[] { "waits@check.test" } });

        var row = answer.Data.GetProperty("recipients")[0];
        (row.GetProperty("allowed").GetBoolean(), row.GetProperty("code").GetString(), row.GetProperty("problem").GetString()).Should().Be((false, "NOT_CONFIRMED", null));
        row.GetProperty("suppressions").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Check_TenThousand_AreAnsweredAtOnceAndInOrder()
    {
        var client = await server.GivenClientAsync();
        object Body(int count) => new { recipients = Enumerable.Range(0, count).Select(i => $"n{i}@crowd.test") };
        int[] blocked = [0, 999, 1_000, 5_555, 9_999];
        foreach (var number in blocked)
            (await client.PostAsync("/suppressions", new { scope = "email", value = $"n{number}@crowd.test", reason = "manual" })).Status.Should().Be(201);

        var answer = (await client.PostAsync("/suppressions/check", Body(10_000))).Data;

        answer.GetProperty("allowed").GetInt32().Should().Be(10_000 - blocked.Length);
        answer.GetProperty("recipients").EnumerateArray().Select((r, i) => (i, Allowed: r.GetProperty("allowed").GetBoolean()))
            .Where(r => !r.Allowed).Select(r => r.i).Should().Equal(blocked);
        (await client.PostAsync("/suppressions/check", Body(10_001))).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR", Field = "recipients" });
    }

    [Theory]
    [InlineData("{}", "recipients")]
    [InlineData("""{ "recipients": [] }""", "recipients")]
    [InlineData("""{ "recipients": "a@b.test" }""", "recipients")]
    [InlineData("""{ "recipients": ["a@b.test", 7] }""", "recipients[1]")]
    [InlineData("""{ "recipients": ["\ud800@b.test"] }""", "recipients[0]")]
    [InlineData("[", null)]
    public async Task Check_Wrong_NamesTheField(string body, string? field)
    {
        var client = await server.GivenClientAsync();

        (await client.PostJsonAsync("/suppressions/check", body)).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR", Field = field });
    }

    [Fact]
    public async Task Check_WithoutTheScopeTheTypeOrTheSize_IsRefused()
    {
        var client = await server.GivenClientAsync(["suppressions:read", "suppressions:write"]);

        (await client.PostAsync("/suppressions/check", new { recipients = new[] { "a@b.test" } })).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        (await client.PostAsync("/suppressions/check", new StringContent("x"))).Should().BeEquivalentTo(new { Status = 415, Error = "UNSUPPORTED_MEDIA_TYPE" });
        (await client.PostAsync("/suppressions/check", new HugeContent(17 << 20))).Should().BeEquivalentTo(new { Status = 413, Error = "PAYLOAD_TOO_LARGE" });
    }

    [Fact]
    public async Task Check_IsASendersRoute()
    {
        var client = await server.GivenClientAsync(requestsPerMinute: 1);

        var answer = await client.PostAsync("/suppressions/check", new { recipients = new[] { "a@b.test" } });

        answer.Response.Headers.GetValues("X-RateLimit-Limit").Should().Equal("6000");
    }

    /// <summary>0: while the key is looked up; 1: while the organisation is; 2: while the ledger is read.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Check_StoreFails_IsUnavailableForAll(int uses)
    {
        var client = await failing.GivenClientAsync();
        var body = new { recipients = new[] { "ok@check.test", "nobody" } };

        var answer = await failing.BrokenAfterAsync(uses, () => client.PostAsync("/suppressions/check", body));

        answer.Should().BeEquivalentTo(new { Status = 503, Error = "CHECK_UNAVAILABLE" });
        answer.Response.Headers.RetryAfter!.Delta.Should().BePositive();
        answer.Json.TryGetProperty("data", out _).Should().BeFalse();
        (await client.PostAsync("/suppressions/check", body)).Status.Should().Be(200, "the store is mended");
    }

    [Fact]
    public async Task OtherCalls_StoreFails_SayNothingOfIt()
    {
        var client = await failing.GivenClientAsync();

        var answer = await failing.BrokenAfterAsync(0, () => client.GetAsync("/contacts"));

        answer.Should().BeEquivalentTo(new { Status = 500, Error = "INTERNAL_ERROR" });
        answer.Json.ToString().Should().NotContain("locked").And.NotContain("Sqlite");
    }

    public sealed class Server : TestServer;

    public sealed class Failing : FailingServer;
}
