using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class SuppressionEntryConfiguration : IEntityTypeConfiguration<SuppressionEntry>
{
    public void Configure(EntityTypeBuilder<SuppressionEntry> entity)
    {
        entity.ToTable("Suppressions");
        entity.HasIndex(s => new { s.OrganizationId, s.Scope, s.Value, s.Reason }).IsUnique().HasFilter("EndedAt IS NULL");
        // What once blocked an address, for the history of its contacts.
        entity.HasIndex(s => new { s.OrganizationId, s.Scope, s.Value }).HasFilter("EndedAt IS NOT NULL").HasDatabaseName("IX_Suppressions_Ended");
        entity.HasIndex(s => s.ExpiresAt).HasFilter("EndedAt IS NULL AND ExpiresAt IS NOT NULL");
        entity.HasIndex(s => s.OrganizationId).HasFilter("EndedAt IS NULL AND Scope = 1 AND substr(Value, 1, 2) = '*.'")
            .HasDatabaseName("IX_Suppressions_Wildcards");
        // The suppression list, newest first, and its counts by reason from the index alone.
        entity.HasIndex(s => new { s.OrganizationId, s.Id, s.ExpiresAt, s.Reason }).HasFilter("EndedAt IS NULL").HasDatabaseName("IX_Suppressions_List");

        // Counts by reason over time, ended entries included.
        entity.HasIndex(s => new { s.OrganizationId, s.CreatedAt, s.Reason, s.Source });
        // What bounced in how many organisations.
        entity.HasIndex(s => s.Value).HasFilter("Reason = 2 AND Scope = 0 AND Level = 0 AND EndedAt IS NULL").HasDatabaseName("IX_Suppressions_Bounced");
        entity.HasIndex(s => s.EndedByAuditId).HasFilter("EndedByAuditId IS NOT NULL");
    }
}

internal sealed class SuppressionClaimConfiguration : IEntityTypeConfiguration<SuppressionClaim>
{
    public void Configure(EntityTypeBuilder<SuppressionClaim> entity)
    {
        entity.HasOne<SuppressionEntry>().WithMany(s => s.Claims).HasForeignKey(c => c.SuppressionId);
        entity.HasIndex(c => c.AuditId);
    }
}

internal sealed class SuppressionChangeConfiguration : IEntityTypeConfiguration<SuppressionChange>
{
    public void Configure(EntityTypeBuilder<SuppressionChange> entity)
    {
        entity.HasIndex(c => c.SuppressionId);
        entity.HasIndex(c => c.AuditId);
    }
}

internal sealed class SuppressionExceptionConfiguration : IEntityTypeConfiguration<SuppressionException>
{
    public void Configure(EntityTypeBuilder<SuppressionException> entity)
    {
        entity.HasOne<SuppressionEntry>().WithMany(s => s.Exceptions).HasForeignKey(e => e.SuppressionId);
        entity.HasIndex(e => new { e.SuppressionId, e.Value }).IsUnique().HasFilter("RemovedByAuditId IS NULL");
        entity.HasIndex(e => e.AuditId);
        entity.HasIndex(e => e.RemovedByAuditId).HasFilter("RemovedByAuditId IS NOT NULL");
    }
}

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> entity)
    {
        entity.HasIndex(e => new { e.OrganizationId, e.Channel, e.Hash }).IsUnique();
        entity.HasIndex(e => new { e.OrganizationId, e.Id });
    }
}

internal sealed class UsedHashKeyConfiguration : IEntityTypeConfiguration<UsedHashKey>
{
    public void Configure(EntityTypeBuilder<UsedHashKey> entity)
    {
        entity.ToTable("HashKeys");
        entity.HasKey(k => k.Id);
    }
}
