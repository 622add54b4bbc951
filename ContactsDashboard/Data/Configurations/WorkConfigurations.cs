using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entity)
    {
        entity.HasIndex(e => new { e.OrganizationId, e.Id });
        entity.HasIndex(e => e.AddressId).HasFilter("AddressId IS NOT NULL");
        entity.HasIndex(e => e.ContactId).HasFilter("ContactId IS NOT NULL");
    }
}

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> entity)
    {
        entity.HasIndex(j => new { j.OrganizationId, j.Id });
        entity.HasIndex(j => j.State);
    }
}

internal sealed class IdempotentRequestConfiguration : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> entity)
    {
        entity.HasKey(r => new { r.ApiKeyId, r.Key });
        entity.HasIndex(r => r.CreatedAt);
    }
}

internal sealed class ImportMappingConfiguration : IEntityTypeConfiguration<ImportMapping>
{
    public void Configure(EntityTypeBuilder<ImportMapping> entity) => entity.HasIndex(m => new { m.OrganizationId, m.HeaderHash }).IsUnique();
}

internal sealed class JobItemConfiguration : IEntityTypeConfiguration<JobItem>
{
    public void Configure(EntityTypeBuilder<JobItem> entity) => entity.HasKey(i => new { i.JobId, i.ItemId });
}

internal sealed class MailSourceConfiguration : IEntityTypeConfiguration<MailSource>
{
    public void Configure(EntityTypeBuilder<MailSource> entity) => entity.HasIndex(s => s.OrganizationId);
}

internal sealed class WatchedFileConfiguration : IEntityTypeConfiguration<WatchedFile>
{
    public void Configure(EntityTypeBuilder<WatchedFile> entity) => entity.HasKey(f => new { f.SourceId, f.Name });
}

internal sealed class RejectedMessageConfiguration : IEntityTypeConfiguration<RejectedMessage>
{
    public void Configure(EntityTypeBuilder<RejectedMessage> entity)
    {
        entity.HasIndex(r => r.JobId);
        entity.HasIndex(r => new { r.OrganizationId, r.Id });

        // Reading the same file again reports the same rejection, once.
        entity.HasIndex(r => new { r.SourceId, r.JobId, r.File, r.Offset }).IsUnique();
    }
}

internal sealed class DerivationRuleConfiguration : IEntityTypeConfiguration<DerivationRule>
{
    public void Configure(EntityTypeBuilder<DerivationRule> entity) => entity.HasIndex(r => new { r.OrganizationId, r.Kind, r.Pattern }).IsUnique();
}
