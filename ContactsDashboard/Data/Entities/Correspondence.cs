using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Entities;

/// <summary>By which channel an address is reached.</summary>
internal enum Channel { Email = 0, Phone = 1 }

/// <summary>One e-mail address or phone number of one organisation.</summary>
internal sealed class Address
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public Channel Channel { get; set; }
    public required string Value { get; set; }
    public string Domain { get; set; } = "";

    /// <summary>The spelling first seen; null where it equals <see cref="Value"/>.</summary>
    public string? Spelling { get; set; }

    /// <summary>UTC ticks of the message the spelling came from; 0 where unknown.</summary>
    public long SpellingTicks { get; set; }

    /// <summary>The display name mail gave it.</summary>
    public string? Name { get; set; }

    /// <summary>How good the name is: see <c>MailRanks.NameRank</c>.</summary>
    public long NameRank { get; set; }

    /// <summary>UTC ticks of the oldest message; 0 where none has a date.</summary>
    public long FirstSeenTicks { get; set; }

    /// <summary>UTC ticks of the newest message; 0 where none has a date.</summary>
    public long LastActiveTicks { get; set; }
    public int ThreadCount { get; set; }

    /// <summary>A rule says mail makes no contact of it.</summary>
    public bool Hidden { get; set; }

    /// <summary>What ledger and confirmation said when they were last asked; for filters and counters, never for a badge or the gate.</summary>
    public Standing Standing { get; set; } = Standing.Active;

    /// <summary>The same as the contacts page tells it: <see cref="Standing"/> is one that an entry of the ledger makes.</summary>
    public bool Blocked { get; set; }

    public Confirmation Confirmation { get; set; }

    /// <summary>How many messages bounced softly since the last one that was delivered.</summary>
    public int SoftBounces { get; set; }

    /// <summary>How many contacts that are not deleted share it beyond the first; kept exact by triggers on the contact table.</summary>
    public long Surplus { get; set; }

    /// <summary>Mail from one of the organisation's own domains went to it.</summary>
    public bool Mailed { get; set; }

    /// <summary>It has a row on the contacts page: an e-mail address with a thread that no rule hides. The table checks it.</summary>
    public bool Listed { get; set; }
}

/// <summary>A conversation: messages connected through their ids.</summary>
internal sealed class MailThread
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public int MessageCount { get; set; }
}

/// <summary>A message somebody took part in; its body is not kept.</summary>
internal sealed class Message
{
    public long Id { get; set; }
    public long OrganizationId { get; set; }
    public required byte[] Key { get; set; }
    public long ThreadId { get; set; }

    /// <summary>UTC ticks; 0 where unknown.</summary>
    public long SentTicks { get; set; }
    public string Subject { get; set; } = "";
}

/// <summary>Which thread a Message-ID belongs to, whether or not its message was ever seen.</summary>
internal sealed class ThreadLink
{
    public long OrganizationId { get; set; }
    public required byte[] Key { get; set; }
    public long ThreadId { get; set; }
}

/// <summary>Somebody's part in one message.</summary>
internal sealed class Participant
{
    public long MessageId { get; set; }
    public long AddressId { get; set; }
    public ParticipantRoles Roles { get; set; }
}

/// <summary>Somebody's part in one thread; an address's thread count is the number of these.</summary>
internal sealed class ThreadParticipant
{
    public long AddressId { get; set; }
    public long ThreadId { get; set; }
}
