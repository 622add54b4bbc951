using ContactsDashboard.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class OrganizationConfiguration : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> entity)
    {
        entity.Property(o => o.Slug).HasMaxLength(63);
        entity.Property(o => o.Name).HasMaxLength(100);
        entity.HasIndex(o => o.Slug).IsUnique();
    }
}

internal sealed class MembershipConfiguration : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> entity)
    {
        entity.HasKey(m => new { m.UserId, m.OrganizationId });
        entity.HasIndex(m => m.OrganizationId);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> entity)
    {
        entity.HasIndex(k => k.Hash).IsUnique();
        entity.HasIndex(k => k.OrganizationId);
    }
}

internal sealed class ContactCountConfiguration : IEntityTypeConfiguration<ContactCount>
{
    public void Configure(EntityTypeBuilder<ContactCount> entity) => entity.HasKey(c => new { c.OrganizationId, c.Blocked });
}

internal sealed class OrganizationChangeConfiguration : IEntityTypeConfiguration<OrganizationChange>
{
    public void Configure(EntityTypeBuilder<OrganizationChange> entity)
    {
        entity.HasKey(c => c.OrganizationId);
        entity.Property(c => c.OrganizationId).ValueGeneratedNever();
    }
}
