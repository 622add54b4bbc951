using ContactsDashboard.Domain;
using Microsoft.AspNetCore.Identity;

namespace ContactsDashboard.Data.Entities;

/// <summary>A tenant: everything an organisation knows is confined to it.</summary>
internal sealed class Organization
{
    public long Id { get; set; }
    public required string Slug { get; set; }
    public required string Name { get; set; }
    public bool IsPlatform { get; set; }
    public string TimeZone { get; set; } = "UTC";
    public string PhoneCountry { get; set; } = "US";
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When somebody answered which domains are the organisation's own; null until then.</summary>
    public DateTimeOffset? OwnDomainsAnsweredAt { get; set; }

    /// <summary>The currency of order amounts (ISO 4217).</summary>
    public string Currency { get; set; } = "EUR";

    /// <summary>Of the platform's organisation: in how many organisations an address has to bounce to be proposed for its blacklist.</summary>
    public int ProposeAfter { get; set; } = 2;

    /// <summary>When soft bounces block an address: see <see cref="Domain.Delivery.SoftBouncePolicy"/>.</summary>
    public int SoftBounceMessages { get; set; } = 5;
    public int SoftBounceDays { get; set; } = 7;
    public int SoftBounceHoldDays { get; set; } = 90;

    /// <summary>How many contacts the plan allows; null for no limit.</summary>
    public long? ContactLimit { get; set; }

    /// <summary>Where the plan ends, in the order of (created, id): the last contact within it. Kept by <c>PlanLimitSql</c>.</summary>
    public long LimitCreatedTicks { get; set; }
    public long LimitContactId { get; set; }

    /// <summary>How many contacts with e-mail that are not deleted stand at or before that place.</summary>
    public long LimitRank { get; set; }
}

/// <summary>One person's role in one organisation.</summary>
internal sealed class Membership
{
    public long OrganizationId { get; set; }
    public long UserId { get; set; }
    public Role Role { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public Organization Organization { get; set; } = null!;
    public DashboardUser User { get; set; } = null!;
}

/// <summary>A person who signs in.</summary>
public sealed class DashboardUser : IdentityUser<long>
{
    public long? LastOrganizationId { get; set; }
    public bool IsDisabled { get; set; }
}

/// <summary>A program's credential; only its hash is kept.</summary>
internal sealed class ApiKey
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public required string Name { get; set; }

    /// <summary>The first characters, by which people recognise the key.</summary>
    public required string Prefix { get; set; }

    /// <summary>SHA-256 of the whole key; the key has 256 bits of entropy, so no slow hash is needed.</summary>
    public required byte[] Hash { get; set; }
    public required string Scopes { get; set; }
    public int RequestsPerMinute { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>How many listed addresses are blocked and how many are not; kept exact by triggers on the address table.</summary>
internal sealed class ContactCount
{
    public long OrganizationId { get; set; }
    public bool Blocked { get; set; }
    public long Count { get; set; }
}

/// <summary>Counts up with every change pages follow, so that every process sees what another one did.</summary>
internal sealed class OrganizationChange
{
    public long OrganizationId { get; set; }
    public long Version { get; set; }

    /// <summary>The version that was seen last by whoever writes down the days, and when it was first seen: nothing changed from then on if it is still the same.</summary>
    public long SeenVersion { get; set; }
    public DateTimeOffset SeenAt { get; set; }
}
