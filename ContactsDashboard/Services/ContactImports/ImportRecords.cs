using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>By what a row of a file finds the contact it is about.</summary>
public enum UniqueField { Email = 0, Phone = 1, ExternalId = 2 }

/// <summary>How a file is imported.</summary>
public sealed record ImportOptions
{
    /// <summary>What each column of the file is, in its order, in the words of <see cref="ColumnTarget"/>; empty: it is skipped.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The first row names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    public UniqueField Unique { get; init; }

    /// <summary>An empty cell clears what the contact has; otherwise it says nothing.</summary>
    public bool ClearsEmpty { get; init; }

    /// <summary>A row with a value that cannot be read is kept without it; otherwise it is rejected.</summary>
    public bool KeepsRows { get; init; }

    /// <summary>Deleted contacts the file names come back; otherwise they are left out.</summary>
    public bool RestoresDeleted { get; init; }

    /// <summary>Every row's address is blocked for this reason, unless its own columns say another one.</summary>
    public SuppressionReason? Reason { get; init; }

    /// <summary>Ids of the lists and categories everybody in the file is put into.</summary>
    public IReadOnlyList<long> Segments { get; init; } = [];
}

/// <summary>What becomes of a row.</summary>
public enum RowOutcome { New = 0, Updated = 1, Unchanged = 2, Restored = 3, Duplicate = 4, Deleted = 5, Erased = 6, Invalid = 7 }

/// <summary>What a file does, row by row; the same numbers before (what it would do) and after (what it did).</summary>
public sealed record ImportCounts
{
    public long Rows { get; init; }

    public long New { get; init; }

    public long Updated { get; init; }

    /// <summary>Known, and nothing the file says is different.</summary>
    public long Unchanged { get; init; }

    /// <summary>Deleted contacts that come back.</summary>
    public long Restored { get; init; }

    /// <summary>An earlier row of the file is about the same.</summary>
    public long Duplicates { get; init; }

    /// <summary>Deleted contacts that are left out.</summary>
    public long Deleted { get; init; }

    /// <summary>People who were erased, and do not come back.</summary>
    public long Erased { get; init; }

    /// <summary>Rejected: they come back as a file to be mended.</summary>
    public long Invalid { get; init; }

    /// <summary>Of the new, updated, unchanged and restored: those with an address that was blocked before, and stays blocked.</summary>
    public long Blocked { get; init; }

    /// <summary>Addresses the file says are blocked, for a reason they were not blocked for before.</summary>
    public long BlocksAdded { get; init; }

    /// <summary>Addresses blocked for that reason already; the file is one more who says so.</summary>
    public long BlocksJoined { get; init; }

    /// <summary>Values that could not be read; their rows were kept without them.</summary>
    public long ValuesDropped { get; init; }

    /// <summary>Places in lists and categories that were taken; known afterwards only.</summary>
    public long Memberships { get; init; }

    /// <summary>How many contacts are different afterwards.</summary>
    public long Changed => New + Updated + Restored;

    internal ImportCounts With(RowOutcome outcome) => outcome switch
    {
        RowOutcome.New => this with { Rows = Rows + 1, New = New + 1 },
        RowOutcome.Updated => this with { Rows = Rows + 1, Updated = Updated + 1 },
        RowOutcome.Unchanged => this with { Rows = Rows + 1, Unchanged = Unchanged + 1 },
        RowOutcome.Restored => this with { Rows = Rows + 1, Restored = Restored + 1 },
        RowOutcome.Duplicate => this with { Rows = Rows + 1, Duplicates = Duplicates + 1 },
        RowOutcome.Deleted => this with { Rows = Rows + 1, Deleted = Deleted + 1 },
        RowOutcome.Erased => this with { Rows = Rows + 1, Erased = Erased + 1 },
        _ => this with { Rows = Rows + 1, Invalid = Invalid + 1 },
    };
}

/// <summary>A row as an example of what becomes of rows.</summary>
/// <param name="Line">Of the file, counted from 1.</param>
/// <param name="Label">The address, else the number, else the external id.</param>
/// <param name="Note">Why, or what changes.</param>
public sealed record ImportSample(RowOutcome Outcome, long Line, string Label, string? Note);

/// <summary>How an upload is written: what was found out by looking at all of it.</summary>
/// <param name="Encoding">utf-8, utf-16, utf-16BE or windows-1252.</param>
/// <param name="IsGuessed">It is no Unicode text: it was read as Windows-1252, and letters beyond ASCII may be others.</param>
/// <param name="Source">Which product wrote it, where the header tells.</param>
public sealed record FileShape(string Encoding, bool IsGuessed, char Separator, bool HasHeader, bool IsSafe, string? Source);

/// <summary>An uploaded file and how its columns are understood.</summary>
/// <param name="First">The first rows, header included.</param>
public sealed record ImportFile(long JobId, string Name, FileShape Shape, IReadOnlyList<IReadOnlyList<string>> First, ImportOptions Options, bool IsRemembered);

/// <summary>How far an import is.</summary>
public enum ImportStep { Uploaded = 0, DryRun = 1, Apply = 2 }

/// <summary>How an import stands.</summary>
public sealed record ImportState(long JobId, string Name, ImportStep Step, JobState State, ImportCounts? Planned, ImportCounts? Applied, long? AuditId, string? Error,
    DateTimeOffset CreatedAt, string By)
{
    public IReadOnlyList<ImportSample> Samples { get; init; } = [];

    public ImportOptions Options { get; init; } = new();

    /// <summary>How much of the file was read in the step that runs, from 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Nothing runs.</summary>
    public bool IsAtRest => State is not (JobState.Queued or JobState.Running);

    public bool IsDryRunDone => Step == ImportStep.DryRun && State == JobState.Done;

    /// <summary>It changed something, or is doing so.</summary>
    public bool IsApplied => Step == ImportStep.Apply;

    /// <summary>The base changed after the dry run: what was done differs from what was announced.</summary>
    public bool Differs => Step == ImportStep.Apply && State == JobState.Done && Planned is not null && Applied is not null && Planned != Applied with { Memberships = 0 };
}

/// <param name="ReadAt">What "now" is for every row, so that the dry run and the import agree.</param>
/// <param name="LedgerTop">The last entry of the ledger there was when it began: what came later does not count as blocked before.</param>
internal sealed record ImportCommand(string File, string RejectedFile, string Name, FileShape? Shape, ImportOptions? Options, ImportStep Step, long Salt,
    DateTimeOffset? ReadAt = null, long LedgerTop = 0, DateTimeOffset? ConsentAt = null, string? ConsentBy = null)
{
    /// <summary>The import follows on the dry run by itself.</summary>
    public bool ImportsThen { get; init; }
}

/// <param name="Records">How many records of the file are done.</param>
/// <param name="Bytes">How much of the file is done.</param>
/// <param name="Rejected">How long the file of rejected rows was then.</param>
internal sealed record ImportProgress(ImportCounts? Planned, ImportCounts? Applied, IReadOnlyList<ImportSample> Samples, long Records = 0, long Bytes = 0, long Size = 0,
    long Rejected = 0, long? AuditId = null);
