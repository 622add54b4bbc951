using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ContactImports;

namespace ContactsDashboard.Api;

/// <summary>A file of contacts and how it is imported; large files are sent as text/csv, with the rest as query parameters.</summary>
internal sealed record ImportBody(
    [property: Description("What people call it; a provider's own name tells what its rows are.")] string? FileName,
    [property: Required, Description("The file itself.")] string? Csv,
    [property: Description("COLUMN=FIELD: email, phone, externalId, firstName, lastName, fullName, language, timeZone, street, city, region, postalCode, country, categories, consent, "
        + "status, blockedIf:REASON, field:KEY, new:TYPE:LABEL, or nothing to skip it. Others by their names.")] IReadOnlyList<string?>? Map,
    [property: AllowedValues("email", "phone", "external_id"), Description("By what contacts are recognised.")] string? Unique,
    [property: Description("An empty cell clears what is there.")] bool? ClearEmpty,
    [property: Description("Keep a row without a value that cannot be read.")] bool? KeepRows,
    [property: Description("Deleted contacts come back.")] bool? RestoreDeleted,
    [property: AllowedValues("manual", "unsubscribed", "bounced", "complained", "spam_trap"), Description("Every row's address is blocked for it.")] string? Reason,
    [property: Description("false: import right after the dry run, which takes the consent.")] bool? DryRun,
    ConsentBody? Consent)
{
    /// <summary>The options the file suggests, with what was said of it.</summary>
    public Result<ImportOptions> Apply(ImportFile file)
    {
        var unique = Read<UniqueField>("unique", Unique);
        var reason = Read<SuppressionReason>("reason", Reason);
        if ((unique.Problem ?? reason.Problem) is { } problem)
            return problem;
        return ColumnMaps.Apply(file, file.Options with
        {
            Unique = unique.Value ?? file.Options.Unique, Reason = reason.Value ?? file.Options.Reason, ClearsEmpty = ClearEmpty == true, KeepsRows = KeepRows == true,
            RestoresDeleted = RestoreDeleted == true,
        }, (Map ?? []).OfType<string>());
    }

    private static Result<T?> Read<T>(string name, string? text) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (ApiJson.NameOf(value) == text)
                return (T?)value;
        }
        return text is null ? (T?)null
            : new Problem("VALIDATION_ERROR", $"{name} must be one of: {string.Join(", ", Enum.GetValues<T>().Select(v => ApiJson.NameOf(v)))}.") { Field = name, Value = text };
    }
}

/// <summary>What a file does, or did, row by row.</summary>
internal sealed record ImportCountsShown(long Rows, long New, long Updated, long Unchanged,
    [property: Description("Deleted before, and back.")] long Restored,
    [property: Description("An earlier row is about the same contact.")] long Duplicates,
    [property: Description("Deleted, and left out.")] long Deleted,
    [property: Description("Erased people, who do not come back.")] long Erased,
    [property: Description("They come back as a file to be mended.")] long Rejected,
    [property: Description("Blocked before, and blocked still.")] long Blocked, long BlocksAdded, long BlocksJoined,
    [property: Description("Values that could not be read; their rows were kept.")] long ValuesDropped)
{
    public static ImportCountsShown? Of(ImportCounts? counts) => counts is null ? null
        : new(counts.Rows, counts.New, counts.Updated, counts.Unchanged, counts.Restored, counts.Duplicates, counts.Deleted, counts.Erased, counts.Invalid, counts.Blocked, counts.BlocksAdded,
            counts.BlocksJoined, counts.ValuesDropped);
}

/// <summary>A row as an example of what becomes of rows.</summary>
internal sealed record ImportSampleShown(RowOutcome Outcome, long Line, string Label, string? Note);

/// <summary>How an import stands.</summary>
internal sealed record ImportShown(
    string Id, string FileName,
    [property: Description("dry_run: nothing is changed yet.")] ImportStep Step, JobState State,
    [property: Description("What the dry run counted.")] ImportCountsShown? Planned,
    [property: Description("What was done; the same unless the contacts changed meanwhile.")] ImportCountsShown? Applied,
    IReadOnlyList<ImportSampleShown> Samples,
    [property: Description("How much of the file was read in this step, from 0 to 1.")] double Progress,
    [property: Description("By which it can be undone.")] string? AuditId, string? Error, DateTimeOffset CreatedAt)
{
    public static ImportShown Of(ImportState state) => new(PublicId.Format(PublicId.Job, state.JobId), state.Name, state.Step, state.State, ImportCountsShown.Of(state.Planned),
        ImportCountsShown.Of(state.Applied), [.. state.Samples.Select(s => new ImportSampleShown(s.Outcome, s.Line, s.Label, s.Note))], Math.Round(state.Share, 3),
        state.AuditId is { } audit ? PublicId.Format(PublicId.Audit, audit) : null, state.Error, state.CreatedAt);
}

/// <summary>The latest imports.</summary>
internal sealed record ImportsData(IReadOnlyList<ImportShown> Imports);
