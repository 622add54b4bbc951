using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class ContactConfiguration : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> entity)
    {
        entity.HasIndex(c => new { c.EmailAddressId, c.CreatedAt });
        entity.HasIndex(c => c.PhoneAddressId).HasFilter("PhoneAddressId IS NOT NULL");
        entity.HasIndex(c => c.DeletedByAuditId).HasFilter("DeletedByAuditId IS NOT NULL");
        entity.HasIndex(c => new { c.OrganizationId, c.ExternalId }).IsUnique().HasFilter("ExternalId IS NOT NULL");
        entity.HasOne<Address>().WithMany().HasForeignKey(c => c.EmailAddressId);
        entity.HasOne<Address>().WithMany().HasForeignKey(c => c.PhoneAddressId);
        foreach (var index in BaseIndexes.All)
            entity.HasIndex([.. index.Key], index.Name).HasFilter(index.Filter);
    }
}

internal sealed class ContactVersionConfiguration : IEntityTypeConfiguration<ContactVersion>
{
    public void Configure(EntityTypeBuilder<ContactVersion> entity)
    {
        entity.HasIndex(v => new { v.AuditId, v.ContactId });
        entity.HasIndex(v => new { v.ContactId, v.Id });
    }
}

internal sealed class FieldDefinitionConfiguration : IEntityTypeConfiguration<FieldDefinition>
{
    public void Configure(EntityTypeBuilder<FieldDefinition> entity) => entity.HasIndex(f => new { f.OrganizationId, f.Key }).IsUnique();
}

internal sealed class FieldValueConfiguration : IEntityTypeConfiguration<FieldValue>
{
    public void Configure(EntityTypeBuilder<FieldValue> entity)
    {
        entity.HasKey(v => new { v.ContactId, v.FieldId });
        entity.HasIndex(v => new { v.FieldId, v.Key }).HasFilter("Key IS NOT NULL");
        entity.HasIndex(v => new { v.FieldId, v.Number }).HasFilter("Number IS NOT NULL");
    }
}

internal sealed class ContactTokenConfiguration : IEntityTypeConfiguration<ContactToken>
{
    public void Configure(EntityTypeBuilder<ContactToken> entity)
    {
        entity.HasIndex(t => new { t.ContactId, t.Kind, t.Value }).IsUnique();
        entity.HasIndex(t => new { t.OrganizationId, t.Kind, t.ContactId });
    }
}

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> entity)
    {
        entity.HasIndex(o => new { o.OrganizationId, o.ExternalId }).IsUnique();
        // Sums for all contacts in one walk, and one contact's orders in time.
        entity.HasIndex(o => new { o.OrganizationId, o.ContactId, o.OrderedAt, o.Cents });
    }
}

internal sealed class ActivityConfiguration : IEntityTypeConfiguration<Activity>
{
    public void Configure(EntityTypeBuilder<Activity> entity)
    {
        entity.HasIndex(a => new { a.ContactId, a.SentAt });
        // A contact's entries of a status side by side: how many each contact has is counted without sorting.
        entity.HasIndex(a => new { a.OrganizationId, a.Status, a.ContactId, a.SentAt, a.Channel });
        entity.HasIndex(a => new { a.OrganizationId, a.MessageKey }).IsUnique().HasFilter("MessageKey IS NOT NULL");
        entity.HasIndex(a => new { a.OrganizationId, a.SentAt }, "IX_Activities_Told").HasFilter("MessageKey IS NOT NULL AND Channel = 0");
    }
}

internal sealed class MergedItemConfiguration : IEntityTypeConfiguration<MergedItem>
{
    public void Configure(EntityTypeBuilder<MergedItem> entity) => entity.HasKey(m => new { m.AuditId, m.Kind, m.ItemId });
}

internal sealed class SegmentConfiguration : IEntityTypeConfiguration<Segment>
{
    public void Configure(EntityTypeBuilder<Segment> entity) => entity.HasIndex(s => new { s.OrganizationId, s.Name }).IsUnique();
}

internal sealed class SegmentMemberConfiguration : IEntityTypeConfiguration<SegmentMember>
{
    public void Configure(EntityTypeBuilder<SegmentMember> entity)
    {
        entity.HasKey(m => new { m.SegmentId, m.ContactId });
        entity.HasIndex(m => m.ContactId);
        entity.HasIndex(m => m.AuditId);
        entity.HasIndex(m => new { m.SegmentId, m.Status });
    }
}

internal sealed class SavedSearchConfiguration : IEntityTypeConfiguration<SavedSearch>
{
    public void Configure(EntityTypeBuilder<SavedSearch> entity) => entity.HasIndex(s => new { s.OrganizationId, s.UserId });
}

internal sealed class SignUpFormConfiguration : IEntityTypeConfiguration<SignUpForm>
{
    public void Configure(EntityTypeBuilder<SignUpForm> entity)
    {
        entity.HasIndex(f => f.Token).IsUnique();
        entity.HasIndex(f => f.OrganizationId);
    }
}

internal sealed class SignUpConfiguration : IEntityTypeConfiguration<SignUp>
{
    public void Configure(EntityTypeBuilder<SignUp> entity)
    {
        entity.HasIndex(s => s.SecretHash).IsUnique();
        entity.HasIndex(s => new { s.AddressId, s.AskedAt });
        entity.HasIndex(s => new { s.FormId, s.ConfirmedAt });
    }
}

internal sealed class DuplicateCountConfiguration : IEntityTypeConfiguration<DuplicateCount>
{
    public void Configure(EntityTypeBuilder<DuplicateCount> entity) => entity.HasKey(c => new { c.OrganizationId, c.Channel });
}

internal sealed class BaseCountConfiguration : IEntityTypeConfiguration<BaseCount>
{
    public void Configure(EntityTypeBuilder<BaseCount> entity) => entity.HasKey(c => new { c.OrganizationId, c.Deleted, c.EmailStanding, c.PhoneStanding });
}
