using ContactsDashboard.Data.Entities;
using ContactsDashboard.Services.Jobs;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Reads how an import stands from its job.</summary>
internal static class ImportStates
{
    public static ImportState Of(Job job)
    {
        var (command, progress) = (JobFactory.CommandOf<ImportCommand>(job), JobFactory.ProgressOf<ImportProgress>(job));
        return new(job.Id, command.Name, command.Step, job.State, progress?.Planned, progress?.Applied, progress?.AuditId, job.Error, job.CreatedAt, job.Actor)
        {
            Samples = progress?.Samples ?? [], Options = command.Options ?? new(), Share = progress is { Size: > 0 } ? Math.Min(1, (double)progress.Bytes / progress.Size) : 0,
        };
    }
}
