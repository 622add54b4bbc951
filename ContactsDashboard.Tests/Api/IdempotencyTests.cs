using System.Net.Http.Headers;
using System.Text;
using ContactsDashboard.Data;
using ContactsDashboard.Services.Idempotency;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Api;

public sealed class IdempotencyTests(IdempotencyTests.Server server) : IClassFixture<IdempotencyTests.Server>
{
    private readonly string _key = $"key-{Guid.NewGuid()}";

    [Fact]
    public async Task SameRequest_AgainUnderTheSameName_GetsTheSameAnswer()
    {
        var client = await server.GivenClientAsync();
        var body = Entry($"{_key}@same.test");

        var first = await SendAsync(client, "/suppressions", body);
        var second = await SendAsync(client, "/suppressions", body);
        var third = await SendAsync(client, "/suppressions", body, "X-Idempotency-Key");

        first.Status.Should().Be(201);
        first.Response.Headers.Contains("Idempotency-Replayed").Should().BeFalse();
        foreach (var again in new[] { second, third })
        {
            again.Status.Should().Be(201);
            again.Json.ToString().Should().Be(first.Json.ToString());
            again.Response.Headers.Location.Should().Be(first.Response.Headers.Location);
            again.Response.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
            again.Response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        }
    }

    [Fact]
    public async Task Failure_AgainUnderTheSameName_IsTheSameFailure()
    {
        var client = await server.GivenClientAsync();
        await client.PostJsonAsync("/suppressions", Entry($"{_key}@conflict.test"));

        var first = await SendAsync(client, "/suppressions", Entry($"{_key}@conflict.test"));
        await client.DeleteAsync($"/suppressions/{first.Json.GetProperty("error").GetProperty("details").GetProperty("id").GetString()}");
        var again = await SendAsync(client, "/suppressions", Entry($"{_key}@conflict.test"));

        first.Should().BeEquivalentTo(new { Status = 409, Error = "ALREADY_SUPPRESSED" });
        again.Json.ToString().Should().Be(first.Json.ToString());
    }

    [Fact]
    public async Task AnotherRequest_UnderTheSameName_IsRefused()
    {
        var client = await server.GivenClientAsync();
        await SendAsync(client, "/suppressions", Entry($"{_key}@other.test"));

        (await SendAsync(client, "/suppressions", Entry($"{_key}@else.test"))).Should().BeEquivalentTo(new { Status = 409, Error = "IDEMPOTENCY_KEY_REUSED" });
        (await SendAsync(client, "/suppressions?onConflict=return", Entry($"{_key}@other.test"))).Error.Should().Be("IDEMPOTENCY_KEY_REUSED");
        (await SendAsync(client, "/contacts/block", Entry($"{_key}@other.test"))).Error.Should().Be("IDEMPOTENCY_KEY_REUSED");
        (await SendAsync(await server.GivenClientAsync(), "/suppressions", Entry($"{_key}@else.test"))).Status.Should().Be(201, "names are each key's own");
    }

    [Theory]
    [InlineData(1, 201)]
    [InlineData(256, 201)]
    [InlineData(257, 400)]
    public async Task Name_OfAnyLength_IsTakenUpTo256(int length, int status)
    {
        var client = await server.GivenClientAsync();

        var answer = await SendAsync(client, "/suppressions", Entry($"{_key}@length.test"), key: new string('x', length));

        answer.Status.Should().Be(status);
    }

