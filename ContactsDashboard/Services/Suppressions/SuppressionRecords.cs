using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>What the other side said: an SMTP reply or enhanced status code (RFC 5321, RFC 3463), and its text as received.</summary>
public sealed record Evidence(string? Code, string? Text);

/// <summary>An entry somebody wants to add, as typed.</summary>
public sealed record SuppressionEdit(SuppressionScope Scope, string? Value, SuppressionReason Reason)
{
    public const int MaxNote = 1_000;

    public const int MaxEvidence = 4_000;

    public SuppressionLevel Level { get; init; }

    public string? Note { get; init; }

    public Evidence? Evidence { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyList<string> Exceptions { get; init; } = [];
}

/// <summary>What to change of an entry; null leaves a field as it is.</summary>
public sealed record SuppressionChangeEdit
{
    /// <summary>Empty removes it.</summary>
    public string? Note { get; init; }

    public bool ChangesExpiry { get; init; }

    /// <summary>The new expiry of the whole entry, null for never; only with <see cref="ChangesExpiry"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>All addresses exempt from now on.</summary>
    public IReadOnlyList<string>? Exceptions { get; init; }
}

/// <summary>What an added entry became.</summary>
public sealed record AddedSuppression(LedgerEntry Entry, ChangeReceipt? Change);

/// <summary>What became of one of many.</summary>
public enum AdditionOutcome { Added = 0, Joined = 1, AlreadySuppressed = 2, Invalid = 3 }

/// <summary>One of many: what it was read as, and what it did or would do.</summary>
/// <param name="Id">The entry it made, joined or met; null in a preview of a new one.</param>
public sealed record AdditionResult(int Index, AdditionOutcome Outcome, long? Id, Problem? Problem)
{
    public SuppressionScope? Scope { get; init; }

    public string? Value { get; init; }
}

/// <summary>What became of many, in the order they were given.</summary>
/// <param name="Change">Null when nothing changed.</param>
public sealed record AdditionReport(IReadOnlyList<AdditionResult> Results, ChangeReceipt? Change)
{
    public int CountOf(AdditionOutcome outcome) => Results.Count(r => r.Outcome == outcome);
}

/// <summary>Reads what was typed into what the ledger keeps.</summary>
internal static class SuppressionEdits
{
    public static Result<LedgerAddition> Read(SuppressionEdit edit, string phoneCountry, DateTimeOffset now)
    {
        var value = SuppressionValue.Parse(edit.Scope, edit.Value, phoneCountry);
        if (!value.IsOk)
            return value.Problem!;
        if (edit.Level == SuppressionLevel.Platform && (edit.Scope == SuppressionScope.Phone || edit.Exceptions.Count > 0 || HashedAddress.IsDigest(value.Value)))
            return new Problem("VALIDATION_ERROR", "The platform level holds e-mail addresses and domains, without exceptions.") { Field = "scope" };
        if (edit.Note?.Length > SuppressionEdit.MaxNote)
            return new Problem("VALIDATION_ERROR", $"A note may have at most {SuppressionEdit.MaxNote} characters.") { Field = "note" };
        if (edit.Evidence is { } evidence && (evidence.Code?.Length > 50 || evidence.Text?.Length > SuppressionEdit.MaxEvidence))
            return new Problem("VALIDATION_ERROR", $"Evidence may have a code of 50 and a text of {SuppressionEdit.MaxEvidence} characters.") { Field = "evidence" };
        if (edit.ExpiresAt <= now)
            return new Problem("VALIDATION_ERROR", "The expiry must be in the future.") { Field = "expiresAt", Value = $"{edit.ExpiresAt:O}" };
        var exceptions = Exceptions(edit.Scope, value.Value, edit.Exceptions);
        return exceptions.IsOk
            ? new LedgerAddition(edit.Scope, value.Value, edit.Reason)
            {
                Note = Text(edit.Note), EvidenceCode = Text(edit.Evidence?.Code), EvidenceText = Text(edit.Evidence?.Text), ExpiresAt = edit.ExpiresAt,
                Exceptions = exceptions.Value,
            }
            : exceptions.Problem!;
    }

    /// <summary>Addresses under the blocked domain, normalised and each once.</summary>
    public static Result<List<string>> Exceptions(SuppressionScope scope, string value, IReadOnlyList<string> texts)
    {
        var exceptions = new List<string>();
        foreach (var text in texts)
        {
            if (scope != SuppressionScope.Domain || !EmailAddress.TryParse(text, out var email) || !Suppression.CoversDomain(value, email.Domain.Value))
                return new Problem("VALIDATION_ERROR", "Exceptions are addresses under the blocked domain.") { Field = "exceptions", Value = text };
            exceptions.Add(email.Value);
        }
        return exceptions.Distinct().ToList();
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
