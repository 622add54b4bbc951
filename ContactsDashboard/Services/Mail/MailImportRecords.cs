using System.Text.Json.Serialization;

namespace ContactsDashboard.Services.Mail;

/// <summary>What became of a run of messages.</summary>
public sealed record ImportReport
{
    /// <summary>How many rejections a report lists; the rest are counted and kept in the store.</summary>
    public const int ListedRejections = 200;

    /// <summary>How many reports are named by their keys.</summary>
    public const int ListedReports = 10_000;

    public long Accepted { get; init; }

    public long Duplicates { get; init; }

    public long Rejected { get; init; }

    /// <summary>How often somebody who was erased took part; they were left out.</summary>
    public long Recognised { get; init; }

    /// <summary>Bytes of the source read so far, and how many there are where that is known.</summary>
    public long Bytes { get; init; }

    public long? Size { get; init; }

    /// <summary>Where in the source to go on after an interruption.</summary>
    public long Offset { get; init; }

    /// <summary>It was read to its end and the audit says so: a process killed after that has nothing left to read.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>How many of the messages report bounces or complaints.</summary>
    public long Reports { get; init; }

    /// <summary>The keys of the first of those; not kept with a job.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> ReportKeys { get; init; } = [];

    public IReadOnlyList<RejectionRow> Rejections { get; init; } = [];

    public long Total => Accepted + Duplicates + Rejected;
}

/// <summary>A message that was not read.</summary>
public sealed record RejectionRow(string File, long Offset, string Code, string Reason);

/// <summary>An upload waiting to be read.</summary>
internal sealed record ImportMailCommand(long SourceId, string File, string Name, long Size);
