using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactsDashboard.Data.Configurations;

internal sealed class AddressConfiguration : IEntityTypeConfiguration<Address>
{
    public void Configure(EntityTypeBuilder<Address> entity)
    {
        // A generated column would say the same, but SQLite never answers from an index alone where one is involved.
        entity.ToTable(table => table.HasCheckConstraint("CK_Addresses_Listed", "Listed = (Channel = 0 AND ThreadCount > 0 AND Hidden = 0)"));
        entity.Property(a => a.Standing).HasDefaultValue(Standing.Active).HasSentinel(Standing.Active);
        entity.Property(a => a.Confirmation).HasDefaultValue(Confirmation.NotAsked);
        entity.HasIndex(a => new { a.OrganizationId, a.Channel, a.Value }).IsUnique();
        entity.HasIndex(a => new { a.OrganizationId, a.Domain });
        entity.Property(a => a.Surplus).HasDefaultValue(0L);
        entity.HasIndex(a => new { a.OrganizationId, a.Channel, a.Value }, DuplicateSql.Index).HasFilter("Surplus > 0");
        // The gate asks for those only.
        entity.HasIndex(a => new { a.OrganizationId, a.Value }).HasFilter("Confirmation = 1").HasDatabaseName("IX_Addresses_Unconfirmed");

        foreach (var sort in Enum.GetValues<ContactSort>())
        {
            foreach (var part in ListIndexes.Parts(sort))
            {
                string[] key = [nameof(Address.OrganizationId), ListIndexes.Column(sort)];
                entity.HasIndex(key, ListIndexes.Name(sort, part)).HasFilter(ListIndexes.Filter(part));
            }
        }
    }
}

internal sealed class MailThreadConfiguration : IEntityTypeConfiguration<MailThread>
{
    public void Configure(EntityTypeBuilder<MailThread> entity) => entity.ToTable("Threads");
}

internal sealed class MessageConfiguration : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> entity)
    {
        entity.HasIndex(m => new { m.OrganizationId, m.Key }).IsUnique();
        entity.HasIndex(m => new { m.ThreadId, m.SentTicks });
        entity.HasIndex(m => new { m.OrganizationId, m.SentTicks });
    }
}

internal sealed class ThreadLinkConfiguration : IEntityTypeConfiguration<ThreadLink>
{
    public void Configure(EntityTypeBuilder<ThreadLink> entity)
    {
        entity.HasKey(l => new { l.OrganizationId, l.Key });
        entity.HasIndex(l => l.ThreadId);
    }
}

internal sealed class ParticipantConfiguration : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> entity)
    {
        entity.HasKey(p => new { p.MessageId, p.AddressId });
        entity.HasIndex(p => p.AddressId);
    }
}

internal sealed class ThreadParticipantConfiguration : IEntityTypeConfiguration<ThreadParticipant>
{
    public void Configure(EntityTypeBuilder<ThreadParticipant> entity)
    {
        entity.HasKey(p => new { p.AddressId, p.ThreadId });
        entity.HasIndex(p => p.ThreadId);
    }
}
