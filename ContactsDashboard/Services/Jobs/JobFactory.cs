using System.Text.Json;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Jobs;

/// <summary>Bring the flags of the addresses of these domains (or of the domains under a wildcard) in line with the ledger.</summary>
internal sealed record RestateCommand(IReadOnlyList<string> Domains);

/// <summary>Makes jobs in the caller's transaction, so that a change and the work it asks for are stored together.</summary>
internal static class JobFactory
{
    public static Job Create(OrganizationScope scope, JobKind kind, object command, DateTimeOffset now, JobState state = JobState.Queued,
        OrganizationId? organization = null) => new()
    {
        OrganizationId = (organization ?? scope.Id).Value,
        Kind = kind,
        State = state,
        UserId = (scope.Actor as UserActor)?.UserId,
        Actor = scope.Actor.Label,
        Path = scope.Actor.Path,
        Permissions = scope.Permissions,
        Command = JsonSerializer.Serialize(command, command.GetType(), JsonSerializerOptions.Web),
        CreatedAt = now,
    };

    public static T CommandOf<T>(Job job) => JsonSerializer.Deserialize<T>(job.Command, JsonSerializerOptions.Web)!;

    public static T? ProgressOf<T>(Job job) where T : class =>
        job.Progress is null ? null : JsonSerializer.Deserialize<T>(job.Progress, JsonSerializerOptions.Web);
}
