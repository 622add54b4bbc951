using ContactsDashboard.Api;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Services.Idempotency;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Api;

/// <summary>A request, and whether it needs something to be there first.</summary>
internal sealed record Call(string Method, string Path, string? Body = null, Func<ApiClient, Task<string>>? Given = null)
{
    /// <summary>What is asked for where nothing is given.</summary>
    public string Nothing { get; init; } = "zzz";
}

/// <summary>How each operation of the document is called: once for each way to succeed and to fail that is its own; what all share follows from its first.</summary>
internal static class OpenApiCalls
{
    private const string Entry = """{ "scope": "email", "value": "@", "reason": "manual", "note": "n", "evidence": { "code": "550" }, "expiresAt": "2999-01-01T00:00:00Z" }""";

    private static readonly Func<ApiClient, Task<string>> GivenEntry = async client =>
        (await client.PostJsonAsync("/suppressions", Fresh(Entry))).Data.GetProperty("id").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenBlock = async client =>
        (await client.PostJsonAsync("/contacts/block", Fresh("""{ "email": "@" }"""))).Data.GetProperty("auditId").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenBlocked = async client =>
        (await client.PostJsonAsync("/contacts/block", Fresh("""{ "email": "@" }"""))).Data.GetProperty("email").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenContact = async client =>
    {
        await client.PostJsonAsync("/messages", Fresh("""{ "from": "@" }"""));
        return "";
    };

    private const string Person = """{ "email": "@", "firstName": "Ann", "consent": { "confirmed": true } }""";

    private static readonly Func<ApiClient, Task<string>> GivenPerson = async client =>
        (await client.PostJsonAsync("/contacts", Fresh(Person))).Data.GetProperty("contactId").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenDeleted = async client =>
    {
        var id = await GivenPerson(client);
        await client.DeleteAsync($"/contacts/{id}");
        return id;
    };

    private static readonly Func<ApiClient, Task<string>> GivenRequest = async client => (await client.PostJsonAsync("/requests",
        $$"""{ "kind": "blacklist", "channels": ["email"], "contacts": ["{{await GivenPerson(client)}}"], "reason": "r" }""")).Data.GetProperty("id").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenField = async client =>
        (await client.PostJsonAsync("/fields", Fresh("""{ "label": "~", "type": "select", "options": ["S", "L"] }"""))).Data.GetProperty("label").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenSegment = async client =>
        (await client.PostJsonAsync("/segments", Fresh("""{ "name": "~" }"""))).Data.GetProperty("id").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenDynamic = async client =>
        (await client.PostJsonAsync("/segments", Fresh("""{ "name": "~", "kind": "dynamic", "query": "country:DE" }"""))).Data.GetProperty("id").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenMember = async client =>
    {
        var list = await GivenSegment(client);
        await client.PostJsonAsync($"/segments/{list}/contacts", $$"""{ "contacts": ["{{await GivenPerson(client)}}"] }""");
        return list;
    };

    private static readonly Func<ApiClient, Task<string>> GivenCategory = async client =>
        (await client.PostJsonAsync("/categories", Fresh("""{ "name": "~" }"""))).Data.GetProperty("name").GetString()!;

    private const string Order = """{ "orders": [{ "externalId": "@", "contact": { "email": "@" }, "amount": 9.9, "orderedAt": "2026-11-21T19:12:00Z" }, null, { "externalId": "x" }] }""";

    private static readonly Func<ApiClient, Task<string>> GivenBuyer = async client =>
        (await client.PostJsonAsync("/orders", Fresh(Order))).Data.GetProperty("results")[0].GetProperty("contactId").GetString()!;

    private const string Device = """{ "kind": "push", "value": "abc" }""";

    // The first contact of all: once somebody bought something, there is one.
    private static readonly Func<ApiClient, Task<string>> GivenDevice = async client =>
    {
        await GivenBuyer(client);
        return (await client.PostJsonAsync("/contacts/cnt_1/tokens", Device)).Data.GetProperty("id").GetString()!;
    };

    private const string Lists = "/api/v1/contact-lists";

    private const string NoContact = "lst_zzz/contacts/cnt_zzz";

    private const string ListEdit = """{ "name": "~", "customFields": [{ "key": "plan", "type": "select", "options": ["a"], "defaultValue": "a" }] }""";

