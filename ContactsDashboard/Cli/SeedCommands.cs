using System.CommandLine;
using ContactsDashboard.Configuration;
using ContactsDashboard.Services.Seeding;

namespace ContactsDashboard.Cli;

/// <summary>Makes the data set that benchmarks and demonstrations of size use.</summary>
internal static class SeedCommands
{
    public static Command Seed()
    {
        var contacts = new Option<int>("--contacts") { Description = "How many, in hundreds.", Required = true };
        var organization = Terminal.OrganizationOption();
        var seed = new Option<int>("--seed") { Description = "Another number makes another set; the same makes the same.", DefaultValueFactory = _ => 1 };
        var command = new Command("seed", "Fills an empty organisation with invented contacts and mail; not while the server runs.") { contacts, organization, seed };
        command.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), async (services, id) =>
        {
            // One long write: a running server's writers would wait for it in vain.
            using var alone = ServerLock.Take(services.GetRequiredService<DataDirectory>());
            var seeded = await services.GetRequiredService<SeedService>().SeedAsync(id, result.GetRequiredValue(contacts), result.GetValue(seed), cancellationToken);
            if (!seeded.IsOk)
                return await Terminal.FailAsync(seeded.Problem!);
            var report = seeded.Value;
            await Console.Out.WriteLineAsync($"contacts      {report.Contacts} at {report.Domains} domains\nmessages      {report.Messages} in {report.Threads} threads\n"
                + $"suppressions  {report.EmailSuppressions} addresses, {report.DomainSuppressions} domains, {report.PhoneSuppressions} phone numbers");
            return Terminal.Done;
        }));
        return command;
    }
}
