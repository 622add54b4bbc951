using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class StoredMailReportConfiguration : IEntityTypeConfiguration<StoredMailReport>
{
    public void Configure(EntityTypeBuilder<StoredMailReport> entity)
    {
        entity.ToTable("MailReports");
        entity.HasIndex(r => new { r.OrganizationId, r.Key, r.Named }).IsUnique();
        entity.HasIndex(r => new { r.OrganizationId, r.State, r.Id });
        entity.HasIndex(r => new { r.OrganizationId, r.Recipient });

        // What waits for the mail it answers to become known.
        entity.HasIndex(r => new { r.OrganizationId, r.MailKey }).HasFilter("State = 0 AND MailKey IS NOT NULL");
        entity.HasIndex(r => new { r.OrganizationId, r.PathKey }).HasFilter("State = 0 AND PathKey IS NOT NULL");
        entity.HasIndex(r => r.SuppressionId).HasFilter("SuppressionId IS NOT NULL");
        entity.HasIndex(r => r.DecidedByAuditId).HasFilter("DecidedByAuditId IS NOT NULL");
    }
}

internal sealed class MailPathConfiguration : IEntityTypeConfiguration<MailPath>
{
    public void Configure(EntityTypeBuilder<MailPath> entity) => entity.HasKey(p => new { p.OrganizationId, p.Key, p.MessageId });
}
