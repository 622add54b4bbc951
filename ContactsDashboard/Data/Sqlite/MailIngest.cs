using ContactsDashboard.Domain;
using ContactsDashboard.Mail;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Stores messages inside the context's transaction. Everything it keeps is a function of the set of messages: any order of arrival, and any
/// number of copies, ends in the same rows (ids aside).
/// </summary>
internal sealed class MailIngest : IDisposable
{
    private const ParticipantRoles Receiving = ParticipantRoles.To | ParticipantRoles.Cc | ParticipantRoles.Bcc;

    private readonly long _organization;
    private readonly DerivationRules _rules;
    private readonly ThreadTable _threads;
    private readonly AddressTable _addresses;
    private readonly Statement _findMessage;
    private readonly Statement _insertMessage;
    private readonly Statement _updateMessage;
    private readonly Statement _insertParticipant;
    private readonly Statement _uniteParticipant;
    private readonly Statement _participantsOf;
    private readonly Statement _rolesOf;
    private readonly Statement _insertPath;

    public MailIngest(DashboardDbContext context, OrganizationId organization, DerivationRules rules, DateTimeOffset now)
    {
        (_organization, _rules) = (organization.Value, rules);
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        Statement Prepare(string sql) => new(connection, sql);
        _addresses = new(Prepare, _organization, rules, now);
        _threads = new(Prepare, _organization, _addresses);
        _findMessage = Prepare("SELECT Id, SentTicks, Subject FROM Messages WHERE OrganizationId = ?1 AND Key = ?2");
        _insertMessage = Prepare("INSERT INTO Messages (OrganizationId, Key, ThreadId, SentTicks, Subject) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING Id");
        _updateMessage = Prepare("UPDATE Messages SET SentTicks = ?2, Subject = ?3 WHERE Id = ?1");
        _insertParticipant = Prepare("INSERT OR IGNORE INTO Participants (MessageId, AddressId, Roles) VALUES (?1, ?2, ?3)");
        _uniteParticipant = Prepare("UPDATE Participants SET Roles = Roles | ?3 WHERE MessageId = ?1 AND AddressId = ?2 AND Roles | ?3 <> Roles");
        _participantsOf = Prepare("SELECT AddressId FROM Participants WHERE MessageId = ?1");
        _rolesOf = Prepare("SELECT AddressId, Roles FROM Participants WHERE MessageId = ?1");
        _insertPath = Prepare("INSERT OR IGNORE INTO MailPaths (OrganizationId, Key, MessageId) VALUES (?1, ?2, ?3)");
    }

    /// <summary>How often somebody who was erased was left out.</summary>
    public long Recognised { get; private set; }

    /// <summary>True when the message was not known before; a copy only adds what the known one lacked.</summary>
    public bool Add(MailMessage message)
    {
        var present = message.Participants.Select(p => (Participant: p, Address: _addresses.Get(p.Address))).ToList();
        if (present.FindAll(p => p.Address is null) is { Count: > 0 } erased)
        {
            Recognised += erased.Count;
            if (erased.Exists(e => IsNamedIn(message.Subject, e.Participant)))
                message = message with { Subject = "" };
        }
        var copySent = message.SentAt?.UtcTicks ?? 0;
        var known = _findMessage.First(row => new Known(row.GetInt64(0), row.GetInt64(1), row.GetString(2)), _organization, message.Key);
        var thread = _threads.Resolve(message, isNew: known is null);
        var id = known?.Id ?? _insertMessage.Number(_organization, message.Key, thread, copySent, message.Subject)!.Value;
        var sent = known is null ? copySent : Unite(known, copySent, message.Subject);
        var (isMore, kept) = (false, message.IsPassedOn ? ParticipantRoles.None : ParticipantRoles.Kept);
        foreach (var (participant, there) in present)
        {
            if (there is not { } address)
                continue;
            address.Consider(participant, copySent);
            var roles = (int)(participant.Roles | kept);
            var isNew = _insertParticipant.Run(id, address.Id, roles) > 0;
            isMore |= isNew || _uniteParticipant.Run(id, address.Id, roles) > 0;
            if (isNew)
                address.Saw(sent);
            _threads.Join(thread, address);
        }
        if (known is null)
            Deliver(present.Where(p => p.Address is not null).Select(p => (p.Address!, p.Participant.Roles)));
        else if (isMore)
            Deliver(_rolesOf.All(row => (_addresses.Get(row.GetInt64(0)), (ParticipantRoles)row.GetInt32(1)), id));
        foreach (var path in message.ReturnPaths)
            _insertPath.Run(_organization, path, id);
        return known is null;
    }

    // Whoever receives what an own domain sends was written to.
    private void Deliver(IEnumerable<(TouchedAddress Address, ParticipantRoles Roles)> participants)
    {
        var parts = participants.ToList();
        if (!parts.Exists(p => p.Roles.HasFlag(ParticipantRoles.From) && _rules.IsOwn(p.Address.Value)))
            return;
        foreach (var (address, _) in parts.Where(p => (p.Roles & Receiving) != 0))
            address.WasMailed();
    }

    private static bool IsNamedIn(string subject, MailParticipant participant) => subject.Contains(participant.Address.Value, StringComparison.OrdinalIgnoreCase)
        || subject.Contains(participant.Address.Display, StringComparison.OrdinalIgnoreCase)
        || (participant.Name is { } name && name.Contains(' ', StringComparison.Ordinal) && subject.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Writes what the addresses learnt; before the transaction commits.</summary>
    public void Flush() => _addresses.Flush();

    public void Dispose()
    {
        _threads.Dispose();
        _addresses.Dispose();
        foreach (var statement in new[] { _findMessage, _insertMessage, _updateMessage, _insertParticipant, _uniteParticipant, _participantsOf, _rolesOf, _insertPath })
            statement.Dispose();
    }

    // Copies may disagree on date and subject: the earliest known date counts, with the subject of the copy that has it.
    private long Unite(Known known, long copySent, string copySubject)
    {
        var (sent, subject) = Earlier((known.SentTicks, known.Subject), (copySent, copySubject));
        if (sent == known.SentTicks && subject == known.Subject)
            return sent;
        _updateMessage.Run(known.Id, sent, subject);
        if (sent != known.SentTicks)
        {
            foreach (var address in _participantsOf.Numbers(known.Id))
                _addresses.Get(address).Redated(known.SentTicks, sent, _addresses);
        }
        return sent;
    }

    private static (long Sent, string Subject) Earlier((long Sent, string Subject) a, (long Sent, string Subject) b)
    {
        var (rankA, rankB) = (MailRanks.Earliest(a.Sent), MailRanks.Earliest(b.Sent));
        return rankA != rankB ? rankA < rankB ? a : b : string.CompareOrdinal(a.Subject, b.Subject) <= 0 ? a : b;
    }

    private sealed record Known(long Id, long SentTicks, string Subject);
}

/// <summary>How rival values from several messages are ranked, so that the order of arrival does not matter. 0 ticks means unknown.</summary>
internal static class MailRanks
{
    /// <summary>For "the earliest wins": the unknown come last.</summary>
    public static long Earliest(long ticks) => ticks == 0 ? long.MaxValue : ticks;

    /// <summary>For display names: what people call themselves beats what others call them, newer beats older.</summary>
    public static long NameRank(bool ownWords, long ticks) => (ownWords ? 1L << 62 : 0) | ticks;
}
