using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class ListMembershipConfiguration : IEntityTypeConfiguration<ListMembership>
{
    public void Configure(EntityTypeBuilder<ListMembership> entity)
    {
        entity.ToTable("ListMemberships").HasKey(m => new { m.SegmentId, m.ContactId });
        entity.HasIndex(m => m.ContactId);
    }
}

internal sealed class ListCountConfiguration : IEntityTypeConfiguration<ListCount>
{
    public void Configure(EntityTypeBuilder<ListCount> entity) => entity.ToTable("ListCounts").HasKey(c => new { c.SegmentId, c.Status });
}
