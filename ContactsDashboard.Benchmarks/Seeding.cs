using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Services.Seeding;

namespace ContactsDashboard.Benchmarks;

/// <summary>Makes the data set where there is none yet.</summary>
internal static class Seeding
{
    /// <summary>How many contacts the store has.</summary>
    public static async Task<long> WhereEmptyAsync(BenchmarkServer server, int contacts, Report report)
    {
        await using var context = await server.OpenAsync();
        var listed = await context.ScalarAsync("SELECT coalesce(sum(Count), 0) FROM ContactCounts WHERE OrganizationId = @organization", default,
            ("@organization", server.Organization.Value));
        if (listed > 0)
            return listed;
        SeedReport? seeded = null;
        var took = await Timing.OnceAsync(async () => seeded = Answer.Of(await server.AsSystem<SeedService>().SeedAsync(server.Organization, contacts, BenchmarkOptions.Seed, default)));
        report.Add($"seed {seeded!.Contacts:N0} contacts and {seeded.Messages:N0} messages", null, Report.Ms(took), took);
        return seeded.Contacts;
    }
}
