using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using ContactsDashboard.Domain;
using ContactsDashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>
/// A ledger changed at random by the running server's API and by a second process, the terminal: gate, contacts API, page and terminal say after each
/// change what the pure rule says of the stored entries.
/// </summary>
public sealed class TwoProcessesTests : IAsyncLifetime
{
    private static readonly string[] Domains = ["example.com", "a.example.com", "b.a.example.com", "other.org"];
    private static readonly string[] Emails = [.. Domains.SelectMany(d => new[] { "ann", "bob", "carl" }.Select(l => $"{l}@{d}"))];

    private readonly string _folder = Directory.CreateTempSubdirectory("contacts-two-").FullName;
    private readonly Random _random = new(7);
    private ProductProcess _server = null!;
    private HttpClient _api = null!;
    private HttpClient _person = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = ProductProcess.Start(_folder);
        var address = await _server.AddressAsync();
        var key = (await ProductProcess.RunAsync(_folder, "api-key", "create", "-o", "demo", "--name", "test", "--rate-limit", "100000")).Output.Trim();
        _api = new HttpClient { BaseAddress = new($"{address}/api/v1/organizations/org_1/") };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _person = await HttpVisitor.SignInAsync(address);
        foreach (var email in Emails)
            (await _api.PostAsJsonAsync("messages", new { from = email, messageId = $"<{email}>", subject = "Hello", date = "Sat, 21 Nov 2026 12:00:00 +0000" }, Stop)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task RandomLedger_ChangedByServerAndTerminal_EveryDoorAgreesWithTheRule()
    {
        for (var step = 0; step < 36; step++)
        {
            // A command of the terminal is a process of its own: every third change comes from there.
            var did = step % 3 == 2 ? await ActAtTheTerminalAsync() : await ActThroughTheApiAsync();
            var terminal = step % 12 == 11;

            var before = Refused();
            var gate = await GateAsync();
            var (badges, page) = (await BadgesAsync(), await PageAsync());
            var atTerminal = terminal ? await TerminalAsync() : null;
            var after = Refused();

            // An entry may run out while they are asked: then either answer was right at its moment.
            var (certain, possible) = (before.Intersect(after).ToList(), before.Union(after).ToList());
            foreach (var answer in new[] { gate, badges, page, atTerminal }.OfType<List<string>>())
                (string.Join(' ', certain.Except(answer)), string.Join(' ', answer.Except(possible))).Should().Be(("", ""), did);
        }
        var verified = await ProductProcess.RunAsync(_folder, "verify");
        verified.Code.Should().Be(0, verified.Output);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        _person.Dispose();
        _server.Dispose();
        await Task.CompletedTask;
        Directory.Delete(_folder, recursive: true);
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private async Task<string> ActAtTheTerminalAsync()
    {
        var (email, domain) = (Pick(Emails), Pick(Domains));
        string[] command = _random.Next(4) switch
        {
            0 => ["block", email],
            1 => ["block", _random.Next(2) == 0 ? domain : "*." + domain],
            2 => ["unblock", email],
            _ => ["unblock", email, "--domain", "remove"],
        };
        await ProductProcess.RunAsync(_folder, [.. command, "-o", "demo"]);
        return string.Join(' ', command);
    }

    private async Task<string> ActThroughTheApiAsync()
    {
        var (email, pattern) = (Pick(Emails), _random.Next(2) == 0 ? Pick(Domains) : "*." + Pick(Domains));
        var under = Emails.Where(e => Suppression.CoversDomain(pattern, TestStore.Email(e).Domain.Value) && _random.Next(3) == 0).ToList();
        var expiresAt = _random.Next(3) == 0 ? DateTimeOffset.UtcNow.AddSeconds(1 + _random.Next(3)) : (DateTimeOffset?)null;
        (string Path, object Body) call = _random.Next(6) switch
        {
            0 => ("suppressions", new { scope = "email", value = email, reason = Pick(["manual", "bounced", "complained"]), expiresAt }),
            1 => ("suppressions", new { scope = "domain", value = pattern, reason = "manual", expiresAt, exceptions = under }),
            2 => ("suppressions/bulk", new { suppressions = under.Append(email).Select(e => new { scope = "email", value = e, reason = "unsubscribed", expiresAt }) }),
            3 => ("contacts/block", new { email }),
            4 => ("contacts/unblock", new { email, domain = Pick(["exempt", "remove", "keep"]) }),
            _ => ("contacts/block-domain", new { email }),
        };
        using var answer = await _api.PostAsJsonAsync(call.Path, call.Body, Stop);
        ((int)answer.StatusCode).Should().BeOneOf(200, 201, 403, 409);
        return $"{call.Path} {JsonSerializer.Serialize(call.Body)}";
    }

    private async Task<List<string>> GateAsync()
    {
        using var answer = await _api.PostAsJsonAsync("suppressions/check", new { recipients = Emails }, Stop);
        var data = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("data");
        return [.. data.GetProperty("recipients").EnumerateArray().Where(r => !r.GetProperty("allowed").GetBoolean()).Select(r => r.GetProperty("recipient").GetString()!)];
    }

    private async Task<List<string>> BadgesAsync()
    {
        var data = JsonDocument.Parse(await _api.GetStringAsync("contacts?limit=100", Stop)).RootElement.GetProperty("data");
        return [.. data.GetProperty("contacts").EnumerateArray().Where(c => c.GetProperty("status").GetString() == "blocked").Select(c => c.GetProperty("email").GetString()!)];
    }

    private async Task<List<string>> PageAsync()
    {
        var page = await new HtmlParser().ParseDocumentAsync(await _person.GetStringAsync("/dashboard/contacts?org=demo", Stop));
        page.QuerySelectorAll("tr[data-row]").Should().HaveCount(Emails.Length);
        return [.. page.QuerySelectorAll("tr[data-row]").Where(r => r.QuerySelector(".struck") is not null).Select(r => r.QuerySelector(".em span")!.TextContent)];
    }

    private async Task<List<string>> TerminalAsync()
    {
        var answer = await ProductProcess.RunAsync(_folder, ["check", "-o", "demo", "--json", .. Emails]);
        return [.. JsonDocument.Parse(answer.Output[answer.Output.IndexOf('[')..]).RootElement.EnumerateArray()
            .Where(r => !r.GetProperty("allowed").GetBoolean()).Select(r => r.GetProperty("recipient").GetString()!)];
    }

    // The stored entries, read by this third process, and the pure rule.
    private List<string> Refused()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "contacts.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT Level, Scope, Value, Reason, Source, ExpiresAt, (SELECT group_concat(e.Value, ' ') FROM SuppressionExceptions e
                WHERE e.SuppressionId = s.Id AND e.RemovedByAuditId IS NULL) FROM Suppressions s WHERE EndedAt IS NULL AND OrganizationId IN (0, 1)
            """;
        using var row = command.ExecuteReader();
        var ledger = new List<Suppression>();
        while (row.Read())
            ledger.Add(new()
            {
                Level = (SuppressionLevel)row.GetInt32(0), Scope = (SuppressionScope)row.GetInt32(1), Value = row.GetString(2), Reason = (SuppressionReason)row.GetInt32(3),
                Source = (SuppressionSource)row.GetInt32(4), ExpiresAt = row.IsDBNull(5) ? null : new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
                Exceptions = row.IsDBNull(6) ? [] : row.GetString(6).Split(' '),
            });
        return [.. Emails.Where(e => ledger.Exists(s => s.Covers(TestStore.Email(e), DateTimeOffset.UtcNow)))];
    }
}
