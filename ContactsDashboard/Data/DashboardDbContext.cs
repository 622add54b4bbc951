using ContactsDashboard.Data.Entities;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ContactsDashboard.Data;

/// <summary>The store: identity, organisations, what mail says, the ledger, and the record of every change.</summary>
public sealed class DashboardDbContext(DbContextOptions<DashboardDbContext> options) : IdentityUserContext<DashboardUser, long>(options)
{
    internal DbSet<Organization> Organizations => Set<Organization>();
    internal DbSet<Membership> Memberships => Set<Membership>();
    internal DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    internal DbSet<ContactCount> ContactCounts => Set<ContactCount>();
    internal DbSet<OrganizationChange> Changes => Set<OrganizationChange>();
    internal DbSet<Address> Addresses => Set<Address>();
    internal DbSet<Contact> Contacts => Set<Contact>();
    internal DbSet<ContactVersion> ContactVersions => Set<ContactVersion>();
    internal DbSet<FieldDefinition> FieldDefinitions => Set<FieldDefinition>();
    internal DbSet<FieldValue> FieldValues => Set<FieldValue>();
    internal DbSet<ContactToken> ContactTokens => Set<ContactToken>();
    internal DbSet<Order> Orders => Set<Order>();
    internal DbSet<Activity> Activities => Set<Activity>();
    internal DbSet<MergedItem> MergedItems => Set<MergedItem>();
    internal DbSet<Segment> Segments => Set<Segment>();
    internal DbSet<SegmentMember> SegmentMembers => Set<SegmentMember>();
    internal DbSet<ListMembership> ListMemberships => Set<ListMembership>();
    internal DbSet<ListCount> ListCounts => Set<ListCount>();
    internal DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    internal DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    internal DbSet<SegmentCount> SegmentCounts => Set<SegmentCount>();
    internal DbSet<ReachCount> ReachCounts => Set<ReachCount>();
    internal DbSet<ReachDay> ReachDays => Set<ReachDay>();
    internal DbSet<SavedSearch> SavedSearches => Set<SavedSearch>();
    internal DbSet<SignUpForm> SignUpForms => Set<SignUpForm>();
    internal DbSet<SignUp> SignUps => Set<SignUp>();
    internal DbSet<BaseCount> BaseCounts => Set<BaseCount>();
    internal DbSet<DuplicateCount> DuplicateCounts => Set<DuplicateCount>();
    internal DbSet<SearchChange> SearchChanges => Set<SearchChange>();
    internal DbSet<MailThread> Threads => Set<MailThread>();
    internal DbSet<Message> Messages => Set<Message>();
    internal DbSet<ThreadLink> ThreadLinks => Set<ThreadLink>();
    internal DbSet<Participant> Participants => Set<Participant>();
    internal DbSet<ThreadParticipant> ThreadParticipants => Set<ThreadParticipant>();
    internal DbSet<SuppressionEntry> Suppressions => Set<SuppressionEntry>();
    internal DbSet<SuppressionClaim> SuppressionClaims => Set<SuppressionClaim>();
    internal DbSet<SuppressionException> SuppressionExceptions => Set<SuppressionException>();
    internal DbSet<SuppressionChange> SuppressionChanges => Set<SuppressionChange>();
    internal DbSet<Erasure> Erasures => Set<Erasure>();
    internal DbSet<UsedHashKey> HashKeys => Set<UsedHashKey>();
    internal DbSet<AuditEntry> Audit => Set<AuditEntry>();
    internal DbSet<Job> Jobs => Set<Job>();
    internal DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();
    internal DbSet<ImportMapping> ImportMappings => Set<ImportMapping>();
    internal DbSet<JobItem> JobItems => Set<JobItem>();
    internal DbSet<MailSource> MailSources => Set<MailSource>();
    internal DbSet<WatchedFile> WatchedFiles => Set<WatchedFile>();
    internal DbSet<RejectedMessage> RejectedMessages => Set<RejectedMessage>();
    internal DbSet<SupportRequest> Requests => Set<SupportRequest>();
    internal DbSet<RequestItem> RequestItems => Set<RequestItem>();
    internal DbSet<RequestComment> RequestComments => Set<RequestComment>();
    internal DbSet<Notification> Notifications => Set<Notification>();
    internal DbSet<DeclinedProposal> DeclinedProposals => Set<DeclinedProposal>();
    internal DbSet<StoredEvent> DeliveryEvents => Set<StoredEvent>();
    internal DbSet<EventSource> EventSources => Set<EventSource>();
    internal DbSet<UsedSignature> UsedSignatures => Set<UsedSignature>();
    internal DbSet<EventDelivery> EventDeliveries => Set<EventDelivery>();
    internal DbSet<StoredMailReport> MailReports => Set<StoredMailReport>();
    internal DbSet<MailPath> MailPaths => Set<MailPath>();
    internal DbSet<DerivationRule> DerivationRules => Set<DerivationRule>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(DashboardDbContext).Assembly);
    }

    // SQLite has no instant type and refuses to order by DateTimeOffset: UTC ticks sort and compare.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
