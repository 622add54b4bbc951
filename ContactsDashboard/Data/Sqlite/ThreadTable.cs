using ContactsDashboard.Mail;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Connects messages to threads: every id a message carries or names belongs to one thread, so parents never seen join their children,
/// and a message that names ids of several threads makes them one.
/// </summary>
internal sealed class ThreadTable : IDisposable
{
    private readonly long _organization;
    private readonly AddressTable _addresses;
    private readonly Statement _find;
    private readonly Statement _link;
    private readonly Statement _insert;
    private readonly Statement _count;
    private readonly Statement _sizeOf;
    private readonly Statement _join;
    private readonly Statement _participants;
    private readonly Statement _leave;
    private readonly Statement[] _move;

    public ThreadTable(Func<string, Statement> prepare, long organization, AddressTable addresses)
    {
        (_organization, _addresses) = (organization, addresses);
        _find = prepare("SELECT ThreadId FROM ThreadLinks WHERE OrganizationId = ?1 AND Key = ?2");
        _link = prepare("INSERT OR IGNORE INTO ThreadLinks (OrganizationId, Key, ThreadId) VALUES (?1, ?2, ?3)");
        _insert = prepare("INSERT INTO Threads (OrganizationId, MessageCount) VALUES (?1, 0) RETURNING Id");
        _count = prepare("UPDATE Threads SET MessageCount = MessageCount + ?2 WHERE Id = ?1");
        _sizeOf = prepare("SELECT MessageCount FROM Threads WHERE Id = ?1");
        _join = prepare("INSERT OR IGNORE INTO ThreadParticipants (AddressId, ThreadId) VALUES (?1, ?2)");
        _participants = prepare("SELECT AddressId FROM ThreadParticipants WHERE ThreadId = ?1");
        _leave = prepare("DELETE FROM ThreadParticipants WHERE AddressId = ?1 AND ThreadId = ?2");
        _move =
        [
            prepare("UPDATE ThreadLinks SET ThreadId = ?2 WHERE ThreadId = ?1"),
            prepare("UPDATE Messages SET ThreadId = ?2 WHERE ThreadId = ?1"),
            prepare("UPDATE Threads SET MessageCount = MessageCount + (SELECT MessageCount FROM Threads WHERE Id = ?1) WHERE Id = ?2"),
            prepare("DELETE FROM Threads WHERE Id = ?1"),
        ];
    }

    /// <summary>The thread of a message, made or united as its ids demand.</summary>
    public long Resolve(MailMessage message, bool isNew)
    {
        List<byte[]> unlinked = [];
        var thread = 0L;
        foreach (var key in message.References.Select(MailMessage.KeyOf).Prepend(message.Key))
        {
            if (_find.Number(_organization, key) is not { } found)
                unlinked.Add(key);
            else if (thread == 0)
                thread = found;
            else if (found != thread)
                thread = Unite(thread, found);
        }
        if (thread == 0)
            thread = _insert.Number(_organization)!.Value;
        foreach (var key in unlinked)
            _link.Run(_organization, key, thread);
        if (isNew)
            _count.Run(thread, 1);
        return thread;
    }

    public void Join(long thread, TouchedAddress address)
    {
        if (_join.Run(address.Id, thread) > 0)
            address.CountThreads(1);
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _find, _link, _insert, _count, _sizeOf, _join, _participants, _leave }.Concat(_move))
            statement.Dispose();
    }

    // The smaller one moves: however threads grow together, a message moves at most log n times.
    private long Unite(long a, long b)
    {
        var (stays, goes) = _sizeOf.Number(a) >= _sizeOf.Number(b) ? (a, b) : (b, a);
        foreach (var id in _participants.Numbers(goes))
        {
            _leave.Run(id, goes);
            if (_join.Run(id, stays) == 0)
                _addresses.Get(id).CountThreads(-1);
        }
        _move[0].Run(goes, stays);
        _move[1].Run(goes, stays);
        _move[2].Run(goes, stays);
        _move[3].Run(goes);
        return stays;
    }
}
