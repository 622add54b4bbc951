using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events;

/// <summary>Walks through the events of one address after the other, each in time, and notes when either policy would have blocked it.</summary>
internal sealed class SoftBounceReplay(SoftBouncePolicy held, SoftBouncePolicy changed, DateTimeOffset now, int named)
{
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private readonly List<SimulatedAddress> _newly = [], _noLonger = [];
    private string? _recipient;
    private bool _isBlocked;
    private DateTimeOffset _first;
    private DateTimeOffset? _heldAt, _changedAt;
    private long _addresses, _blocked, _newlyCount, _noLongerCount;

    /// <summary>Events of one address come one after the other, in the order of time.</summary>
    public void Add(string recipient, DeliveryEventKind kind, DateTimeOffset at, string message, bool isBlocked)
    {
        if (recipient != _recipient)
        {
            Close();
            (_recipient, _isBlocked, _heldAt, _changedAt) = (recipient, isBlocked, null, null);
            _messages.Clear();
        }
        if (EventMeaning.ProvesDelivery(kind))
        {
            _messages.Clear();
            return;
        }
        if (_messages.Count == 0)
            _first = at;
        _messages.Add(message);
        var run = new SoftBounceRun(_messages.Count, _first, at);
        if (held.IsReached(run))
            _heldAt = at;
        if (changed.IsReached(run))
            _changedAt = at;
    }

    public SoftBounceSimulation Finish()
    {
        Close();
        return new(_addresses, _blocked, _newlyCount, _noLongerCount, _newly, _noLonger);
    }

    private void Close()
    {
        if (_recipient is null)
            return;
        _addresses++;
        var (wasBlocked, isBlocked) = (Holds(held, _heldAt), Holds(changed, _changedAt));
        _blocked += isBlocked ? 1 : 0;
        if (wasBlocked == isBlocked)
            return;
        var (list, policy, at) = isBlocked ? (_newly, changed, _changedAt!.Value) : (_noLonger, held, _heldAt!.Value);
        (_newlyCount, _noLongerCount) = isBlocked ? (_newlyCount + 1, _noLongerCount) : (_newlyCount, _noLongerCount + 1);
        if (list.Count < named)
            list.Add(new(_recipient, at, policy.ExpiryOf(at), _isBlocked));
    }

    private bool Holds(SoftBouncePolicy policy, DateTimeOffset? at) => at is { } blocked && (policy.ExpiryOf(blocked) is not { } until || until > now);
}
