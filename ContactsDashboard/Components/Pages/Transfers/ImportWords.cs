using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Fields;

namespace ContactsDashboard.Components.Pages.Transfers;

/// <summary>Imports in words.</summary>
internal static class ImportWords
{
    private static readonly (string Group, string Value, string Text)[] Fixed =
    [
        ("", "", "Skip"), ("Channels", "email", "Email"), ("Channels", "phone", "Phone"), ("Channels", "externalId", "External id"), ("Channels", "mobileToken", "Mobile token"),
        ("Channels", "pushToken", "Push token"), ("Profile", "firstName", "Name"), ("Profile", "lastName", "Surname"), ("Profile", "fullName", "Full name"), ("Profile", "language", "Language"),
        ("Profile", "timeZone", "Time zone"), ("Profile", "street", "Street"), ("Profile", "city", "City"), ("Profile", "region", "Region"), ("Profile", "postalCode", "Postal code"),
        ("Profile", "country", "Country"), ("Profile", "categories", "Subscription categories"), ("Profile", "consent", "Consent: yes, no or when"),
        ("Who is not written to", "status", "Status or reason"), ("Who is not written to", "origin", "Who put it there"), ("Who is not written to", "blockedIf:unsubscribed", "Unsubscribed where set"),
        ("Who is not written to", "blockedIf:bounced", "Bounced where set"), ("Who is not written to", "blockedIf:complained", "Complained where set"),
        ("Who is not written to", "blockedIf:manual", "Blocked where set"), ("Who is not written to", "blockedIf:spam_trap", "Spam trap where set"),
    ];

    /// <summary>What a column can be.</summary>
    public static IEnumerable<(string Group, string Value, string Text)> Targets(IReadOnlyList<FieldRow> fields, string column, string chosen, bool mayDefine)
    {
        var targets = Fixed.Concat(fields.Select(f => ("Additional fields", $"field:{f.Key}", f.Label))).ToList();
        if (mayDefine)
            targets.AddRange(new[] { FieldType.Text, FieldType.Number, FieldType.Date, FieldType.Boolean }.Select(t => ("New additional field", $"new:{t.ToString().ToLowerInvariant()}:{column}", $"New field, {Type(t)}")));
        return targets.Exists(t => t.Item2 == chosen) ? targets : targets.Append(("Additional fields", chosen, chosen));
    }

    public static string Reason(SuppressionReason reason) => LedgerText.Of(reason).ToLowerInvariant();

    public static string Shape(FileShape shape) => string.Join(", ", new[]
    {
        shape.Source is { } source ? $"written by {source}" : null, shape.Separator switch { ';' => "semicolons", '\t' => "tabs", '|' => "bars", _ => "commas" },
        shape.Encoding switch { "utf-8" => "UTF-8", "windows-1252" => "Windows-1252", _ => "UTF-16" }, shape.IsSafe ? "protected for spreadsheets" : null,
    }.Where(t => t is not null));

    public static string Reached(ImportState state)
    {
        var counts = state.IsApplied ? state.Applied ?? new() : state.Planned ?? new();
        return $"{counts.Rows:N0} rows · {counts.New:N0} new · {counts.Updated + counts.Restored:N0} updated · {counts.Invalid:N0} rejected";
    }

    public static string Verb(ImportState state)
    {
        var changed = state.Planned!.Changed;
        return changed == 0 && state.Planned.BlocksAdded + state.Planned.BlocksJoined > 0 ? "Add the blocks" : $"Import {changed:N0} {(changed == 1 ? "contact" : "contacts")}";
    }

    public static IEnumerable<(string Text, long Count, RowOutcome Outcome)> Lines(ImportCounts counts) =>
    [
        ("New", counts.New, RowOutcome.New), ("Updated", counts.Updated, RowOutcome.Updated), ("Unchanged", counts.Unchanged, RowOutcome.Unchanged),
        ("Restored", counts.Restored, RowOutcome.Restored), ("Duplicate in the file, skipped", counts.Duplicates, RowOutcome.Duplicate), ("Deleted before, skipped", counts.Deleted, RowOutcome.Deleted),
        ("Erased, not entered again", counts.Erased, RowOutcome.Erased), ("Rejected", counts.Invalid, RowOutcome.Invalid),
    ];

    /// <summary>What it does to who is written to.</summary>
    public static string Ledger(ImportCounts counts) => $"{counts.Rows:N0} rows in all. {counts.Blocked:N0} of them are blocked and stay blocked. {counts.BlocksAdded:N0} addresses become blocked"
        + (counts.BlocksJoined > 0 ? $", {counts.BlocksJoined:N0} are blocked for that reason already" : "") + "."
        + (counts.ValuesDropped > 0 ? $" {counts.ValuesDropped:N0} values could not be read; their rows are kept without them." : "");

    private static string Type(FieldType type) => type switch { FieldType.Number => "number", FieldType.Date => "date", FieldType.Boolean => "yes or no", _ => "text" };
}
