using ContactsDashboard.Domain;

namespace ContactsDashboard.Mail;

/// <summary>The people of one message: one entry per address, roles united, the first name that says something.</summary>
internal sealed class ParticipantList
{
    private const int FewEnoughToSearch = 8;
    private readonly List<MailParticipant> _participants = [];
    private readonly Dictionary<EmailAddress, int> _positions = [];

    /// <summary>The field that is being read.</summary>
    public ParticipantRoles Role { get; set; }

    /// <summary>How many entries of the lists were no addresses.</summary>
    public int Dropped { get; private set; }

    public void Drop() => Dropped++;

    public void Add(EmailAddress address, string? phrase)
    {
        var position = Find(address);
        if (position < 0)
        {
            if (_participants.Count >= FewEnoughToSearch)
                _positions.Add(address, _participants.Count);
            _participants.Add(new(address, NameOf(address, phrase), Role));
            return;
        }
        var known = _participants[position];
        if (known.Roles.HasFlag(Role) && (known.Name is not null || string.IsNullOrEmpty(phrase)))
            return;
        _participants[position] = known with { Roles = known.Roles | Role, Name = known.Name ?? NameOf(address, phrase) };
    }

    public IReadOnlyList<MailParticipant> TakeAll()
    {
        MailParticipant[] all = [.. _participants];
        _participants.Clear();
        _positions.Clear();
        Dropped = 0;
        return all;
    }

    private int Find(EmailAddress address)
    {
        for (var i = 0; i < _participants.Count && i < FewEnoughToSearch; i++)
        {
            if (_participants[i].Address == address)
                return i;
        }
        return _positions.TryGetValue(address, out var position) ? position : -1;
    }

    private static string? NameOf(EmailAddress address, string? phrase)
    {
        var name = HeaderText.DisplayName(phrase);
        return name is null || name.Equals(address.Value, StringComparison.OrdinalIgnoreCase)
            || name.Equals(address.Display, StringComparison.OrdinalIgnoreCase) ? null : name;
    }
}
