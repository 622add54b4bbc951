using System.Net.Http.Headers;
using System.Text;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

/// <summary>Requests no library sends on purpose.</summary>
public sealed class OddRequestTests(OddRequestTests.Server server) : IClassFixture<OddRequestTests.Server>
{
    public static TheoryData<string, string, string> OddBodies => new()
    {
        { "PATCH", "/suppressions/sup_1", "{\"\\ud800\":1}" },
        { "PATCH", "/suppressions/sup_1", "{\"~\":1}" },
        { "PATCH", "/suppressions/sup_1", "{\"note\":\"~\"}" },
        { "PATCH", "/suppressions/sup_1", "[]" },
        { "POST", "/suppressions", "{\"scope\":\"email\",\"value\":\"\\ud800@x.test\",\"reason\":\"manual\"}" },
        { "POST", "/suppressions", "{\"scope\":\"email\",\"value\":\"~@x.test\",\"reason\":\"manual\"}" },
        { "POST", "/suppressions", "{\"scope\":\"email\",\"value\":\"a@x.test\",\"reason\":\"manual\",\"expiresAt\":\"\\ud800\"}" },
        { "POST", "/suppressions/bulk", "{\"suppressions\":NaN}" },
        { "POST", "/suppressions/bulk", "{\"\\ud800\":[]}" },
        { "POST", "/suppressions/check", "{\"recipients\":[\"\\ud800\"]}" },
        { "POST", "/suppressions/check", "{\"recipients\":[1]}" },
        { "POST", "/contacts/block", "{\"email\":\"\\ud800\"}" },
        { "POST", "/orders", "{\"\\ud800\":[]}" },
        { "POST", "/orders", "[]" },
        { "POST", "/contacts/cnt_1/tokens", "{\"kind\":\"push\",\"value\":\"\\ud800\"}" },
        { "POST", "/messages", "{\"from\":\"\\ud800\"}" },
    };

    [Theory]
    [MemberData(nameof(OddBodies))]
    public async Task Body_ThatIsNoText_IsRefused(string method, string path, string body)
    {
        var client = await server.GivenClientAsync();
        // The tilde stands for a byte that is no UTF-8.
        var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(body).Select(b => b == (byte)'~' ? (byte)0xFF : b)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (await client.SendAsync(new HttpMethod(method), path, content)).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR" });
    }

    [Theory]
    [InlineData("{\"suppressions\":[{\"scope\":\"email\",\"value\":\"\\ud800@x.test\",\"reason\":\"manual\"},{\"scope\":\"email\",\"value\":\"odd@x.test\",\"reason\":\"manual\"}]}")]
    [InlineData("{\"suppressions\":[{\"\\ud800\":1,\"scope\":\"email\",\"value\":\"odd2@x.test\"},{\"scope\":\"email\",\"value\":\"odd3@x.test\",\"reason\":\"manual\"}]}")]
    public async Task Entry_ThatIsNoText_SpoilsNoOther(string body)
    {
        var client = await server.GivenClientAsync();

        var answer = await client.PostJsonAsync("/suppressions/bulk", body);

        answer.Status.Should().Be(200);
        answer.Data.GetProperty("totals").GetProperty("created").GetInt32().Should().Be(1);
    }

