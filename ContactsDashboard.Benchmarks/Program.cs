using System.Diagnostics;
using ContactsDashboard.Benchmarks;
using ContactsDashboard.Benchmarks.Crowd;

return await BenchmarkOptions.ParseAsync(args, async options =>
{
    var started = Stopwatch.GetTimestamp();
    if (options.What == "growth")
    {
        await GrowthBenchmarks.RunAsync(options);
        return;
    }
    await using var server = await BenchmarkServer.StartAsync(options.Data);
    if (options.What == BenchmarkOptions.MailMemory)
    {
        await MailBenchmarks.ImportGigabyteAsync(server);
        return;
    }
    var report = new Report();
    var contacts = await Seeding.WhereEmptyAsync(server, options.Contacts, report);
    using var bare = new BareStore(server.Database);
    if (options.Wants("read") || options.Wants("base"))
        await new BaseBenchmarks(server, bare, report).RunAsync();
    if (options.Wants("read") || options.Wants("analytics"))
        await new AnalyticsBenchmarks(server, bare, report).RunAsync();
    if (options.Wants("read"))
    {
        await server.LoadSearchAsync();
        await new PageBenchmarks(server, bare, report).RunAsync();
        await new SearchBenchmarks(server, bare, report).RunAsync();
        await new CheckBenchmarks(server, bare, report).RunAsync();
    }
    if (options.Wants("read") || options.Wants("api"))
        await new ApiBenchmarks(server, report).RunAsync();
    var singles = new BlockBenchmarks(server, bare, report);
    if (options.Wants("write") || options.Wants("block"))
        await singles.RunAsync();
    if (options.Wants("write") || options.Wants("domain"))
        await new DomainBlockBenchmarks(server, bare, singles, report).RunAsync();
    if (options.Wants("write") || options.Wants("bulk"))
        await new BulkBenchmarks(server, bare, report).RunAsync();
    if (options.Wants("mail"))
        await new MailBenchmarks(server, report).RunAsync();
    if (options.Wants("events"))
        await new EventBenchmarks(server, bare, report).RunAsync();
    if (options.Wants("export"))
        await new TransferBenchmarks(server, bare, report).ExportAsync();
    if (options.Wants("import-csv"))
        await new TransferBenchmarks(server, bare, report).ImportAsync();
    // A store has one server at a time, and from here on it is the product as it is installed.
    await server.DisposeAsync();
    await CrowdBenchmarks.RunAsync(options, report);
    if (options.Report is { } file)
        await File.WriteAllTextAsync(file, report.ToMarkdown(options, contacts, Stopwatch.GetElapsedTime(started)));
});
