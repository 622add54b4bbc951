using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Tests.Support;

namespace ContactsDashboard.Tests.Api;

public sealed class OrdersApiTests(OrdersApiTests.Server server) : IClassFixture<OrdersApiTests.Server>
{
    [Fact]
    public async Task Orders_Mixed_EachHasItsResultAndIsListed()
    {
        var client = await server.GivenClientAsync();

        var answer = await client.PostJsonAsync("/orders", """
            { "orders": [
                { "externalId": "A-1", "contact": { "email": "Ann@orders.test" }, "amount": 49.90, "orderedAt": "2026-11-20T10:00:00+02:00" },
                { "externalId": "A-2", "contact": { "email": "ann@orders.test" }, "amount": 0.1, "currency": "EUR", "orderedAt": "2026-11-21T10:00:00Z" },
                { "externalId": "A-3", "contact": { "email": "ann@orders.test" }, "amount": "12", "orderedAt": "2026-11-21T10:00:00Z" },
                { "externalId": "A-4", "contact": { "id": "cnt_zzz" }, "amount": 12, "orderedAt": "2026-11-21T10:00:00Z" },
                { "externalId": "A-5", "contact": { "email": "ann@orders.test" }, "amount": 12, "currency": "USD", "orderedAt": "2026-11-21T10:00:00Z" },
                { "externalId": "A-6", "contact": { "email": "ann@orders.test" }, "amount": 12 },
                { "contact": { "email": "ann@orders.test" }, "amount": 12 },
                7 ] }
            """);

        answer.Status.Should().Be(200);
        var results = answer.Data.GetProperty("results").EnumerateArray().ToList();
        results.Select(r => r.GetProperty("status").GetString()).Should().Equal("created", "created", "invalid", "invalid", "invalid", "invalid", "invalid", "invalid");
        results.Skip(2).Select(r => r.GetProperty("error").GetProperty("field").GetString()).Should().Equal("amount", "contact.id", "currency", "orderedAt", "externalId", null);
        (results[0].GetProperty("contactCreated").GetBoolean(), results[1].GetProperty("contactCreated").GetBoolean()).Should().Be((true, false));
        answer.Data.GetProperty("totals").GetProperty("invalid").GetInt32().Should().Be(6);
        var contact = results[0].GetProperty("contactId").GetString();
        var list = (await client.GetAsync($"/contacts/{contact}/orders?limit=1")).Data;
        (list.GetProperty("totalAmount").GetDecimal(), list.GetProperty("currency").GetString()).Should().Be((50m, "EUR"));
        list.GetProperty("orders")[0].GetProperty("externalId").GetString().Should().Be("A-2");
        var next = await client.GetAsync($"/contacts/{contact}/orders?limit=1&cursor={list.GetProperty("pagination").GetProperty("nextCursor").GetString()}");
        next.Data.GetProperty("orders")[0].GetProperty("orderedAt").GetString().Should().Be("2026-11-20T08:00:00Z");
        next.Data.GetProperty("pagination").GetProperty("hasNext").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task Orders_UnderOneName_AreStoredOnce()
    {
        var client = await server.GivenClientAsync(["contacts:write", "contacts:read"]);
        async Task<ApiAnswer> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, client.Base + "/orders")
            {
                Content = ApiClient.Json("""{ "orders": [{ "externalId": "N-1", "contact": { "phone": "+12025550177" }, "amount": 1, "orderedAt": "2026-11-21T10:00:00Z" }] }"""),
            };
            request.Headers.Add("Idempotency-Key", "orders-once");
            return await client.SendAsync(request);
        }

        var (first, again) = (await SendAsync(), await SendAsync());

        again.Json.ToString().Should().Be(first.Json.ToString());
        first.Data.GetProperty("results")[0].GetProperty("status").GetString().Should().Be("created", "again it would have been replaced");
    }

    [Fact]
    public async Task Orders_WithoutTheScope_AreRefused()
    {
        var client = await server.GivenClientAsync(["contacts:read", "events:write"]);

        (await client.PostJsonAsync("/orders", """{ "orders": [{}] }""")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        (await client.PostJsonAsync("/contacts/cnt_1/tokens", """{ "kind": "push", "value": "x" }""")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
        (await client.DeleteAsync("/contacts/cnt_1/tokens/tok_1")).Should().BeEquivalentTo(new { Status = 403, Error = "FORBIDDEN" });
    }

    [Fact]
    public async Task Token_AddedTwiceAndRemoved()
    {
        var client = await server.GivenClientAsync();
        var contact = await GivenContactAsync(client, "device@orders.test");
        var body = new { kind = "mobile", value = "fcm:abc" };

        var first = await client.PostAsync($"/contacts/{contact}/tokens", body);
        var again = await client.PostAsync($"/contacts/{contact}/tokens", body);

        (first.Status, again.Status).Should().Be((201, 200));
        first.Response.Headers.Location!.ToString().Should().EndWith($"/contacts/{contact}/tokens/{again.Data.GetProperty("id").GetString()}");
        (await client.DeleteAsync(first.Response.Headers.Location.ToString())).Status.Should().Be(204);
        (await client.DeleteAsync(first.Response.Headers.Location.ToString())).Should().BeEquivalentTo(new { Status = 404, Error = "TOKEN_NOT_FOUND" });
    }

    [Fact]
    public async Task Activity_OfAContact_IsFilteredAndPaged()
    {
        var client = await server.GivenClientAsync();
        var contact = await GivenContactAsync(client, "active@orders.test");
        PublicId.TryParse(PublicId.Contact, contact, out var id).Should().BeTrue();
        var at = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        await server.As<ActivityService>(new SystemActor()).RecordAsync(await server.FindAsync("demo"),
            [.. Enumerable.Range(0, 3).Select(i => new ActivityEdit(id, MessageChannel.Email, $"Mail {i}", "en", at.AddDays(i), ActivityStatus.SoftBounced)),
                new(id, MessageChannel.WhatsApp, "Chat", null, at, ActivityStatus.Read)], TestStore.Stop);

        var page = (await client.GetAsync($"/contacts/{contact}/activity?channel=email&sentAfter=2026-11-01T00:00:00Z&sentBefore=2026-11-03T00:00:00Z&limit=1")).Data;

        page.GetProperty("pagination").GetProperty("total").GetInt32().Should().Be(2);
        page.GetProperty("activity")[0].GetProperty("messageName").GetString().Should().Be("Mail 1");
        page.GetProperty("activity")[0].GetProperty("status").GetString().Should().Be("soft_bounced");
    }

    private static async Task<string> GivenContactAsync(ApiClient client, string email) =>
        (await client.PostAsync("/orders", new { orders = new[] { new { externalId = email, contact = new { email }, amount = 1, orderedAt = "2026-11-21T10:00:00Z" } } }))
        .Data.GetProperty("results")[0].GetProperty("contactId").GetString()!;

    public sealed class Server : TestServer;
}
