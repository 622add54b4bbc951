namespace ContactsDashboard.Data.Entities;

/// <summary>
/// A row whose searched text changed; written by triggers, read by every process that keeps texts in memory. Old ones are dropped: who missed one reads
/// everything anew.
/// </summary>
internal sealed class SearchChange
{
    public long Id { get; set; }
    public SearchedTable Table { get; set; }
    public long RowId { get; set; }
}

internal enum SearchedTable { Addresses = 0, Contacts = 1 }
