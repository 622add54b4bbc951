using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class StoredEventConfiguration : IEntityTypeConfiguration<StoredEvent>
{
    public void Configure(EntityTypeBuilder<StoredEvent> entity)
    {
        entity.ToTable("DeliveryEvents");
        entity.HasIndex(e => new { e.OrganizationId, e.Key }).IsUnique();

        // What bounced since the last delivery, and what is one person's.
        entity.HasIndex(e => new { e.OrganizationId, e.Recipient, e.Kind, e.OccurredAt });
        entity.HasIndex(e => new { e.OrganizationId, e.MessageKey, e.Kind }).HasFilter("MessageKey IS NOT NULL");
        entity.HasIndex(e => new { e.OrganizationId, e.MailKey, e.Recipient, e.Kind }).HasFilter("MailKey IS NOT NULL");
        entity.HasIndex(e => e.SuppressionId).HasFilter("SuppressionId IS NOT NULL");

        // Bounces, refusals and complaints over time.
        entity.HasIndex(e => new { e.OrganizationId, e.Kind, e.OccurredAt }).HasFilter("Kind IN (6, 7, 8)");
    }
}

internal sealed class EventSourceConfiguration : IEntityTypeConfiguration<EventSource>
{
    public void Configure(EntityTypeBuilder<EventSource> entity)
    {
        entity.HasIndex(s => s.OrganizationId);
        entity.HasIndex(s => s.TokenHash).IsUnique();
        entity.HasIndex(s => s.OldTokenHash).HasFilter("OldTokenHash IS NOT NULL");
    }
}

internal sealed class EventDeliveryConfiguration : IEntityTypeConfiguration<EventDelivery>
{
    public void Configure(EntityTypeBuilder<EventDelivery> entity) => entity.HasIndex(d => new { d.SourceId, d.Id });
}

internal sealed class UsedSignatureConfiguration : IEntityTypeConfiguration<UsedSignature>
{
    public void Configure(EntityTypeBuilder<UsedSignature> entity)
    {
        entity.HasKey(s => new { s.SourceId, s.Hash });
        entity.HasIndex(s => s.At);
    }
}
