using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Api;

/// <summary>The contacts of a list as a client of the list API keeps them.</summary>
public sealed class ListContactsApiTests(ListContactsApiTests.Server server) : IClassFixture<ListContactsApiTests.Server>
{
    private const string Fields = """
        [{ "key": "plan", "type": "select", "options": ["free", "pro"], "required": true, "defaultValue": "free" }, { "key": "size", "type": "number" },
         { "key": "since", "type": "date" }, { "key": "vip", "type": "boolean" }, { "key": "note", "type": "text" }]
        """;

    [Fact]
    public async Task Contact_AddedReadChanged()
    {
        var (client, list) = await GivenListAsync(Fields);

        var added = await client.PostJsonAsync(list, """
            { "email": "Ann@Lists.test", "firstName": "Ann", "lastName": "Lee", "phoneNumber": "+44 20 7946 0958", "source": "form", "domainId": "x",
              "customFields": { "size": 12.5, "since": "2026-01-31", "vip": true, "note": "ä" }, "consentType": "explicit", "consentSource": "site/join",
              "consentTimestamp": "2026-11-20T10:00:00+02:00", "consentIpAddress": "192.0.2.7" }
            """);

        added.Status.Should().Be(201);
        var id = added.Data.GetProperty("id").GetString();
        added.Response.Headers.Location!.ToString().Should().Be($"{list}/{id}");
        Text(added, "status", "email", "phoneNumber", "source", "consentType", "consentTimestamp", "consentIpAddress")
            .Should().Be("active ann@lists.test +442079460958 form explicit 2026-11-20T08:00:00Z 192.0.2.7");
        added.Data.GetProperty("unsubscribedAt").ValueKind.Should().Be(JsonValueKind.Null);
        JsonDocument.Parse(added.Data.GetProperty("customFields").GetRawText()).RootElement.GetProperty("plan").GetString().Should().Be("free", "that is the default");
        (await client.PostAsync(list, new { email = "ANN@lists.test" })).Should().BeEquivalentTo(new { Status = 409, Error = "CONTACT_ALREADY_EXISTS" });
        var changed = await PutAsync(client, $"{list}/{id}", """{ "email": "ann@lists.test", "firstName": null, "customFields": { "size": null, "plan": "pro" } }""");
        changed.Status.Should().Be(200);
        (changed.Data.GetProperty("firstName").GetString(), changed.Data.GetProperty("lastName").GetString()).Should().Be((null, "Lee"));
        changed.Data.GetProperty("customFields").EnumerateObject().Select(f => f.Name).Order().Should().Equal("note", "plan", "since", "vip");
        (await client.GetAsync($"{list}/{id}")).Data.ToString().Should().Be(changed.Data.ToString());
        changed.Data.GetProperty("subscribedAt").ToString().Should().Be(added.Data.GetProperty("subscribedAt").ToString());
    }

