using System.Net;
using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Events.Webhooks;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

/// <summary>Events through both doors for programs: with a key, and as a provider delivers them.</summary>
public sealed class EventsApiTests(EventsApiTests.Server server) : IClassFixture<EventsApiTests.Server>
{
    [Fact]
    public async Task Events_EachHaveTheirResult_AndBlockOrNot()
    {
        var client = await server.GivenClientAsync();
        const string body = """
            { "events": [
                { "type": "delivered", "recipient": "Eva@Events.test", "messageId": "<1@x>", "messageName": "Hi", "occurredAt": "2026-11-21T10:00:00Z" },
                { "type": "bounced", "recipient": "gone@events.test", "code": "5.1.1", "diagnostic": "550 5.1.1 User unknown", "occurredAt": "2026-11-21T10:00:00Z", "eventId": "b" },
                { "type": "bounced", "recipient": "eva@events.test", "messageId": "<2@x>", "diagnostic": "550 5.7.1 rejected as spam", "occurredAt": "2026-11-21T10:00:00Z" },
                { "type": "resubscribed", "recipient": "eva@events.test", "occurredAt": "2026-11-21T10:00:00Z" },
                { "type": "unsubscribed", "recipient": "+12025550123", "channel": "sms", "occurredAt": "2026-11-21T10:00:00Z" },
                { "type": "delivered", "recipient": "nobody", "occurredAt": "2026-11-21T10:00:00Z" }, { "type": "delivered", "recipient": "eva@events.test" },
                { "type": "delivered", "recipient": "eva@events.test", "occurredAt": "2999-01-01T00:00:00Z" }, { "type": "martian" }, null ] }
            """;

        var first = await client.PostJsonAsync("/events", body);
        var again = await client.PostJsonAsync("/events", body);

        first.Status.Should().Be(200);
        var results = first.Data.GetProperty("results").EnumerateArray().ToList();
        results.Select(r => r.GetProperty("status").GetString()).Should()
            .Equal("stored", "stored", "stored", "ignored", "stored", "invalid", "invalid", "invalid", "invalid", "invalid");
        results.Select(r => r.GetProperty("suppressionId").GetString() is not null).Should().Equal(false, true, false, false, true, false, false, false, false, false);
        results[5].GetProperty("error").GetProperty("code").GetString().Should().Be("INVALID_EMAIL");
        results[6].GetProperty("error").GetProperty("field").GetString().Should().Be("occurredAt");
        results[8].GetProperty("error").GetProperty("field").GetString().Should().Be("type");
        first.Data.GetProperty("totals").ToString().Should().Contain("\"stored\":4").And.Contain("\"invalid\":5");
        again.Data.GetProperty("totals").ToString().Should().Contain("\"stored\":0").And.Contain("\"duplicate\":4");
        var activity = await client.GetAsync($"/contacts/{results[0].GetProperty("contactId").GetString()}/activity");
        activity.Data.GetProperty("activity").EnumerateArray().Select(a => a.GetProperty("status").GetString()).Should().BeEquivalentTo("delivered", "undelivered");
        first.Response.Headers.GetValues("X-RateLimit-Limit").Single().Should().Be("10000", "senders have a limit of their own, or the key's if that is more");
    }

    [Fact]
    public async Task Events_TooMany_OrWithoutTheScope_AreRefused()
    {
        var client = await server.GivenClientAsync();
        var many = string.Join(',', Enumerable.Repeat("{}", 1_001));

        (await client.PostJsonAsync("/events", $$"""{ "events": [{{many}}] }""")).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR" });
        (await (await server.GivenClientAsync(["contacts:write"])).PostJsonAsync("/events", """{ "events": [{}] }""")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
    }

    [Fact]
    public async Task Webhook_AnswersAsProvidersExpect()
    {
        var demo = await server.FindAsync("demo");
        var made = (await server.As<EventSourceService>(new SystemActor()).CreateAsync(demo, EventProvider.Resend, "Webhook", TestStore.Stop)).Value;
        using var http = server.CreateClient();
        async Task<HttpStatusCode> Post(string path, string body = "{}") => (await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "text/plain"), TestStore.Stop)).StatusCode;

        (await Post(made.Path)).Should().Be(HttpStatusCode.Forbidden, "its key is missing");
        (await server.As<EventSourceService>(new SystemActor()).EnterKeyAsync(demo, made.Id, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", TestStore.Stop)).IsOk.Should().BeTrue();
        (await Post(made.Path)).Should().Be(HttpStatusCode.Unauthorized);
        (await Post(made.Path + "x")).Should().Be(HttpStatusCode.NotFound);
        (await Post("/api/v1/webhooks/martian/x")).Should().Be(HttpStatusCode.NotFound);
        (await Post(made.Path, new string(' ', (10 << 20) + 1))).Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await http.GetAsync(made.Path, TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);

        var open = (await server.As<EventSourceService>(new SystemActor()).CreateAsync(demo, EventProvider.Brevo, "Open", TestStore.Stop)).Value;
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        (await Post(open.Path, "{")).Should().Be(HttpStatusCode.BadRequest);
        (await Post(open.Path, $$"""{ "event": "hard_bounce", "email": "hook@events.test", "ts": {{now}}, "message-id": "1" }""")).Should().Be(HttpStatusCode.OK);
        var client = await server.GivenClientAsync();
        (await client.PostAsync("/suppressions/check", new { recipients = new[] { "hook@events.test" } })).Data.GetProperty("refused").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Webhook_BeyondItsRate_IsToldToWait()
    {
        var demo = await server.FindAsync("demo");
        var made = (await server.As<EventSourceService>(new SystemActor()).CreateAsync(demo, EventProvider.Mailjet, "Busy", TestStore.Stop)).Value;
        var limits = new ContactsDashboard.Api.ApiRateLimits(new TestClock(EventClock));
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        for (var i = 0; i < ContactsDashboard.Api.ApiRateLimits.SendersPerMinute; i++)
            limits.TryTakeDelivery(http, made.Id).Should().BeTrue();

        limits.TryTakeDelivery(http, made.Id).Should().BeFalse();
        http.Response.Headers.RetryAfter.ToString().Should().Be("60");
        limits.TryTakeDelivery(http, made.Id + 1).Should().BeTrue("each source has its own");
    }

    private static readonly DateTimeOffset EventClock = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public sealed class Server : TestServer;
}