    [Fact]
    public async Task Simultaneous_UnderOneName_RunOnce()
    {
        var client = await server.GivenClientAsync();
        var (path, body) = ("/messages", """{ "from": "ann@once.test", "subject": "x" }""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SendAsync(client, path, body))));

        answers.Where(a => a.Status == 200 && !a.Response.Headers.Contains("Idempotency-Replayed")).Should().ContainSingle();
        answers.Should().OnlyContain(a => a.Status == 200 || a.Error == "IDEMPOTENCY_IN_PROGRESS");
    }

    [Fact]
    public async Task AtWork_IsSaidUntilItsServerIsGone()
    {
        var client = await server.GivenClientAsync();
        var body = Entry($"{_key}@work.test");
        var store = server.Services.GetRequiredService<IdempotencyStore>();
        var id = await KeyIdAsync(client);
        (await store.TakeAsync(id, _key, TestStore.Stop)).IsOurs.Should().BeTrue();

        (await SendAsync(client, "/suppressions", body)).Should().BeEquivalentTo(new { Status = 409, Error = "IDEMPOTENCY_IN_PROGRESS" });

        await using (var context = await OpenAsync())
            await context.IdempotentRequests.Where(r => r.Key == _key).ExecuteUpdateAsync(r => r.SetProperty(x => x.Server, Guid.NewGuid()), TestStore.Stop);
        (await SendAsync(client, "/suppressions", body)).Status.Should().Be(201);
    }

    [Fact]
    public async Task Answer_IsForgottenAfterADay()
    {
        var client = await server.GivenClientAsync();
        await SendAsync(client, "/suppressions", Entry($"{_key}@day.test"));
        await using (var context = await OpenAsync())
            await context.IdempotentRequests.Where(r => r.Key == _key)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.CreatedAt, DateTimeOffset.UtcNow.AddHours(-25)), TestStore.Stop);

        (await SendAsync(client, "/suppressions", Entry($"{_key}@day.test"))).Error.Should().Be("ALREADY_SUPPRESSED", "it is carried out anew");
        await using (var context = await OpenAsync())
            await context.IdempotentRequests.Where(r => r.Key == _key)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.CreatedAt, DateTimeOffset.UtcNow.AddHours(-25)), TestStore.Stop);
        await server.Services.GetRequiredService<IdempotencyStore>().ForgetAsync(TestStore.Stop);
        await using (var context = await OpenAsync())
            (await context.IdempotentRequests.AnyAsync(r => r.Key == _key, TestStore.Stop)).Should().BeFalse();
    }

    [Fact]
    public async Task RefusedUnread_IsNotKept()
    {
        var client = await server.GivenClientAsync(["messages:write"]);
        var refused = await SendAsync(client, "/messages", new string('x', 3 << 20), type: "text/plain");

        refused.Status.Should().Be(415);
        (await SendAsync(client, "/messages", """{ "from": "ann@unread.test" }""")).Status.Should().Be(200);
    }

    [Fact]
    public async Task LargeMail_UnderAName_IsRepeated()
    {
        var client = await server.GivenClientAsync();
        var mail = $"From: a@large.test\r\nMessage-ID: <{_key}@large.test>\r\n\r\n" + string.Concat(Enumerable.Repeat("A line of this letter.\r\n", 50_000));

        var first = await SendAsync(client, "/messages", mail, type: "message/rfc822");
        var again = await SendAsync(client, "/messages", mail, type: "message/rfc822");
        var other = await SendAsync(client, "/messages", mail + "x", type: "message/rfc822");

        first.Data.GetProperty("accepted").GetInt32().Should().Be(1);
        again.Json.ToString().Should().Be(first.Json.ToString());
        other.Error.Should().Be("IDEMPOTENCY_KEY_REUSED");
    }

    private async Task<ApiAnswer> SendAsync(ApiClient client, string path, string body, string header = "Idempotency-Key", string? key = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Base + path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)) };
        request.Headers.TryAddWithoutValidation(header, key ?? _key).Should().BeTrue();
        return await client.SendAsync(request);
    }

    private static string Entry(string email) => $$"""{ "scope": "email", "value": "{{email}}", "reason": "manual", "email": "{{email}}" }""";

    private Task<DashboardDbContext> OpenAsync() => server.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(TestStore.Stop);

    private async Task<long> KeyIdAsync(ApiClient client)
    {
        await using var context = await OpenAsync();
        return await context.ApiKeys.Where(k => k.Prefix == client.Key.Substring(0, 14)).Select(k => k.Id).SingleAsync(TestStore.Stop);
    }

    public sealed class Server : TestServer;
}
