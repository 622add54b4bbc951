using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.SuppressionFiles;

/// <summary>A line that adds nothing, and why.</summary>
public sealed record RejectedLine(long Line, string Value, string Why);

/// <summary>What a ledger file does, line by line; the same numbers before (what it would do) and after (what it did).</summary>
public sealed record FileCounts
{
    public long Lines { get; init; }

    /// <summary>Not suppressed for this reason before.</summary>
    public long Added { get; init; }

    /// <summary>Suppressed for this reason already; the file is recorded as one more who says so.</summary>
    public long Joined { get; init; }

    /// <summary>Named earlier in the same file with the same reason.</summary>
    public long Duplicates { get; init; }

    public long Rejected { get; init; }

    /// <summary>Where to go on: the last line that is counted.</summary>
    public long Line { get; init; }
}

/// <summary>An uploaded file, read to its end.</summary>
/// <param name="Columns">The columns that were recognised, by our names.</param>
/// <param name="Rejected">The first of the lines that would be rejected.</param>
public sealed record FilePreview(long JobId, string Name, IReadOnlyList<string> Columns, FileCounts Counts, IReadOnlyDictionary<SuppressionReason, long> ByReason,
    IReadOnlyList<RejectedLine> Rejected);

/// <summary>How an import stands.</summary>
public sealed record FileImportState(long JobId, string Name, JobState State, FileCounts Counts, long? Total, long? AuditId, string? Error, DateTimeOffset CreatedAt)
{
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}

/// <summary>The rejected lines of an import, to be read once: each with all its cells.</summary>
public sealed record RejectedLines(string Name, IReadOnlyList<string> Header, IAsyncEnumerable<(IReadOnlyList<string> Cells, string Why)> Rows);

/// <param name="Otherwise">The reason of lines that name none.</param>
/// <param name="Total">How many lines the preview counted.</param>
internal sealed record ImportSuppressionsCommand(string File, string Name, SuppressionReason Otherwise, long? Total, DateTimeOffset? ReadAt);

internal sealed record ImportSuppressionsProgress(long? AuditId, FileCounts Counts);

/// <summary>A file that cannot be read as what it should be; its message is for whoever uploaded it.</summary>
public sealed class SuppressionFileException(string message) : Exception(message);
