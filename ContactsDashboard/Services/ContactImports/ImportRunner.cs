using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Imports a file of this machine in the caller's own process: for the terminal.</summary>
internal sealed class ImportRunner(ContactImportService imports, IDbContextFactory<DashboardDbContext> contexts, JobRunner runner, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The dry run, and with <paramref name="consent"/> the import after it; how it stands in the end.</summary>
    public async Task<Result<ImportState>> RunAsync(OrganizationId organization, string path, Func<ImportFile, Result<ImportOptions>> choose, ConsentGiven? consent,
        CancellationToken cancellationToken)
    {
        var added = await imports.AddFileAsync(organization, path, cancellationToken);
        if (!added.IsOk)
            return added.Problem!;
        var file = await imports.DescribeAsync(organization, added.Value, cancellationToken);
        if (!file.IsOk)
            return file.Problem!;
        var options = choose(file.Value);
        if (!options.IsOk)
            return options.Problem!;
        var started = await imports.StartDryRunAsync(organization, added.Value, options.Value, consent, cancellationToken);
        return started.IsOk ? await WaitAsync(organization, added.Value, cancellationToken) : started.Problem!;
    }

    // Whoever takes it first does it: a server that runs on the same store may be quicker.
    private async Task<Result<ImportState>> WaitAsync(OrganizationId organization, long job, CancellationToken cancellationToken)
    {
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (await context.Jobs.Where(j => j.Id == job && j.State == JobState.Queued).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Running), cancellationToken) == 1)
                await runner.RunAsync(job, cancellationToken);
        }
        while (true)
        {
            var state = await imports.StateAsync(organization, job, cancellationToken);
            if (!state.IsOk || state.Value.IsAtRest)
                return state;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
