using System.Text.Json;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Jobs;

/// <summary>Bring the flags of one domain's addresses (or a wildcard's domains) in line with the ledger.</summary>
internal sealed record RestateCommand(string Domain);

/// <summary>Makes jobs in the caller's transaction, so that a change and the work it asks for are stored together.</summary>
internal static class JobFactory
{
    public static Job Create(OrganizationScope scope, JobKind kind, object command, DateTimeOffset now, JobState state = JobState.Queued) => new()
    {
        OrganizationId = scope.Id.Value,
        Kind = kind,
        State = state,
        UserId = (scope.Actor as UserActor)?.UserId,
        Actor = scope.Actor.Label,
        Command = JsonSerializer.Serialize(command, command.GetType(), JsonSerializerOptions.Web),
        CreatedAt = now,
    };

    public static T CommandOf<T>(Job job) => JsonSerializer.Deserialize<T>(job.Command, JsonSerializerOptions.Web)!;

    public static T? ProgressOf<T>(Job job) where T : class =>
        job.Progress is null ? null : JsonSerializer.Deserialize<T>(job.Progress, JsonSerializerOptions.Web);
}
