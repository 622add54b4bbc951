using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class SegmentCountConfiguration : IEntityTypeConfiguration<SegmentCount>
{
    public void Configure(EntityTypeBuilder<SegmentCount> entity)
    {
        entity.HasKey(c => c.SegmentId);
        entity.Property(c => c.SegmentId).ValueGeneratedNever();
    }
}

internal sealed class ReachCountConfiguration : IEntityTypeConfiguration<ReachCount>
{
    public void Configure(EntityTypeBuilder<ReachCount> entity) =>
        entity.HasKey(c => new { c.OrganizationId, c.Channel, c.Standing, c.Sent, c.SoftBounced, c.ReadQuarter });
}

internal sealed class ReachDayConfiguration : IEntityTypeConfiguration<ReachDay>
{
    public void Configure(EntityTypeBuilder<ReachDay> entity) => entity.HasKey(d => new { d.OrganizationId, d.Channel, d.Day });
}