    [Theory]
    [InlineData("""{ "firstName": "x" }""", "VALIDATION_ERROR", "email")]
    [InlineData("""{ "email": "x" }""", "VALIDATION_ERROR", "email")]
    [InlineData("""{ "email": "v@l.test", "phoneNumber": "12" }""", "VALIDATION_ERROR", "phoneNumber")]
    [InlineData("""{ "email": "v@l.test", "consentType": "maybe" }""", "VALIDATION_ERROR", "consentType")]
    [InlineData("""{ "email": "v@l.test", "consentTimestamp": "yesterday" }""", "VALIDATION_ERROR", "consentTimestamp")]
    [InlineData("""{ "email": "v@l.test", "consentTimestamp": "2999-01-01T00:00:00Z" }""", "VALIDATION_ERROR", "consentTimestamp")]
    [InlineData("""{ "email": "v@l.test", "consentIpAddress": "home" }""", "VALIDATION_ERROR", "consentIpAddress")]
    [InlineData("""{ "email": "v@l.test", "customFields": [] }""", "VALIDATION_ERROR", "customFields")]
    [InlineData("""{ "email": "v@l.test", "customFields": { "nothing": 1 } }""", "INVALID_CUSTOM_FIELD", "customFields.nothing")]
    [InlineData("""{ "email": "v@l.test", "customFields": { "size": "12" } }""", "INVALID_CUSTOM_FIELD", "customFields.size")]
    [InlineData("""{ "email": "v@l.test", "customFields": { "since": "31.1.2026" } }""", "INVALID_CUSTOM_FIELD", "customFields.since")]
    [InlineData("""{ "email": "v@l.test", "customFields": { "vip": "yes" } }""", "INVALID_CUSTOM_FIELD", "customFields.vip")]
    [InlineData("""{ "email": "v@l.test", "customFields": { "plan": "gold" } }""", "INVALID_CUSTOM_FIELD", "customFields.plan")]
    [InlineData("""{ "email": "v@l.test", "customFields": { "note": 5 } }""", "INVALID_CUSTOM_FIELD", "customFields.note")]
    public async Task Contact_NotAsItShouldBe_IsRefusedByField(string body, string code, string field)
    {
        var (client, list) = await GivenListAsync(Fields);

        (await client.PostJsonAsync(list, body)).Should().BeEquivalentTo(new { Status = 400, Error = code, Field = field });
        (await client.GetAsync(list)).Data.GetProperty("pagination").GetProperty("total").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task Contact_RequiredFieldOrEmail_CannotBeTakenAway()
    {
        var (client, list) = await GivenListAsync("""[{ "key": "id", "type": "text", "required": true }]""");
        (await client.PostAsync(list, new { email = "r@lists.test" })).Should().BeEquivalentTo(new { Status = 400, Error = "INVALID_CUSTOM_FIELD", Field = "customFields.id" });
        var id = (await client.PostAsync(list, new { email = "r@lists.test", customFields = new { id = "7" } })).Data.GetProperty("id").GetString();

        (await PutAsync(client, $"{list}/{id}", """{ "customFields": { "id": null } }""")).Should().BeEquivalentTo(new { Status = 400, Error = "INVALID_CUSTOM_FIELD" });
        (await PutAsync(client, $"{list}/{id}", """{ "email": "other@lists.test" }""")).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR", Field = "email" });
        (await PutAsync(client, $"{list}/cnt_zzz", "{}")).Should().BeEquivalentTo(new { Status = 404, Error = "CONTACT_NOT_FOUND" });
    }

    [Fact]
    public async Task Suppress_ChecksInTheWrittenOrderAndBlocksEverywhere()
    {
        var (client, list) = await GivenListAsync();
        var (_, other) = await GivenListAsync();
        var id = (await client.PostAsync(list, new { email = "s@lists.test" })).Data.GetProperty("id").GetString();

        (await client.PostJsonAsync("/api/v1/contact-lists/lst_zzz/contacts/cnt_zzz/suppress", "{")).Should().BeEquivalentTo(new { Status = 404, Error = "LIST_NOT_FOUND" });
        (await client.PostJsonAsync($"{list}/cnt_zzz/suppress", "{")).Should().BeEquivalentTo(new { Status = 404, Error = "CONTACT_NOT_FOUND" });
        (await client.PostAsync($"{list}/{id}/suppress", new { reason = "bounce" })).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR", Field = "reason" });
        var suppressed = await client.PostAsync($"{list}/{id}/suppress", new { reason = "bounced" });
        (suppressed.Status, suppressed.Json.ValueKind).Should().Be((204, JsonValueKind.Undefined));
        (await client.PostAsync($"{list}/{id}/suppress", new { reason = "manual" })).Should().BeEquivalentTo(new { Status = 409, Error = "ALREADY_SUPPRESSED" });
        (await client.GetAsync($"{list}/{id}")).Data.GetProperty("status").GetString().Should().Be("suppressed");
        (await client.PostAsync(other, new { email = "s@lists.test" })).Data.GetProperty("status").GetString().Should().Be("suppressed", "the ledger is the organisation's");
        (await client.PostAsync("/suppressions/check", new { recipients = new[] { "s@lists.test" } })).Data.ToString().Should().Contain("\"allowed\":false").And.Contain("\"bounced\"");
        var stats = (await client.GetAsync(list.Replace("/contacts", "/stats"))).Data;
        (stats.GetProperty("totalContacts").GetInt32(), stats.GetProperty("suppressedContacts").GetInt32(), stats.GetProperty("bouncedContacts").GetInt32()).Should().Be((1, 1, 0));
    }

    [Fact]
    public async Task Statuses_AreThoseOfTheLedger()
    {
        var (client, list) = await GivenListAsync();
        (SuppressionSource, SuppressionReason)?[] entries = [null, (SuppressionSource.Event, SuppressionReason.Unsubscribed), (SuppressionSource.Event, SuppressionReason.Bounced),
            (SuppressionSource.Event, SuppressionReason.Complained), (SuppressionSource.Import, SuppressionReason.Unsubscribed), (SuppressionSource.Event, SuppressionReason.SpamTrap)];
        foreach (var (entry, i) in entries.Select((e, i) => (e, i)))
            await GivenSuppressedAsync(client, list, $"s{i}@statuses.test", entry);
        await client.PostAsync("/suppressions", new { scope = "domain", value = "blocked.statuses.test", reason = "manual" });
        await client.PostAsync(list, new { email = "s@blocked.statuses.test" });
        await GivenUnconfirmedAsync(client, list, "n@statuses.test");

        async Task<string[]> OfAsync(string query) => [.. (await client.GetAsync($"{list}?{query}")).Data.GetProperty("contacts").EnumerateArray().Select(c => c.GetProperty("email").GetString()!.Split('@')[0]).Order()];
        (await OfAsync("status=active")).Should().Equal("s0");
        (await OfAsync("status=unsubscribed")).Should().Equal("n", "s1");
        (await OfAsync("status=bounced")).Should().Equal("s2");
        (await OfAsync("status=complained")).Should().Equal("s3");
        (await OfAsync("status=suppressed")).Should().Equal("s", "s4", "s5");
        (await OfAsync("search=S4")).Should().Equal("s4");
        (await OfAsync("search=s4&status=active")).Should().BeEmpty();
        var stats = (await client.GetAsync(list.Replace("/contacts", "/stats"))).Data;
        stats.EnumerateObject().Select(s => s.Value.GetInt32()).Should().Equal(8, 1, 7, 2, 1, 1);
        var unsubscribed = (await client.GetAsync($"{list}?search=s1")).Data.GetProperty("contacts")[0];
        (unsubscribed.GetProperty("status").GetString(), unsubscribed.GetProperty("unsubscribedAt").ValueKind).Should().Be(("unsubscribed", JsonValueKind.String));
        foreach (var wrong in new[] { "status=none", "status=all", "cursor=x", "page=0" })
            (await client.GetAsync($"{list}?{wrong}")).Should().BeEquivalentTo(new { Status = 400, Error = "INVALID_PARAMETER" }, wrong);
    }

    [Fact]
    public async Task Contacts_ArePagedByNumberAndByCursor()
    {
        var (client, list) = await GivenListAsync();
        foreach (var i in Enumerable.Range(1, 5))
            await client.PostAsync(list, new { email = $"p{i}@paging.test" });

        var page = (await client.GetAsync($"{list}?limit=2&page=2")).Data;

        page.GetProperty("contacts").EnumerateArray().Select(c => c.GetProperty("email").GetString()).Should().Equal("p3@paging.test", "p2@paging.test");
        page.GetProperty("pagination").GetProperty("totalPages").GetInt32().Should().Be(3);
        var last = (await client.GetAsync($"{list}?limit=2&cursor={page.GetProperty("pagination").GetProperty("nextCursor").GetString()}")).Data;
        last.GetProperty("contacts").EnumerateArray().Select(c => c.GetProperty("email").GetString()).Should().Equal("p1@paging.test");
        last.GetProperty("pagination").GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Delete_IsForGoodOnlyOfWhoIsKnownByNothingElse()
    {
        var (client, list) = await GivenListAsync();
        var (_, other) = await GivenListAsync();
        async Task<string> AddAsync(string email, string where) => (await client.PostAsync(where, new { email })).Data.GetProperty("id").GetString()!;
        var only = await AddAsync("only@gone.test", list);
        var both = await AddAsync("both@gone.test", list);
        await AddAsync("both@gone.test", other);
        await client.PostAsync("/messages", new { from = "mail@gone.test" });
        var mail = await AddAsync("mail@gone.test", list);
        await client.PostAsync($"{list}/{only}/suppress", new { reason = "complained" });

        foreach (var id in new[] { only, both, mail })
            (await client.DeleteAsync($"{list}/{id}")).Status.Should().Be(204);

        (await client.DeleteAsync($"{list}/{only}")).Should().BeEquivalentTo(new { Status = 404, Error = "CONTACT_NOT_FOUND" });
        (await client.GetAsync($"/contacts/{only}")).Status.Should().Be(404);
        (await client.GetAsync($"/contacts/{both}")).Status.Should().Be(200);
        (await client.GetAsync($"/contacts/{mail}")).Status.Should().Be(200);
        var again = await client.PostAsync(list, new { email = "only@gone.test" });
        (again.Data.GetProperty("status").GetString(), again.Data.GetProperty("id").GetString() == only).Should().Be(("suppressed", false), "the ledger stays");
    }

    [Fact]
    public async Task Contact_KnownToTheDashboard_BecomesTheListsAndOneDeletedThereIsNotSeen()
    {
        var (client, list) = await GivenListAsync();
        await client.PostAsync("/messages", new { from = "Known Person <known@dash.test>" });
        var id = (await client.PostAsync(list, new { email = "known@dash.test", lastName = "Person" })).Data.GetProperty("id").GetString()!;
        PublicId.TryParse(PublicId.Contact, id, out var contact);

        (await client.GetAsync($"/contacts/{id}")).Data.ToString().Should().Contain("Person");
        await server.As<ProfileService>(new SystemActor()).DeleteAsync(await server.FindAsync("demo"), contact, null, TestStore.Stop);

        (await client.GetAsync($"{list}/{id}")).Should().BeEquivalentTo(new { Status = 404, Error = "CONTACT_NOT_FOUND" });
        (await client.GetAsync(list.Replace("/contacts", "/stats"))).Data.GetProperty("totalContacts").GetInt32().Should().Be(0);
        (await client.PostAsync(list, new { email = "known@dash.test" })).Data.GetProperty("id").GetString().Should().NotBe(id, "who comes anew is a new contact");
    }

    private async Task<(ApiClient Client, string List)> GivenListAsync(string fields = "[]")
    {
        var client = await server.GivenClientAsync();
        return (client, $"/api/v1/contact-lists/{await ListsApiTests.GivenListAsync(client, $"l{Guid.NewGuid():N}", fields)}/contacts");
    }

    private async Task GivenSuppressedAsync(ApiClient client, string list, string email, (SuppressionSource Source, SuppressionReason Reason)? entry)
    {
        (await client.PostAsync(list, new { email })).Status.Should().Be(201);
        if (entry is not { } made)
            return;
        var demo = await server.FindAsync("demo");
        await server.Services.GetRequiredService<StoreWriter>().WriteAsync<bool>(demo, async context =>
        {
            context.Suppressions.Add(new() { OrganizationId = demo.Value, Value = email, Reason = made.Reason, Source = made.Source, CreatedAt = DateTimeOffset.UtcNow });
            await context.SaveChangesAsync(TestStore.Stop);
            await Ledger.RestateIdsAsync(context, await context.Addresses.Where(a => a.Value == email).Select(a => a.Id).ToListAsync(TestStore.Stop), DateTimeOffset.UtcNow, TestStore.Stop);
            return true;
        }, TestStore.Stop);
    }

    private async Task GivenUnconfirmedAsync(ApiClient client, string list, string email)
    {
        var (demo, system) = (await server.FindAsync("demo"), new SystemActor());
        var form = (await server.As<SignUpFormService>(system).CreateAsync(demo, $"f{Guid.NewGuid():N}", null, TestStore.Stop)).Value;
        await server.As<SignUpService>(new FormActor(demo, "f")).AskAsync(demo, form, new(email, null, null), s => s, TestStore.Stop);
        await client.PostAsync(list, new { email });
    }

    private static Task<ApiAnswer> PutAsync(ApiClient client, string path, string json) => client.SendAsync(HttpMethod.Put, path, ApiClient.Json(json));

    private static string Text(ApiAnswer answer, params string[] names) => string.Join(' ', names.Select(n => answer.Data.GetProperty(n).ToString()));

    public sealed class Server : TestServer;
}
