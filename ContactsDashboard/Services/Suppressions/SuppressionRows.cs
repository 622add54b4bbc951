using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Reads single entries an organisation may see: its own and the platform's.</summary>
internal static class SuppressionRows
{
    public static IQueryable<SuppressionEntry> InForce(DashboardDbContext context, OrganizationId organization, DateTimeOffset now) =>
        context.Suppressions.AsNoTracking()
            .Where(s => s.OrganizationId == organization.Value || s.OrganizationId == SuppressionEntry.PlatformOrganization)
            .Where(s => s.EndedAt == null && (s.ExpiresAt == null || s.ExpiresAt > now));

    public static async Task<LedgerEntry> GetAsync(DashboardDbContext context, long id, CancellationToken cancellationToken) =>
        ToEntry(await context.Suppressions.AsNoTracking().Include(s => s.Exceptions.Where(e => e.RemovedByAuditId == null))
            .SingleAsync(s => s.Id == id, cancellationToken));

    public static LedgerEntry ToEntry(SuppressionEntry entry) => new()
    {
        Id = entry.Id, Level = entry.Level, Scope = entry.Scope, Value = Shown(entry), IsHashed = HashedAddress.IsHash(entry.Value), Reason = entry.Reason, Source = entry.Source, Note = entry.Note,
        EvidenceCode = entry.EvidenceCode, EvidenceText = entry.EvidenceText, CreatedAt = entry.CreatedAt, CreatedBy = entry.CreatedBy,
        ExpiresAt = entry.ExpiresAt, Exceptions = [.. entry.Exceptions.Where(e => e.RemovedByAuditId is null).Select(e => e.Value)],
    };

    private static string Shown(SuppressionEntry entry) =>
        HashedAddress.IsHash(entry.Value) ? HashedAddress.Show(entry.Domain, entry.ErasedByAuditId is not null) : entry.Value;
}
