using System.Globalization;
using System.Text;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Files;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Notifications;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Services.Erasures;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.ContactImports;

public sealed class ContactExportTests
{
    private static readonly string[] Odd = ["=cmd()", "+1", "-2.5", "@x", "'quoted", "''twice", " =blank", "\uFF1Dwide", "plain", "+44 20 7946 0000", "a,b", "say \"hi\"", "-", "+", "'=x", "-1+1", "ünï"];

    [Fact]
    public async Task Export_Imported_GivesTheSameFileAndTheSameValues()
    {
        await using var store = await CreateAsync();
        await GivenOddPeopleAsync(store);
        var (people, first) = (await store.PeopleAsync(), await ExportAsync(store));

        var state = await store.ImportAsync(first, o => o with { ClearsEmpty = true });

        state.Applied.Should().Be(new ImportCounts { Rows = Odd.Length, Unchanged = Odd.Length, Blocked = 2, BlocksJoined = 2 });
        (await ExportAsync(store)).Should().Be(first);
        (await store.PeopleAsync()).Should().Equal(people);
    }

    [Fact]
    public async Task Export_ImportedElsewhere_BringsTheSameValues()
    {
        await using var store = await CreateAsync();
        await using var other = await CreateAsync();
        await GivenOddPeopleAsync(store);
        await other.As<FieldService>(Role.Admin).AddAsync(other.Organization, new("Motto", FieldType.Text, []), Stop);
        await other.As<CategoryService>(Role.Admin).CreateAsync(other.Organization, "Shoes, kids", Stop);
        foreach (var safe in new[] { true, false })
            await other.ImportAsync(await ExportAsync(store, safe));

        (await ValuesAsync(other)).Should().Equal(await ValuesAsync(store));
        (await other.MayBeSentToAsync("p3@x.test")).Should().BeFalse();
    }

