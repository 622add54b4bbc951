using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Fields;

/// <summary>An additional field.</summary>
/// <param name="Key">How queries and programs name it.</param>
/// <param name="Options">The choices of a select; empty for other types.</param>
public sealed record FieldRow(long Id, string Key, string Label, FieldType Type, IReadOnlyList<string> Options, DateTimeOffset CreatedAt);

/// <summary>What an additional field shall be.</summary>
/// <param name="Key">Null: made from the label.</param>
public sealed record FieldEdit(string Label, FieldType Type, IReadOnlyList<string> Options, string? Key = null);

/// <summary>What deleting an additional field would take with it.</summary>
public sealed record FieldUse(FieldRow Field, long Contacts);
