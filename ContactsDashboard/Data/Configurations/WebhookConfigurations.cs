using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class WebhookEndpointConfiguration : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> entity) => entity.HasIndex(e => e.OrganizationId);
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> entity)
    {
        entity.HasIndex(d => new { d.EndpointId, d.Id });
        entity.HasIndex(d => new { d.EndpointId, d.NextAt }).HasFilter("State = 0");
        entity.HasIndex(d => d.SuppressionId).HasFilter("SuppressionId IS NOT NULL");
    }
}
