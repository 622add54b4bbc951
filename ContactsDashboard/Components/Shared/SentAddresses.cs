namespace ContactsDashboard.Components.Shared;

/// <summary>
/// What the server asked the browser to write into the address. Each comes back a round trip later, when something newer may be there already:
/// it is an echo then, no wish of the reader.
/// </summary>
internal sealed class SentAddresses<T>
{
    private readonly Queue<T> _sent = [];

    public void Add(T sent) => _sent.Enqueue(sent);

    /// <summary>Whether what the address says now was sent from here. A wish from elsewhere makes whatever is still on its way one too.</summary>
    public bool Echoes(T said)
    {
        if (!_sent.Contains(said))
        {
            _sent.Clear();
            return false;
        }
        while (!EqualityComparer<T>.Default.Equals(_sent.Dequeue(), said)) { }
        return true;
    }
}