    [Fact]
    public void Safe_EveryText_ComesBackAndNoneRuns()
    {
        var random = new Random(11);
        const string Alphabet = "=+-@'\t\r\n \u00a0\u3000\uFF1D\uFF0B\uFF0D\uFF20ab1.,";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var safe = SpreadsheetSafe.Protect(text)!;

            SpreadsheetSafe.Unprotect(safe).Should().Be(text);
            (SpreadsheetSafe.NeedsProtection(Encoding.UTF8.GetBytes(text)) ? "'" + text : text).Should().Be(safe);
            if (safe.TrimStart() is [var first, ..] && "=@\uFF1D\uFF20\uFF0B\uFF0D".Contains(first))
                Assert.Fail($"{safe} runs");
        }
    }

    [Fact]
    public async Task Export_InTheBackground_IsItsCreatorsAloneForSevenDays()
    {
        await using var store = await CreateAsync();
        await store.GivenPersonAsync("ann@x.test");
        var exports = store.As<ContactExportService>(Role.Analyst);
        var job = (await exports.StartAsync(store.Organization, new() { Filter = "domain:x.test" }, new(false, true), Stop)).Value;
        (await exports.DownloadAsync(store.Organization, job, Stop)).Problem!.Code.Should().Be("JOB_NOT_FOUND", "it is not made yet");
        await store.RunJobsAsync();

        var state = (await exports.StateAsync(store.Organization, job, Stop)).Value;
        (state.State, state.Rows, state.IsThere).Should().Be((JobState.Done, 1, true));
        using (var reader = new StreamReader((await exports.DownloadAsync(store.Organization, job, Stop)).Value))
            (await reader.ReadToEndAsync(Stop)).Should().Be("email,spreadsheet_safe\r\nann@x.test,\r\n");
        (await store.As<ContactExportService>(Role.Admin).DownloadAsync(store.Organization, job, Stop)).Problem!.Code.Should().Be("JOB_NOT_FOUND");
        (await store.As<NotificationService>(Role.Analyst).ListAsync(store.Organization, 5, Stop)).Value.Rows.Should().ContainSingle(n => n.Kind == NotificationKind.ExportReady && n.JobId == job);
        Directory.GetFiles(Path.Combine(store.Folder, "outbox"), "*.eml").Should().ContainSingle().Which.Should().Match(f => File.ReadAllText(f).Contains("To: <analyst@acme.example>"));

        store.Clock.Advance(TimeSpan.FromDays(8));
        foreach (var file in Directory.GetFiles(Path.Combine(store.Folder, "exports")))
            File.SetLastWriteTimeUtc(file, store.Clock.GetUtcNow().UtcDateTime.AddDays(-8));
        await store.Get<JobRunner>().ForgetPreviewsAsync(Stop);
        (await exports.DownloadAsync(store.Organization, job, Stop)).Problem!.Code.Should().Be("JOB_NOT_FOUND");
        (await exports.LatestAsync(store.Organization, 10, Stop)).Value.Should().BeEmpty();
        Directory.GetFiles(Path.Combine(store.Folder, "exports")).Should().BeEmpty();
    }

    [Fact]
    public async Task Export_OfSomebodyErased_IsDeleted()
    {
        await using var store = await CreateAsync();
        await store.GivenPersonAsync("ann@x.test");
        await store.GivenPersonAsync("bob@x.test");
        var exports = store.As<ContactExportService>(Role.Admin);
        var all = (await exports.StartAsync(store.Organization, new(), new(true, true), Stop)).Value;
        var bob = (await exports.StartAsync(store.Organization, new() { Search = "bob" }, new(true, true), Stop)).Value;
        await store.RunJobsAsync();

        await store.EraseAsync("ann@x.test");

        (await exports.StateAsync(store.Organization, all, Stop)).Value.IsThere.Should().BeFalse();
        (await exports.StateAsync(store.Organization, bob, Stop)).Value.IsThere.Should().BeTrue();
    }

    [Fact]
    public async Task Export_WithoutRoom_IsRefused()
    {
        await using var store = await CreateAsync(("Dashboard:ExportQuotaBytes", "0"));

        (await store.As<ContactExportService>(Role.Admin).StartAsync(store.Organization, new(), new(true, true), Stop)).Problem!.Code.Should().Be("QUOTA_EXCEEDED");
    }

    [Fact]
    public async Task Export_OfManyParts_HasEverybodyOnceAndInOrder()
    {
        await using var store = await CreateAsync();
        await store.As<CategoryService>(Role.Admin).CreateAsync(store.Organization, "Shoes", Stop);
        string[] people = [.. Enumerable.Range(0, 10_050).Select(i => $"p{i}@x.test")];
        await store.ImportAsync("email,categories\n" + string.Concat(people.Select((p, i) => $"{p},{(i % 7 == 3 ? "Shoes" : "")}\n")));

        var lines = (await ExportAsync(store, safe: false)).Split("\r\n")[1..^1];

        lines.Select(l => l.Split(',')[1]).Should().Equal(people);
        lines.Select(l => l.Split(',')[14]).Should().Equal(people.Select((_, i) => i % 7 == 3 ? "Shoes" : ""));
    }

    [Fact]
    public async Task Export_OfADomainBlockedThisMoment_SaysSo()
    {
        await using var store = await CreateAsync();
        for (var i = 0; i < 600; i++)
            await store.GivenEnteredAsync($"p{i}@wide.test");
        await store.As<BlockService>(Role.Admin).BlockDomainAsync(store.Organization, "wide.test", [], null, Stop);

        (await ExportAsync(store)).Split("\r\n").Count(l => l.Contains(",blacklisted,manual,")).Should().Be(600, "filters follow later, a file says what the ledger says");
    }

    private static async Task GivenOddPeopleAsync(TestStore store)
    {
        await store.As<FieldService>(Role.Admin).AddAsync(store.Organization, new("Motto", FieldType.Text, []), Stop);
        await store.As<CategoryService>(Role.Admin).CreateAsync(store.Organization, "Shoes, kids", Stop);
        var text = new StringBuilder("email,first name,last name,phone,external id,street,city,country,categories,motto\n");
        for (var i = 0; i < Odd.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"p{i}@x.test,\"{Cell(i)}\",\"{Cell(i + 1)}\",+44207946{i:D4},\"{Cell(i)}\",\"{Cell(i + 2)}\",\"{Cell(i + 3)}\",DE,{(i % 2 == 0 ? "\"Shoes, kids\"" : "")},\"{Cell(i + 4)}\"\n");
        await store.ImportAsync(text.ToString());
        foreach (var (email, reason) in new[] { ("p3@x.test", SuppressionReason.Bounced), ("p4@x.test", SuppressionReason.Unsubscribed) })
            await store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, email, reason), false, Stop);
    }

    private static string Cell(int i) => Odd[i % Odd.Length].Replace("\"", "\"\"", StringComparison.Ordinal);

    private static async Task<List<string>> ValuesAsync(TestStore store) => [.. (await ExportAsync(store, safe: false)).Split("\r\n").Skip(1).Where(l => l.Length > 0)
        .Select(l => string.Join(',', l.Split(',').Where(c => !c.StartsWith("cnt_", StringComparison.Ordinal) && !c.StartsWith("2026-", StringComparison.Ordinal)))).Order()];

    private static async Task<string> ExportAsync(TestStore store, bool safe = true)
    {
        using var file = new MemoryStream();
        await (await store.As<ContactExportService>(Role.Admin).ExportAsync(store.Organization, new() { Descending = false }, Stop)).Value.WriteAsync(file, new(AllFields: true, safe), Stop);
        return Encoding.UTF8.GetString(file.ToArray());
    }
}
