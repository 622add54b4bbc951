using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>The addresses one transaction touches: read once, changed in memory, written once.</summary>
internal sealed class AddressTable : IDisposable
{
    private const string Columns = "SELECT Id, Value, Hidden, ThreadCount, FirstSeenTicks, LastActiveTicks, Spelling, SpellingTicks, Name, NameRank, Mailed FROM Addresses";

    private readonly Dictionary<string, TouchedAddress> _byValue = new(StringComparer.Ordinal);
    private readonly Dictionary<long, TouchedAddress> _byId = [];
    private readonly long _organization;
    private readonly DerivationRules _rules;
    private readonly long _now;
    private readonly Statement _findByValue;
    private readonly Statement _findById;
    private readonly Statement _insert;
    private readonly Statement _update;
    private readonly Statement _insertContact;
    private readonly Statement _nameContacts;
    private readonly Statement _restate;
    private readonly Statement _newest;
    private readonly HashTable _hashes;
    private readonly HashSet<string> _erased = new(StringComparer.Ordinal);

    public AddressTable(Func<string, Statement> prepare, long organization, DerivationRules rules, DateTimeOffset now)
    {
        (_organization, _rules, _now) = (organization, rules, now.UtcTicks);
        _hashes = new(prepare, organization);
        _findByValue = prepare(Columns + " WHERE OrganizationId = ?1 AND Channel = 0 AND Value = ?2");
        _findById = prepare(Columns + " WHERE OrganizationId = ?1 AND Id = ?2");
        _insert = prepare("""
            INSERT INTO Addresses (OrganizationId, Channel, Value, Domain, Hidden, ThreadCount, FirstSeenTicks, LastActiveTicks, SpellingTicks, NameRank, Blocked, Listed)
            VALUES (?1, 0, ?2, ?3, ?4, 0, 0, 0, 0, 0, 0, 0) RETURNING Id
            """);
        _update = prepare("""
            UPDATE Addresses SET ThreadCount = ?2, FirstSeenTicks = ?3, LastActiveTicks = ?4, Spelling = ?5, SpellingTicks = ?6, Name = ?7, NameRank = ?8,
                Listed = (?2 > 0 AND Hidden = 0), Mailed = ?9 WHERE Id = ?1
            """);
        _insertContact = prepare("""
            INSERT INTO Contacts (OrganizationId, EmailAddressId, EmailStanding, PhoneStanding, NameKey, CreationMethod, CreatedAt, UpdatedAt, Rating, EmailMailed)
            SELECT ?1, ?2, 1, 0, ?4, 0, ?3, ?3, 0, ?5 WHERE NOT EXISTS (SELECT 1 FROM Contacts WHERE EmailAddressId = ?2)
            """);
        _nameContacts = prepare("UPDATE Contacts SET NameKey = ?2 WHERE EmailAddressId = ?1 AND FirstName IS NULL AND LastName IS NULL");
        _restate = prepare(LedgerSql.RestateIds.Replace("@ids", "?1", StringComparison.Ordinal).Replace("@now", "?2", StringComparison.Ordinal));
        _newest = prepare("SELECT max(m.SentTicks) FROM Participants p JOIN Messages m ON m.Id = p.MessageId WHERE p.AddressId = ?1");
    }

    /// <summary>Null for somebody who was erased.</summary>
    public TouchedAddress? Get(EmailAddress email)
    {
        if (_byValue.TryGetValue(email.Value, out var touched))
            return touched;
        if (_hashes.HasErased && (_erased.Contains(email.Value) || _hashes.ErasedBy(SuppressionScope.Email, email.Value) is not null))
        {
            _erased.Add(email.Value);
            return null;
        }
        touched = _findByValue.First(Read, _organization, email.Value);
        if (touched is null)
        {
            _hashes.Reveal(SuppressionScope.Email, email.Value);
            var hidden = _rules.Hides(email);
            var id = _insert.Number(_organization, email.Value, email.Domain.Value, hidden ? 1 : 0)!.Value;
            touched = new() { Id = id, Value = email.Value, IsHidden = hidden, IsNew = true, IsFirstMail = true };
        }
        return Remember(touched);
    }

    public TouchedAddress Get(long id) => _byId.TryGetValue(id, out var touched) ? touched
        : Remember(_findById.First(Read, _organization, id) ?? throw new InvalidDataException($"Address {id} is referred to and missing."));

    public long NewestOf(long id) => _newest.Number(id) ?? 0;

