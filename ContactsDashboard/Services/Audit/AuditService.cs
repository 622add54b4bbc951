using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Audit;

/// <summary>One change as the activity page shows it.</summary>
/// <param name="Subject">The address or entry it was about, while that still exists.</param>
/// <param name="CanUndo">Whoever asks could take it back now.</param>
public sealed record AuditRow(long Id, DateTimeOffset At, string Actor, AuditPath Path, AuditVerb Verb, string? Subject, long Count, string? Details, bool IsUndone, bool CanUndo);

/// <summary>Reads the record of changes.</summary>
public sealed class AuditService(IDbContextFactory<DashboardDbContext> contexts, AccessService access, TimeProvider time)
{
    /// <summary>Changes older than <paramref name="before"/> (null: the newest), newest first.</summary>
    public async Task<Result<IReadOnlyList<AuditRow>>> ListAsync(OrganizationId organization, long? before, int limit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewAudit, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Audit.AsNoTracking().Where(e => e.OrganizationId == organization.Value && (before == null || e.Id < before))
            .OrderByDescending(e => e.Id).Take(Math.Clamp(limit, 1, 100))
            .Select(e => new
            {
                Entry = e,
                Address = context.Addresses.Where(a => a.Id == e.AddressId).Select(a => a.Value).FirstOrDefault(),
                Suppressed = context.Suppressions.Where(s => s.Id == e.SuppressionId).Select(s => s.Value).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        var people = await PeopleAsync(context, rows.Where(r => r.Entry.Verb is AuditVerb.AddedMember or AuditVerb.ChangedMember or AuditVerb.RemovedMember)
            .Select(r => r.Entry), cancellationToken);
        var oldest = time.GetUtcNow() - UndoService.Window;
        return rows.ConvertAll(row => new AuditRow(row.Entry.Id, row.Entry.At, row.Entry.Actor, row.Entry.Path, row.Entry.Verb, row.Address ?? row.Suppressed ?? people.GetValueOrDefault(row.Entry.Id),
            row.Entry.Count, row.Entry.Details, row.Entry.UndoneByAuditId is not null, CanUndo(row.Entry, allowed.Value, oldest)));
    }

    // Entries about members hold their ids; who that is now is read when it is shown.
    private static async Task<Dictionary<long, string>> PeopleAsync(DashboardDbContext context, IEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var ids = entries.Where(e => e.Details is not null)
            .ToDictionary(e => e.Id, e => JsonSerializer.Deserialize<MemberDetails>(e.Details!, JsonSerializerOptions.Web)!.User);
        var wanted = ids.Values.Distinct().ToList();
        if (wanted.Count == 0)
            return [];
        var emails = await context.Users.Where(u => wanted.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Email!, cancellationToken);
        return ids.Where(i => emails.ContainsKey(i.Value)).ToDictionary(i => i.Key, i => emails[i.Value]);
    }

    private sealed record MemberDetails(long User);

    private static bool CanUndo(AuditEntry entry, OrganizationScope scope, DateTimeOffset oldest) =>
        UndoService.NeededFor(entry.Verb) is var needed && needed != Permissions.None && scope.May(needed) && entry.UndoneByAuditId is null && entry.At >= oldest;
}
