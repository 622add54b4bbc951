using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>A person's profile.</summary>
internal sealed class Contact
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long? EmailAddressId { get; set; }
    public long? PhoneAddressId { get; set; }

    /// <summary>Its addresses' standings, copied by triggers: each is the first key of the indexes behind the rails.</summary>
    public Standing EmailStanding { get; set; }
    public Standing PhoneStanding { get; set; }
    public CreationMethod CreationMethod { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>0 to 100: see <see cref="EmailRating"/>.</summary>
    public int Rating { get; set; }

    /// <summary>The number another system knows the contact by; no two contacts of an organisation have the same, deleted ones included.</summary>
    public string? ExternalId { get; set; }

    /// <summary>What people entered or programs sent; where both are null the name mail gave the address is shown.</summary>
    public string? FirstName { get; set; }
    public string? LastName { get; set; }

    /// <summary>The shown name, lower-cased (invariant) and composed, for search.</summary>
    public string? NameKey { get; set; }
    public string? Language { get; set; }
    public string? TimeZone { get; set; }
    public string? Street { get; set; }
    public string? City { get; set; }
    public string? Region { get; set; }
    public string? PostalCode { get; set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public string? Country { get; set; }
    public DateTimeOffset? ConsentAt { get; set; }

    /// <summary>Who confirmed that the information was obtained with the owner's consent.</summary>
    public string? ConsentBy { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
    public string? DeletedBy { get; set; }
    public string? DeletedReason { get; set; }
    public long? DeletedByAuditId { get; set; }

    /// <summary>Mail of an own domain went to its e-mail address; copied by triggers from the address.</summary>
    public bool EmailMailed { get; set; }

    /// <summary>What became of the latest e-mail message sent to it, and by SMS, Viber or WhatsApp; kept by triggers on its activity.</summary>
    public ActivityStatus? EmailOutcome { get; set; }
    public ActivityStatus? PhoneOutcome { get; set; }

    /// <summary>The <see cref="Reaches.QuarterTicks"/> of the latest message it read or clicked; 0 for never. Kept by triggers on its activity.</summary>
    public long EmailReadQuarter { get; set; }
    public long PhoneReadQuarter { get; set; }
}

/// <summary>What a change of one contact replaced: the one place where the audit's personal values are.</summary>
internal sealed class ContactVersion
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long ContactId { get; set; }
    public long AuditId { get; set; }

    /// <summary>JSON of the profile's own record; null for a contact that was not there.</summary>
    public string? Before { get; set; }
    public string? After { get; set; }
}

/// <summary>An additional field the organisation defined.</summary>
internal sealed class FieldDefinition
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }

    /// <summary>How queries and programs name it: lower-case letters, digits and underscores.</summary>
    public required string Key { get; set; }
    public required string Label { get; set; }
    public FieldType Type { get; set; }

    /// <summary>The choices of a select, as a JSON array.</summary>
    public string? Options { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>One contact's value of one additional field.</summary>
internal sealed class FieldValue
{
    public long ContactId { get; set; }
    public long FieldId { get; set; }

    /// <summary>As entered; dates as yyyy-MM-dd, booleans as true or false.</summary>
    public required string Text { get; set; }

    /// <summary>Texts and choices lower-cased (invariant) and composed, for comparing; null for other types.</summary>
    public string? Key { get; set; }

    /// <summary>Numbers as they are, dates as days since 0001-01-01, booleans as 0 or 1; null for texts.</summary>
    public double? Number { get; set; }
}

/// <summary>A device a contact can be reached at.</summary>
internal sealed class ContactToken
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long ContactId { get; set; }
    public TokenKind Kind { get; set; }
    public required string Value { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A purchase.</summary>
internal sealed class Order
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long ContactId { get; set; }

    /// <summary>The shop's own number; the same again replaces the order.</summary>
    public required string ExternalId { get; set; }

    /// <summary>In hundredths of the organisation's currency.</summary>
    public long Cents { get; set; }
    public DateTimeOffset OrderedAt { get; set; }
}

/// <summary>A message sent to a contact, and what became of it.</summary>
internal sealed class Activity
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long ContactId { get; set; }
    public MessageChannel Channel { get; set; }
    public required string MessageName { get; set; }
    public string? Language { get; set; }
    public DateTimeOffset SentAt { get; set; }
    public ActivityStatus Status { get; set; }

    /// <summary>The message and its recipient, where events tell of it.</summary>
    public byte[]? MessageKey { get; set; }
}

/// <summary>Something that a merge moved to the contact that stays, and whose it was.</summary>
internal sealed class MergedItem
{
    public long AuditId { get; set; }
    public MergedKind Kind { get; set; }
    public long ItemId { get; set; }

    /// <summary>Where it belongs when the merge is undone.</summary>
    public long ContactId { get; set; }
}

/// <summary>A named set of contacts: kept by hand, found by a query, or a subscription category's.</summary>
internal sealed class Segment
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public required string Name { get; set; }
    public SegmentKind Kind { get; set; }

    /// <summary>A dynamic segment's smart search.</summary>
    public string? Query { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public string? Description { get; set; }

    /// <summary>A list's custom fields as the list API defined them, as a JSON array.</summary>
    public string? CustomFields { get; set; }
}

/// <summary>A contact's place in a list or category.</summary>
internal sealed class SegmentMember
{
    public long SegmentId { get; set; }
    public long ContactId { get; set; }

    /// <summary>The change that put it there, so that it can be taken back.</summary>
    public long AuditId { get; set; }

    /// <summary>As the ledger says it; kept by triggers and by whoever restates the address.</summary>
    public ListStatus Status { get; set; }
}

/// <summary>A search somebody kept.</summary>
internal sealed class SavedSearch
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long UserId { get; set; }
    public bool Shared { get; set; }
    public required string Name { get; set; }

    /// <summary>Search, smart search, rail and order, as the page's own query string.</summary>
    public required string Query { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A place on somebody's web site where people sign up.</summary>
internal sealed class SignUpForm
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public required string Name { get; set; }

    /// <summary>Names the form in its public address; it protects nothing.</summary>
    public required string Token { get; set; }
    public long? CategoryId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>It is no place on a site: by it the preference page asks for confirmations.</summary>
    public bool IsPreferences { get; set; }
}

/// <summary>A confirmation somebody was asked for.</summary>
internal sealed class SignUp
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public long FormId { get; set; }
    public long AddressId { get; set; }

    /// <summary>SHA-256 of the link's secret.</summary>
    public required byte[] SecretHash { get; set; }
    public DateTimeOffset AskedAt { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>Ids of categories besides the form's own, as a JSON array.</summary>
    public string? Categories { get; set; }
}

/// <summary>How many contacts are alike in what the rails tell apart; kept exact by triggers on the contact table.</summary>
internal sealed class BaseCount
{
    public long OrganizationId { get; set; }
    public bool Deleted { get; set; }
    public Standing EmailStanding { get; set; }
    public Standing PhoneStanding { get; set; }
    public long Count { get; set; }
}

/// <summary>How many addresses of a channel several contacts share, and how many contacts are too many for that; kept exact by triggers on the address table.</summary>
internal sealed class DuplicateCount
{
    public long OrganizationId { get; set; }
    public Channel Channel { get; set; }
    public long Addresses { get; set; }
    public long Surplus { get; set; }
}