    [Theory]
    [InlineData("/suppressions?createdAfter=9999-12-31T23:59:59-14:00")]
    [InlineData("/suppressions?cursor=sup_zzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("/suppressions?limit=1e2")]
    [InlineData("/suppressions?page=99999999999")]
    [InlineData("/suppressions?page=1&page=2")]
    [InlineData("/audit?limit=0")]
    [InlineData("/contacts?limit=101")]
    public async Task Parameter_OutOfReach_IsRefused(string path) =>
        (await (await server.GivenClientAsync()).GetAsync(path)).Should().BeEquivalentTo(new { Status = 400, Error = "INVALID_PARAMETER" });

    [Theory]
    [InlineData("/suppressions?page=2147483647&limit=100")]
    [InlineData("/suppressions?email=%ff%fe")]
    [InlineData("/suppressions?text=%00")]
    [InlineData("/suppressions?domain=%F0%9F%98%80")]
    [InlineData("/suppressions?code=%27--")]
    [InlineData("/audit?subject=%ff&actor=%25")]
    [InlineData("/contacts?search=%ff")]
    [InlineData("/suppressions/")]
    public async Task Parameter_OfAnyText_IsAnswered(string path) =>
        (await (await server.GivenClientAsync()).GetAsync(path)).Status.Should().Be(200);

    [Theory]
    [InlineData("ann@gate.test", "\"ann\"@gate.test")]
    [InlineData("ann@gate.test", "ANN@GATE.TEST")]
    [InlineData("ann@gate.test", " ann@gate.test ")]
    [InlineData("ann@gate.test", "ann@gate.test.")]
    [InlineData("ann@gate.test", "ann@gate\u3002test")]
    [InlineData("\"a b\"@gate.test", "\"a b\"@gate.test")]
    [InlineData("\"a.b\"@gate.test", "a.b@gate.test")]
    [InlineData("ann@b\u00fccher.test", "ann@xn--bcher-kva.test")]
    [InlineData("ann@b\u00fccher.test", "ann@BU\u0308CHER.test")]
    [InlineData("j\u00fcrgen@gate.test", "ju\u0308rgen@gate.test")]
    [InlineData("J\u00dcRGEN@gate.test", "j\u00fcrgen@gate.test")]
    public async Task Gate_HoweverItIsWritten_RefusesTheAddress(string blocked, string asked)
    {
        var client = await server.GivenClientAsync();
        await client.PostAsync("/contacts/block", new { email = blocked });

        var answer = await client.PostAsync("/suppressions/check", new { recipients = new[] { asked } });

        answer.Data.GetProperty("recipients")[0].GetProperty("allowed").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("HEAD", "/suppressions", 405)]
    [InlineData("OPTIONS", "/suppressions", 405)]
    [InlineData("HEAD", "/nothing", 404)]
    [InlineData("OPTIONS", "/nothing", 404)]
    [InlineData("TRACE", "/suppressions", 405)]
    [InlineData("QUERY", "/suppressions", 405)]
    public async Task Method_Rare_IsAnsweredAsAnyOther(string method, string path, int status)
    {
        var answer = await (await server.GivenClientAsync()).SendAsync(new(method), path);

        answer.Status.Should().Be(status);
        answer.Response.Headers.Contains("X-Request-Id").Should().BeTrue();
    }

    [Fact]
    public async Task Ids_OfOthersOrBeyondReason_AreNotFound()
    {
        var client = await server.GivenClientAsync();
        string[] ids = ["sup_7ZZZZZZZZZZZZ", "sup_0", "sup_-1", "sup_9223372036854775807", "sup_9223372036854775808", "SUP_1", "evt_1"];
        foreach (var id in ids)
        {
            (await client.GetAsync($"/suppressions/{id}")).Status.Should().Be(404, id);
            (await client.DeleteAsync($"/suppressions/{id}")).Status.Should().BeOneOf([404, 405], id);
        }
        foreach (var id in new[] { "aud_7ZZZZZZZZZZZZ", "aud_9223372036854775807", "sup_1" })
            (await client.PostAsync($"/audit/{id}/undo", new { })).Should().BeEquivalentTo(new { Status = 404, Error = "AUDIT_NOT_FOUND" });
    }

    [Fact]
    public async Task Body_DeepOrMarked_IsReadOrRefused()
    {
        var client = await server.GivenClientAsync();
        var deep = "{\"suppressions\":[" + string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100)) + "]}";
        (await client.PostJsonAsync("/suppressions/bulk", deep)).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR" });
        (await client.PatchAsync("/suppressions/sup_1", string.Concat(Enumerable.Repeat("[", 100)))).Status.Should().Be(400);
        var marked = "\uFEFF" + """{ "scope": "email", "value": "bom@x.test", "reason": "manual" }""";
        (await client.PostJsonAsync("/suppressions", marked)).Status.Should().BeOneOf(201, 400);
        (await client.PostJsonAsync("/suppressions", "null")).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR" });
        (await client.PostJsonAsync("/suppressions", "")).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR" });
    }

    public sealed class Server : TestServer;
}
