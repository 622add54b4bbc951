using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class SupportRequestConfiguration : IEntityTypeConfiguration<SupportRequest>
{
    public void Configure(EntityTypeBuilder<SupportRequest> entity)
    {
        entity.ToTable("Requests");
        entity.HasIndex(r => new { r.OrganizationId, r.Id });
        entity.HasIndex(r => new { r.AtPlatform, r.State, r.Id });
    }
}

internal sealed class RequestItemConfiguration : IEntityTypeConfiguration<RequestItem>
{
    public void Configure(EntityTypeBuilder<RequestItem> entity)
    {
        entity.HasKey(i => new { i.RequestId, i.AddressId });
        entity.HasIndex(i => i.AddressId);
    }
}

internal sealed class RequestCommentConfiguration : IEntityTypeConfiguration<RequestComment>
{
    public void Configure(EntityTypeBuilder<RequestComment> entity) => entity.HasIndex(c => c.RequestId);
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> entity)
    {
        entity.HasIndex(n => new { n.OrganizationId, n.UserId, n.Id });
        entity.HasIndex(n => new { n.OrganizationId, n.UserId }).HasFilter("ReadAt IS NULL").HasDatabaseName("IX_Notifications_Unread");
        entity.HasIndex(n => n.RequestId).HasFilter("RequestId IS NOT NULL");
        entity.HasIndex(n => n.JobId).HasFilter("JobId IS NOT NULL");
    }
}

internal sealed class DeclinedProposalConfiguration : IEntityTypeConfiguration<DeclinedProposal>
{
    public void Configure(EntityTypeBuilder<DeclinedProposal> entity) => entity.HasKey(d => d.Value);
}