    public void Flush()
    {
        foreach (var address in _byId.Values.Where(a => a.IsChanged || a.IsNew))
        {
            _update.Run(address.Id, address.ThreadCount, address.FirstSeenTicks, address.LastActiveTicks, address.Spelling, address.SpellingTicks,
                address.Name, address.NameRank, address.IsMailed ? 1 : 0);
            var isMade = address is { IsFirstMail: true, IsHidden: false } && _insertContact.Run(_organization, address.Id, _now, TextKey.Fold(address.Name), address.IsMailed ? 1 : 0) > 0;
            if (!isMade && address.IsRenamed)
                _nameContacts.Run(address.Id, TextKey.Fold(address.Name));
        }
        _restate.Run(JsonSerializer.Serialize(_byId.Values.Where(a => a.IsNew).Select(a => a.Id)), _now);
    }

    public void Dispose()
    {
        _hashes.Dispose();
        foreach (var statement in new[] { _findByValue, _findById, _insert, _update, _insertContact, _nameContacts, _restate, _newest })
            statement.Dispose();
    }

    private TouchedAddress Remember(TouchedAddress address)
    {
        _byId[address.Id] = address;
        _byValue[address.Value] = address;
        return address;
    }

    private static TouchedAddress Read(Row row) => new()
    {
        Id = row.GetInt64(0),
        Value = row.GetString(1),
        IsHidden = row.GetBoolean(2),
        ThreadCount = row.GetInt32(3),
        IsFirstMail = row.GetInt32(3) == 0,
        FirstSeenTicks = row.GetInt64(4),
        LastActiveTicks = row.GetInt64(5),
        Spelling = row.TextOrNull(6),
        SpellingTicks = row.GetInt64(7),
        Name = row.TextOrNull(8),
        NameRank = row.GetInt64(9),
        IsMailed = row.GetBoolean(10),
    };
}

/// <summary>One address while a transaction works on it.</summary>
internal sealed class TouchedAddress
{
    public required long Id { get; init; }
    public required string Value { get; init; }
    public bool IsHidden { get; init; }
    public bool IsNew { get; init; }

    /// <summary>No mail named it before; somebody may have entered it all the same, and have taken it away from its contact again.</summary>
    public bool IsFirstMail { get; init; }
    public bool IsChanged { get; private set; }
    public bool IsRenamed { get; private set; }
    public int ThreadCount { get; set; }
    public long FirstSeenTicks { get; set; }
    public long LastActiveTicks { get; set; }
    public string? Spelling { get; set; }
    public long SpellingTicks { get; set; }
    public string? Name { get; set; }
    public long NameRank { get; set; }
    public bool IsMailed { get; set; }

    private bool _hasSpelling;

    /// <summary>Mail from an own domain went to it.</summary>
    public void WasMailed()
    {
        if (!IsMailed)
            (IsMailed, IsChanged) = (true, true);
    }

    public void CountThreads(int change)
    {
        ThreadCount += change;
        IsChanged = true;
    }

    /// <summary>The address took part in a message of this date.</summary>
    public void Saw(long sent)
    {
        if (sent == 0)
            return;
        if (sent > LastActiveTicks)
            (LastActiveTicks, IsChanged) = (sent, true);
        if (FirstSeenTicks == 0 || sent < FirstSeenTicks)
            (FirstSeenTicks, IsChanged) = (sent, true);
    }

    /// <summary>One of its messages turned out to be older than thought, or to have a date at all.</summary>
    public void Redated(long before, long after, AddressTable table)
    {
        Saw(after);
        if (before != 0 && before == LastActiveTicks)
            (LastActiveTicks, IsChanged) = (table.NewestOf(Id), true);
    }

    /// <summary>Takes over spelling and name from a message where they rank higher than what is known.</summary>
    public void Consider(MailParticipant participant, long sent)
    {
        ConsiderSpelling(participant.Address.Display == Value ? null : participant.Address.Display, sent);
        if (participant.Name is not { } name)
            return;
        var rank = MailRanks.NameRank(participant.Roles.HasFlag(ParticipantRoles.From), sent);
        if (Name is null || rank > NameRank || (rank == NameRank && string.CompareOrdinal(name, Name) < 0))
            (Name, NameRank, IsChanged, IsRenamed) = (name, rank, true, true);
    }

    private void ConsiderSpelling(string? spelling, long sent)
    {
        var first = IsNew && !_hasSpelling;
        _hasSpelling = true;
        var (known, offered) = (MailRanks.Earliest(SpellingTicks), MailRanks.Earliest(sent));
        if (first || offered < known || (offered == known && string.CompareOrdinal(spelling ?? Value, Spelling ?? Value) < 0))
            (Spelling, SpellingTicks, IsChanged) = (spelling, sent, true);
    }
}
