namespace ContactsDashboard.Services.ContactImports;

/// <summary>Knows by the organisation's versions whether anybody else has changed it since something was read. A commit of the store's counts for one.</summary>
internal sealed class OthersWrites
{
    private long _mine = -1;
    private long _last;

    /// <summary>Domains that no entry of the ledger covers, as long as nobody else writes.</summary>
    public HashSet<string> FreeDomains { get; } = [];

    /// <summary>At the beginning of a write.</summary>
    public void Begin(long version)
    {
        if (version == _mine)
            return;
        _last = version;
        FreeDomains.Clear();
    }

    /// <summary>At its end, before it commits.</summary>
    public void End(long version) => _mine = version + 1;

    /// <summary>Whether what was read at this version is as it was, but for what this import itself did.</summary>
    public bool IsCurrent(long version) => version >= _last;
}
