using System.Globalization;
using System.Text;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.ContactImports;

namespace ContactsDashboard.Benchmarks;

/// <summary>Files of contacts into the large store and out of it. An import leaves its new contacts behind.</summary>
internal sealed class TransferBenchmarks(BenchmarkServer server, BareStore bare, Report report)
{
    private const int Rows = 200_000;
    private const int WarmRows = 100_000;
    private const int Imports = 3;

    private const string BareEmails = "SELECT coalesce(a.Spelling, a.Value) FROM Contacts c JOIN Addresses a ON a.Id = c.EmailAddressId WHERE c.OrganizationId = 1 AND c.DeletedAt IS NULL ORDER BY c.CreatedAt, c.Id";

    private const string BareFields = "SELECT c.*, a.*, p.Value FROM Contacts c LEFT JOIN Addresses a ON a.Id = c.EmailAddressId LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId "
        + "WHERE c.OrganizationId = 1 AND c.DeletedAt IS NULL ORDER BY c.CreatedAt, c.Id";

    /// <summary>Files of which half are new, and the others known, a third of those with something new to say: one to warm up, then the middle one of three.</summary>
    public async Task ImportAsync()
    {
        await RunAsync(WarmRows, 0);
        using var memory = new MemoryWatch();
        var runs = new List<(ImportCounts Applied, Effort Dry, Effort Wet)>();
        for (var turn = 1; turn <= Imports; turn++)
            runs.Add(await RunAsync(Rows, turn));
        var (applied, dry, wet) = runs.OrderBy(r => (r.Dry + r.Wet).Seconds).ElementAt(Imports / 2);
        var both = dry + wet;
        report.Add($"import a CSV file of {Rows:N0} rows, {applied.New:N0} new, {applied.Updated:N0} updated: dry run and import", Bars.CsvImportRate,
            $"{Rows / both.Seconds:N0} rows/s (dry run alone {Rows / dry.Seconds:N0}, import {Rows / wet.Seconds:N0}); {dry.PerRow(Rows)} + {wet.PerRow(Rows)} of processor a row", Rows / both.Seconds);
        report.Add("its peak memory, mapped files not counted", Bars.ImportMemory, $"{memory.PeakMegabytes:N0} MB", memory.PeakMegabytes);
    }

    private async Task<(ImportCounts Applied, Effort Dry, Effort Wet)> RunAsync(int rows, int turn)
    {
        var file = Path.GetTempFileName();
        try
        {
            await WriteAsync(file, rows, turn);
            var imports = server.AsSystem<ContactImportService>();
            await using var content = File.OpenRead(file);
            var job = Answer.Of(await imports.UploadAsync(server.Organization, "benchmark.csv", content, default));
            var options = Answer.Of(await imports.DescribeAsync(server.Organization, job, default)).Options;
            var dry = await Effort.OfAsync(async () =>
            {
                Answer.Of(await imports.StartDryRunAsync(server.Organization, job, options, null, default));
                await WaitAsync(imports, job);
            });
            var wet = await Effort.OfAsync(async () =>
            {
                Answer.Of(await imports.StartAsync(server.Organization, job, new(Confirmed: true), default));
                await WaitAsync(imports, job);
            });
            var state = Answer.Of(await imports.StateAsync(server.Organization, job, default));
            if (state.Differs || state.Applied!.New == 0)
                throw new InvalidOperationException($"The import did something else: {state.Error} {state.Applied}");
            return (state.Applied, dry, wet);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Memory first, while the process does nothing else; then times beside a bare reader: one to warm up, and the middle one of three.</summary>
    public async Task ExportAsync()
    {
        (string What, string Sql, ContactFileFormat Format, Bar Bar)[] files =
        [
            ("email only", BareEmails, new(AllFields: false, SpreadsheetSafe: true), Bars.ExportEmails),
            ("all fields", BareFields, new(AllFields: true, SpreadsheetSafe: true), Bars.ExportFields),
        ];
        foreach (var (what, _, format, _) in files)
        {
            using var memory = new MemoryWatch();
            for (var run = 0; run < 3; run++)
                await ExportAsync(format);
            report.Add($"peak memory of an export, mapped files not counted, {what}", Bars.ExportMemory, $"{memory.PeakMegabytes:N0} MB", memory.PeakMegabytes);
        }
        foreach (var (what, sql, format, bar) in files)
        {
            var rows = 0L;
            var (exports, plains) = (new List<Effort>(), new List<Effort>());
            for (var run = 0; run < 4; run++)
            {
                exports.Add(await Effort.OfAsync(async () => rows = await ExportAsync(format)));
                plains.Add(await Effort.OfAsync(() => Task.FromResult(Walk(sql))));
            }
            var (took, plain) = (Effort.Middle(exports.Skip(1)), Effort.Middle(plains.Skip(1)));
            report.Add($"export {rows:N0} contacts as CSV, {what}", bar, $"{rows / took.Seconds:N0} rows/s, {took.PerRow(rows)} of processor a row", rows / took.Seconds,
                $"a bare reader over the same rows ({took.Seconds / plain.Seconds:0.##}×; {plain.PerRow(rows)} of processor)");
        }
    }

    private async Task<long> ExportAsync(ContactFileFormat format)
    {
        var export = Answer.Of(await server.AsSystem<ContactExportService>().ExportAsync(server.Organization, new() { Descending = false }, default));
        return await export.WriteAsync(Stream.Null, format, default);
    }

    // The server's own lane does it.
    private async Task WaitAsync(ContactImportService imports, long job)
    {
        while (!Answer.Of(await imports.StateAsync(server.Organization, job, default)).IsAtRest)
            await Task.Delay(50);
    }

    private long Walk(string sql)
    {
        using var command = bare.Prepare(sql);
        using var reader = command.ExecuteReader();
        var (rows, characters) = (0L, 0L);
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
                characters += reader.IsDBNull(i) ? 0 : reader.GetString(i).Length;
            rows++;
        }
        return rows + characters;
    }

    private async Task WriteAsync(string path, int rows, int turn)
    {
        var known = bare.Query("SELECT Value FROM Addresses WHERE OrganizationId = 1 AND Channel = 0 AND Id % 9 = " + turn.ToString(CultureInfo.InvariantCulture)
            + " LIMIT " + (rows / 2).ToString(CultureInfo.InvariantCulture));
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await file.WriteLineAsync("email,first name,last name,city,country,external id");
        var mark = DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < rows; i++)
        {
            var isKnown = i % 2 == 1 && known.Count > 0;
            var email = isKnown ? known[i / 2 % known.Count][0] : $"person.{i * 7919 % rows}.{mark}@company{i % 5_000}.example";
            await file.WriteLineAsync(isKnown && i % 3 > 0 ? $"{email},,,,," : $"{email},Ann {i % 977},Lee {i % 1_933},Vienna,AT,{mark}-{i}");
        }
    }

    /// <summary>The most memory the process had for itself while it was watched.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private readonly Timer _timer;
        private long _peak;

        public MemoryWatch() => _timer = new(_ => _peak = Math.Max(_peak, ProcessMemory.OwnBytes()), null, 0, 50);

        public double PeakMegabytes => _peak / 1e6;

        public void Dispose() => _timer.Dispose();
    }
}
