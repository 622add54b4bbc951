using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Jobs;

/// <summary>A job as its worker sees it: what to do, how far it got, and whether somebody wants it to stop.</summary>
internal sealed record JobContext(long Id, JobKind Kind, OrganizationScope Scope, string Command, string? Progress);

/// <summary>
/// The work of one kind of job: chunk after chunk, each in its own short transaction that also stores how far it got, so that a killed process
/// goes on where it was. Running a chunk twice changes nothing.
/// </summary>
internal interface IJobWork
{
    JobKind Kind { get; }

    /// <summary>Goes on until done; asks <paramref name="keepGoing"/> between chunks and stops when it says no.</summary>
    Task RunAsync(JobContext job, Func<Task<bool>> keepGoing, CancellationToken cancellationToken);
}

/// <summary>A failure of a job that people can do something about; its message is shown.</summary>
public sealed class JobFailedException(string message) : Exception(message);
