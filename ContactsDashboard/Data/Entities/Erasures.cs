using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>An address or number whose person was erased: it is recognised, and makes no contact again.</summary>
internal sealed class Erasure
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public Channel Channel { get; set; }

    /// <summary>A <see cref="HashedAddress"/>.</summary>
    public required string Hash { get; set; }

    /// <summary>Empty for a phone number.</summary>
    public string Domain { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public required string By { get; set; }
    public long AuditId { get; set; }
}

/// <summary>A key some hash of the store was made with: without it the store does not open. Kept by triggers.</summary>
internal sealed class UsedHashKey
{
    public required string Id { get; set; }
}