    private static readonly Func<ApiClient, Task<string>> GivenList = async client => (await client.PostJsonAsync(Lists, Fresh(ListEdit))).Data.GetProperty("id").GetString()!;

    private static readonly Func<ApiClient, Task<string>> GivenListName = async client => (await client.PostJsonAsync(Lists, Fresh(ListEdit))).Data.GetProperty("name").GetString()!;

    // A contact of a list, by the rest of its path.
    private static readonly Func<ApiClient, Task<string>> GivenListed = async client =>
    {
        var list = await GivenList(client);
        return $"{list}/contacts/{(await client.PostJsonAsync($"{Lists}/{list}/contacts", Fresh("""{ "email": "@" }"""))).Data.GetProperty("id").GetString()}";
    };

    private static readonly Func<ApiClient, Task<string>> GivenSuppressed = async client =>
    {
        var contact = await GivenListed(client);
        await client.PostJsonAsync($"{Lists}/{contact}/suppress", """{ "reason": "manual" }""");
        return contact;
    };
    private const string File = """{ "fileName": "x.csv", "csv": "email,country\n@,DE\nnobody,DE\n", "dryRun": true, "consent": null }""";

    private static readonly Func<ApiClient, Task<string>> GivenDryRun = client => GivenJobAsync(client, "/imports", Fresh(File));

    private static readonly Func<ApiClient, Task<string>> GivenImport = client => GivenJobAsync(client, "/imports", Fresh("""{ "csv": "email\n@\nnobody\n", "dryRun": false, "consent": { "confirmed": true } }"""));

    // A file whose table ends in the middle of a quotation: it cannot be read to its end.
    private static readonly Func<ApiClient, Task<string>> GivenFailedDryRun = client =>
        GivenJobAsync(client, "/imports", $$"""{ "csv": "email\n{{string.Concat(Enumerable.Range(0, 10).Select(i => $"a{i}@b.test\\n"))}}\"{{new string('x', 5 << 20)}}" }""");

    private static readonly Func<ApiClient, Task<string>> GivenExport = client => GivenJobAsync(client, "/exports", """{ "allFields": true }""");

    // Nothing runs in the background of this server.
    private static readonly AsyncLocal<Func<Task>> RunJobs = new();

    private static async Task<string> GivenJobAsync(ApiClient client, string path, string body)
    {
        var id = (await client.PostJsonAsync(path, body)).Data.GetProperty("id").GetString()!;
        await RunJobs.Value!();
        return id;
    }

    public static IReadOnlyDictionary<string, Call[]> All { get; } = new Dictionary<string, Call[]>
    {
        ["listContactLists"] = [new("GET", Lists, null, GivenList), new("GET", Lists + "?limit=0"), new("GET", Lists + "?cursor=x")],
        ["createContactList"] = [new("POST", Lists, ListEdit), new("POST", Lists, """{ "name": "%" }""", GivenListName), new("POST", Lists, "{}")],
        ["getContactList"] = [new("GET", Lists + "/%", null, GivenList), new("GET", Lists + "/lst_zzz")],
        ["changeContactList"] =
        [
            new("PUT", Lists + "/%", ListEdit, GivenList), new("PUT", Lists + "/lst_zzz", "{}"), new("PUT", Lists + "/lst_zzz", "[]"),
            new("PUT", Lists + "/%", """{ "name": "Taken" }""", async client =>
            {
                await client.PostJsonAsync(Lists, """{ "name": "Taken" }""");
                return await GivenList(client);
            }),
        ],
        ["deleteContactList"] = [new("DELETE", Lists + "/%", null, GivenList), new("DELETE", Lists + "/lst_zzz")],
        ["getContactListStats"] = [new("GET", Lists + "/%/stats", null, GivenListed.OfItsList()), new("GET", Lists + "/lst_zzz/stats")],
        ["listListContacts"] =
        [
            new("GET", Lists + "/%/contacts", null, GivenListed.OfItsList()), new("GET", Lists + "/lst_zzz/contacts"), new("GET", Lists + "/lst_zzz/contacts?status=x"),
        ],
        ["addListContact"] =
        [
            new("POST", Lists + "/%/contacts", """{ "email": "@", "consentType": "explicit" }""", GivenList), new("POST", Lists + "/lst_zzz/contacts", """{ "email": "@" }"""),
            new("POST", Lists + "/%/contacts", """{ "email": "x" }""", GivenList), new("POST", Lists + "/%/contacts", """{ "email": "@", "customFields": { "plan": 1 } }""", GivenList),
            new("POST", Lists + "/%/contacts", """{ "email": "again@list.test" }""", async client =>
            {
                var list = await GivenList(client);
                await client.PostJsonAsync($"{Lists}/{list}/contacts", """{ "email": "again@list.test" }""");
                return list;
            }),
        ],
        ["getListContact"] = [new("GET", Lists + "/%", null, GivenListed) { Nothing = NoContact }, new("GET", Lists + "/lst_zzz/contacts/cnt_1")],
        ["changeListContact"] =
        [
            new("PUT", Lists + "/%", """{ "firstName": "Ann" }""", GivenListed) { Nothing = NoContact }, new("PUT", Lists + "/lst_zzz/contacts/cnt_1", "{}"), new("PUT", Lists + "/%", """{ "email": "x@y.test" }""", GivenListed),
            new("PUT", Lists + "/%", """{ "customFields": { "nothing": 1 } }""", GivenListed),
        ],
        ["removeListContact"] = [new("DELETE", Lists + "/%", null, GivenListed) { Nothing = NoContact }, new("DELETE", Lists + "/lst_zzz/contacts/cnt_1")],
        ["suppressListContact"] =
        [
            new("POST", Lists + "/%/suppress", """{ "reason": "manual" }""", GivenListed) { Nothing = NoContact }, new("POST", Lists + "/%/suppress", """{ "reason": "manual" }""", GivenSuppressed),
            new("POST", Lists + "/%/suppress", """{ "reason": "x" }""", GivenListed), new("POST", Lists + "/lst_zzz/contacts/cnt_1/suppress", "{}"),
        ],
        ["listContacts"] = [new("GET", "/contacts?limit=100", null, GivenContact), new("GET", "/contacts?page=0"), new("GET", "/contacts?cursor=x")],
        ["blockContact"] =
        [
            new("POST", "/contacts/block", """{ "email": "@" }"""), new("POST", "/contacts/block?dryRun=true", """{ "email": "%" }""", GivenBlocked),
            new("POST", "/contacts/block", """{ "email": "%" }""", GivenBlocked), new("POST", "/contacts/block", "{}"), new("POST", "/contacts/block?dryRun=x", "{}"),
        ],
        ["blockDomain"] =
        [
            new("POST", "/contacts/block-domain", """{ "email": "@" }"""), new("POST", "/contacts/block-domain?dryRun=true", """{ "domain": "a.test" }"""),
            new("POST", "/contacts/block-domain", """{ "email": "x" }"""), new("POST", "/contacts/block-domain", "{}"),
            new("POST", "/contacts/block-domain", """{ "domain": "%" }""", async client => (await client.PostJsonAsync("/contacts/block-domain", Fresh("""{ "email": "@" }""")))
                .Data.GetProperty("domain").GetString()!),
        ],
        ["unblockContact"] =
        [
            new("POST", "/contacts/unblock", """{ "email": "%" }""", GivenBlocked), new("POST", "/contacts/unblock?dryRun=true", """{ "email": "%" }""", GivenBlocked),
            new("POST", "/contacts/unblock", """{ "email": "@" }"""), new("POST", "/contacts/unblock", """{ "email": "x" }"""),
        ],
        ["getContact"] = [new("GET", "/contacts/%", null, GivenPerson), new("GET", "/contacts/%", null, GivenDeleted), new("GET", "/contacts/cnt_zzz")],
        ["createContact"] =
        [
            new("POST", "/contacts", Person), new("POST", "/contacts", """{ "email": "%", "consent": { "confirmed": true } }""", GivenBlocked),
            new("POST", "/contacts", """{ "email": "@" }"""), new("POST", "/contacts", """{ "email": "x", "consent": { "confirmed": true } }"""),
            new("POST", "/contacts", """{ "email": "@", "consent": { "confirmed": true }, "fields": { "no_such": 1 } }"""),
        ],
        ["changeContact"] =
        [
            new("PATCH", "/contacts/%", """{ "city": "Graz" }""", GivenPerson), new("PATCH", "/contacts/cnt_zzz", "{}"), new("PATCH", "/contacts/%", "{}", GivenDeleted),
            new("PATCH", "/contacts/%", """{ "updatedAt": "2020-01-01T00:00:00Z" }""", GivenPerson), new("PATCH", "/contacts/%", """{ "email": "x" }""", GivenPerson),
            new("PATCH", "/contacts/%", """{ "fields": { "no_such": 1 } }""", GivenPerson),
        ],
        ["deleteContact"] =
        [
            new("DELETE", "/contacts/%?reason=double", null, GivenPerson), new("DELETE", "/contacts/%", null, GivenDeleted), new("DELETE", "/contacts/cnt_zzz"),
            new("DELETE", "/contacts/%?reason=" + new string('x', 501), null, GivenPerson),
        ],
        ["restoreContact"] = [new("POST", "/contacts/%/restore", null, GivenDeleted), new("POST", "/contacts/%/restore", null, GivenPerson), new("POST", "/contacts/cnt_zzz/restore")],
        ["listFields"] = [new("GET", "/fields", null, GivenField)],
        ["addField"] = [new("POST", "/fields", """{ "label": "~", "type": "text" }"""), new("POST", "/fields", """{ "label": "%", "type": "date" }""", GivenField), new("POST", "/fields", "{}")],
        ["listCategories"] = [new("GET", "/categories", null, GivenCategory)],
        ["addCategory"] = [new("POST", "/categories", """{ "name": "~" }"""), new("POST", "/categories", """{ "name": "%" }""", GivenCategory), new("POST", "/categories", "{}")],
        ["addOrders"] = [new("POST", "/orders", Order), new("POST", "/orders", "{}")],
        ["listOrders"] = [new("GET", "/contacts/%/orders", null, GivenBuyer), new("GET", "/contacts/cnt_zzz/orders"), new("GET", "/contacts/cnt_1/orders?limit=0"),
            new("GET", "/contacts/cnt_1/orders?cursor=x")],
        ["addEvents"] =
        [
            new("POST", "/events", """{ "events": [{ "type": "bounced", "recipient": "@", "code": "5.1.1", "occurredAt": "2026-11-21T19:12:00Z" }, null, { "type": "fax" }] }"""),
            new("POST", "/events", "{}"),
        ],
        ["addToken"] =
        [
            new("POST", "/contacts/%/tokens", Device, GivenBuyer), new("POST", "/contacts/cnt_1/tokens", Device, GivenDevice),
            new("POST", "/contacts/cnt_zzz/tokens", Device), new("POST", "/contacts/cnt_1/tokens", """{ "kind": "fax", "value": "1" }"""),
        ],
        ["removeToken"] = [new("DELETE", "/contacts/cnt_1/tokens/%", null, GivenDevice), new("DELETE", "/contacts/cnt_1/tokens/tok_zzz")],
        ["listActivity"] = [new("GET", "/contacts/%/activity", null, GivenBuyer), new("GET", "/contacts/cnt_zzz/activity"), new("GET", "/contacts/cnt_1/activity?channel=fax"),
            new("GET", "/contacts/cnt_1/activity?cursor=x")],
        ["listSegments"] = [new("GET", "/segments", null, GivenSegment), new("GET", "/segments?kind=x"), new("GET", "/segments?cursor=x")],
        ["addSegment"] =
        [
            new("POST", "/segments", """{ "name": "~" }"""), new("POST", "/segments", """{ "name": "~", "kind": "dynamic", "query": "country:DE" }"""),
            new("POST", "/segments", """{ "name": "~", "kind": "dynamic", "query": "country:" }"""), new("POST", "/segments", """{ "name": "~", "query": "country:DE" }"""),
            new("POST", "/segments", """{ "name": "%" }""", async client => (await client.PostJsonAsync("/segments", Fresh("""{ "name": "~" }"""))).Data.GetProperty("name").GetString()!),
        ],
        ["getSegment"] = [new("GET", "/segments/%", null, GivenSegment), new("GET", "/segments/seg_zzz")],
        ["changeSegment"] =
        [
            new("PATCH", "/segments/%", """{ "name": "~" }""", GivenSegment), new("PATCH", "/segments/seg_zzz", "{}"), new("PATCH", "/segments/%", """{ "query": "country:" }""", GivenDynamic),
            new("PATCH", "/segments/%", """{ "query": "country:DE" }""", GivenSegment),
            new("PATCH", "/segments/%", """{ "name": "Taken" }""", async client =>
            {
                await client.PostJsonAsync("/segments", """{ "name": "Taken" }""");
                return await GivenSegment(client);
            }),
        ],
        ["deleteSegment"] =
        [
            new("DELETE", "/segments/%", null, GivenSegment), new("DELETE", "/segments/seg_zzz"),
            new("DELETE", "/segments/%", null, async client =>
            {
                var made = (await client.PostJsonAsync("/segments", Fresh("""{ "name": "~" }"""))).Data;
                await client.PostJsonAsync("/segments", Fresh($$"""{ "name": "~", "kind": "dynamic", "query": "segment:{{made.GetProperty("name").GetString()}}" }"""));
                return made.GetProperty("id").GetString()!;
            }),
            new("DELETE", "/segments/%", null, async client =>
                (await client.PostJsonAsync("/categories", Fresh("""{ "name": "~" }"""))).Data.GetProperty("id").GetString()!),
        ],
        ["listSegmentContacts"] =
        [
            new("GET", "/segments/%/contacts", null, GivenMember), new("GET", "/segments/seg_zzz/contacts"), new("GET", "/segments/%/contacts?q=country:", null, GivenSegment),
            new("GET", "/segments/%/contacts?cursor=x", null, GivenSegment),
        ],
        ["addSegmentContacts"] =
        [
            new("POST", "/segments/%/contacts", """{ "contacts": ["cnt_1", "cnt_zzz"] }""", GivenSegment), new("POST", "/segments/seg_zzz/contacts", """{ "contacts": ["cnt_1"] }"""),
            new("POST", "/segments/%/contacts", """{ "contacts": ["x"] }""", GivenSegment), new("POST", "/segments/%/contacts", """{ "contacts": ["cnt_1"] }""", GivenDynamic),
        ],
        ["removeSegmentContact"] =
        [
            new("DELETE", "/segments/%", null, async client =>
            {
                var list = await GivenSegment(client);
                var person = await GivenPerson(client);
                await client.PostJsonAsync($"/segments/{list}/contacts", $$"""{ "contacts": ["{{person}}"] }""");
                return $"{list}/contacts/{person}";
            }),
            new("DELETE", "/segments/seg_zzz/contacts/cnt_1"), new("DELETE", "/segments/%/contacts/cnt_zzz", null, GivenSegment),
            new("DELETE", "/segments/%/contacts/cnt_1", null, GivenDynamic),
        ],
        ["listRequests"] = [new("GET", "/requests", null, GivenRequest), new("GET", "/requests?state=x"), new("GET", "/requests?cursor=x")],
        ["getRequest"] = [new("GET", "/requests/%", null, GivenRequest), new("GET", "/requests/req_zzz")],
        ["fileRequest"] =
        [
            new("POST", "/requests", """{ "kind": "blacklist", "channels": ["email"], "contacts": ["%"], "reason": "r" }""", GivenPerson),
            new("POST", "/requests", """{ "kind": "x" }"""), new("POST", "/requests", "{}"),
        ],
        ["withdrawRequest"] =
        [
            new("DELETE", "/requests/%", null, GivenRequest), new("DELETE", "/requests/req_zzz"),
            new("DELETE", "/requests/%", null, async client =>
            {
                var id = await GivenRequest(client);
                await client.DeleteAsync($"/requests/{id}");
                return id;
            }),
        ],
        ["addSuppression"] =
        [
            new("POST", "/suppressions", Entry), new("POST", "/suppressions", """{ "scope": "email", "value": "%", "reason": "bounce" , "expiresAt": "2998-01-01T00:00:00Z" }""", GivenBlocked),
            new("POST", "/suppressions?onConflict=return", """{ "scope": "email", "value": "%", "reason": "manual" }""", GivenBlocked),
            new("POST", "/suppressions", """{ "scope": "email", "value": "x", "reason": "manual" }"""), new("POST", "/suppressions?onConflict=x", Entry),
        ],
        ["addSuppressions"] = [new("POST", "/suppressions/bulk", """{ "suppressions": [{ "scope": "email", "value": "@", "reason": "manual" }, null, 7] }"""), new("POST", "/suppressions/bulk", "{}")],
        ["checkRecipients"] = [new("POST", "/suppressions/check", """{ "recipients": ["%", "x", "+1", "b@c.test"] }""", GivenBlocked), new("POST", "/suppressions/check", "{}")],
        ["makeUnsubscribeLinks"] = [new("POST", "/unsubscribe-links", """{ "recipients": ["@", "x"] }"""), new("POST", "/unsubscribe-links", "{}")],
        ["listSuppressions"] = [new("GET", "/suppressions", null, GivenEntry), new("GET", "/suppressions?limit=0"), new("GET", "/suppressions?cursor=x")],
        ["getSuppression"] = [new("GET", "/suppressions/%", null, GivenEntry), new("GET", "/suppressions/sup_zzz")],
        ["changeSuppression"] = [new("PATCH", "/suppressions/%", """{ "note": null }""", GivenEntry), new("PATCH", "/suppressions/sup_zzz", "{}"), new("PATCH", "/suppressions/sup_zzz", "[]")],
        ["deleteSuppression"] = [new("DELETE", "/suppressions/%", null, GivenEntry), new("DELETE", "/suppressions/sup_zzz")],
        ["addMessages"] = [new("POST", "/messages", """{ "from": "@" }"""), new("POST", "/messages", """{ "from": "" }""")],
        ["addImport"] =
        [
            new("POST", "/imports", File), new("POST", "/imports?unique=x", File), new("POST", "/imports", """{ "csv": "email\na@b.test", "dryRun": false }"""),
            new("POST", "/imports", """{ "csv": "email\na@b.test", "map": ["email=field:none"] }"""), new("POST", "/imports", "{}"),
        ],
        ["listImports"] = [new("GET", "/imports", null, GivenImport), new("GET", "/imports?limit=0")],
        ["getImport"] = [new("GET", "/imports/%", null, GivenImport), new("GET", "/imports/job_zzz")],
        ["applyImport"] =
        [
            new("POST", "/imports/%/apply", """{ "confirmed": true }""", GivenDryRun), new("POST", "/imports/%/apply", """{ "confirmed": false }""", GivenDryRun),
            new("POST", "/imports/job_zzz/apply", """{ "confirmed": true }"""), new("POST", "/imports/%/apply", """{ "confirmed": true }""", GivenFailedDryRun),
        ],
        ["getRejectedRows"] = [new("GET", "/imports/%/rejected", null, GivenImport), new("GET", "/imports/job_zzz/rejected")],
        ["cancelImport"] = [new("DELETE", "/imports/%", null, GivenImport), new("DELETE", "/imports/job_zzz")],
        ["startExport"] = [new("POST", "/exports", """{ "q": "country:DE", "allFields": true }"""), new("POST", "/exports", """{ "q": "no:such(" }""")],
        ["listExports"] = [new("GET", "/exports", null, GivenExport)],
        ["getExport"] = [new("GET", "/exports/%", null, GivenExport), new("GET", "/exports/job_zzz")],
        ["downloadExport"] = [new("GET", "/exports/%/file", null, GivenExport), new("GET", "/exports/job_zzz/file")],
        ["deleteExport"] = [new("DELETE", "/exports/%", null, GivenExport), new("DELETE", "/exports/job_zzz")],
        ["listAudit"] = [new("GET", "/audit", null, GivenBlock), new("GET", "/audit?limit=101"), new("GET", "/audit?cursor=x")],
        ["undoChange"] = [new("POST", "/audit/%/undo", null, GivenBlock), new("POST", "/audit/aud_zzz/undo"), new("POST", "/audit/%/undo", null, async client =>
        {
            var id = await GivenBlock(client);
            await client.SendAsync(HttpMethod.Post, $"/audit/{id}/undo");
            return id;
        })],
    };

    private static Func<ApiClient, Task<string>> OfItsList(this Func<ApiClient, Task<string>> given) => async client => (await given(client)).Split('/')[0];

    public static async Task<List<ApiAnswer>> AllAnswersAsync(FailingServer server, string operation)
    {
        var (client, answers) = (await server.GivenClientAsync(), new List<ApiAnswer>());
        RunJobs.Value = () => server.Services.GetRequiredService<JobRunner>().RunQueuedAsync(JobRunner.Imports, TestStore.Stop);
        foreach (var call in All[operation])
            answers.Add(await SendAsync(client, call));
        var first = All[operation][0];
        answers.AddRange(await KeyAnswersAsync(server, client, first));
        answers.Add(await server.BrokenAfterAsync(0, () => SendAsync(client, first with { Given = null })));
        if (first.Body is not null)
        {
            var path = first.Path.Replace("%", first.Given is null ? first.Nothing : await first.Given(client));
            answers.Add(await client.SendAsync(new(first.Method), path, new StringContent("x")));
            answers.Add(await client.SendAsync(new(first.Method), path, ApiClient.Json("{")));
            answers.Add(await client.SendAsync(new(first.Method), path, new HugeContent(65 << 20)));
        }
        if (first.Method == "POST" && operation is not ("checkRecipients" or "makeUnsubscribeLinks"))
            answers.AddRange(await NamedAnswersAsync(server, client, first));
        return answers;
    }

    private static async Task<List<ApiAnswer>> KeyAnswersAsync(FailingServer server, ApiClient client, Call call)
    {
        var (keys, demo) = (server.As<ApiKeyService>(new SystemActor()), await server.FindAsync("demo"));
        async Task<ApiAnswer> WithAsync(ApiClient other) => await SendAsync(other, call with { Given = null });
        var revoked = await server.GivenClientAsync();
        await keys.RevokeAsync(demo, (await keys.ListAsync(demo, TestStore.Stop)).Value.First(k => revoked.Key.StartsWith(k.Prefix, StringComparison.Ordinal)).Id, TestStore.Stop);
        var poor = await server.GivenClientAsync(requestsPerMinute: 1);
        // A sender's route counts to 6,000: that far without the requests.
        var key = (await keys.AuthenticateAsync(poor.Key, TestStore.Stop)).Value;
        foreach (var sender in new[] { true, false })
        {
            var http = new DefaultHttpContext();
            http.SetEndpoint(new Endpoint(null, sender ? new EndpointMetadataCollection(new ForSenders()) : EndpointMetadataCollection.Empty, null));
            for (var i = 0; i <= ApiRateLimits.SendersPerMinute; i++)
                server.Services.GetRequiredService<ApiRateLimits>().TryTake(http, key);
        }
        var platform = await server.FindAsync("platform");
        return
        [
            await WithAsync(client with { Http = server.CreateClient() }), await WithAsync(revoked), await WithAsync(poor),
            await WithAsync(client with { Base = $"/api/v1/organizations/{platform}" }), await WithAsync(await server.GivenClientAsync(["events:write"])),
        ];
    }

    private static async Task<List<ApiAnswer>> NamedAnswersAsync(FailingServer server, ApiClient client, Call call)
    {
        var (store, key) = (server.Services.GetRequiredService<IdempotencyStore>(), (await server.As<ApiKeyService>(new SystemActor()).AuthenticateAsync(client.Key, TestStore.Stop)).Value);
        await store.TakeAsync(key.KeyId, "busy", TestStore.Stop);
        return
        [
            await SendAsync(client, call, "busy"), await SendAsync(client, call, new string('x', 257)),
            await SendAsync(client, call, "mine"), await SendAsync(client, new("POST", call.Path + "?x=y", call.Body, call.Given), "mine"),
        ];
    }

    private static async Task<ApiAnswer> SendAsync(ApiClient client, Call call, string? name = null)
    {
        var given = call.Given is null ? call.Nothing : await call.Given(client);
        using var request = new HttpRequestMessage(new(call.Method), (call.Path.StartsWith(Lists, StringComparison.Ordinal) ? "" : client.Base) + call.Path.Replace("%", given));
        if (call.Body is not null)
            request.Content = ApiClient.Json(Fresh(call.Body).Replace("%", given));
        if (name is not null)
            request.Headers.Add("Idempotency-Key", name);
        return await client.SendAsync(request);
    }

    private static string Fresh(string body) => body.Replace("@", $"p{Guid.NewGuid():N}@d{Guid.NewGuid():N}.test").Replace("~", $"n{Guid.NewGuid():N}");
}
