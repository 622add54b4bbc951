using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Audit;

/// <summary>Writes the record of a change in the change's own transaction.</summary>
internal static class AuditLog
{
    /// <summary>Adds and saves the entry, so that ledger rows can refer to its id.</summary>
    public static async Task<AuditEntry> WriteAsync(DashboardDbContext context, OrganizationScope scope, AuditVerb verb, DateTimeOffset now,
        CancellationToken cancellationToken, long? addressId = null, object? details = null, long? contactId = null)
    {
        var entry = new AuditEntry
        {
            OrganizationId = scope.Id.Value,
            At = now,
            Actor = scope.Actor.Label,
            ActorUserId = (scope.Actor as UserActor)?.UserId,
            Path = scope.Actor.Path,
            Verb = verb,
            AddressId = addressId,
            ContactId = contactId,
            Details = details is null ? null : JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
        };
        context.Audit.Add(entry);
        await context.SaveChangesAsync(cancellationToken);
        return entry;
    }
}
