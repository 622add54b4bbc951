using System.Text.Json;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>What a column of a file can be.</summary>
public enum TargetKind
{
    Skip = 0, Email, Phone, ExternalId, FirstName, LastName, FullName, Language, TimeZone, Street, City, Region, PostalCode, Country,

    /// <summary>Names of subscription categories, apart by semicolons or commas.</summary>
    Categories,

    /// <summary>When, or whether, the owner consented.</summary>
    Consent,
    MobileToken, PushToken,

    /// <summary>Whether and why the address must not be written to, in one word.</summary>
    Status,

    /// <summary>Who put it there: refines <see cref="Status"/>.</summary>
    Origin,

    /// <summary>Anything but empty, no or 0 blocks the address for one reason.</summary>
    BlockedIf,

    /// <summary>An additional field, by key.</summary>
    Field,

    /// <summary>An additional field that is made when the file is imported.</summary>
    NewField,
}

/// <summary>One column's meaning, as it is written in options, in the API and at the terminal: <c>email</c>, <c>field:size</c>, <c>new:number:Shoe size</c>.</summary>
public sealed record ColumnTarget(TargetKind Kind)
{
    public static readonly ColumnTarget Skip = new(TargetKind.Skip);

    /// <summary>The additional field's key.</summary>
    public string? Key { get; init; }

    /// <summary>The new field's label.</summary>
    public string? Label { get; init; }

    public FieldType Type { get; init; }

    public SuppressionReason Reason { get; init; }

    /// <summary>Two columns of this kind would contradict each other.</summary>
    public bool IsUnique => Kind is not (TargetKind.Skip or TargetKind.Status or TargetKind.BlockedIf or TargetKind.NewField or TargetKind.Categories);

    public static Result<ColumnTarget> Parse(string? text)
    {
        var (word, rest) = Split(text?.Trim() ?? "");
        if (word.Length == 0 || word.Equals("skip", StringComparison.OrdinalIgnoreCase))
            return Skip;
        if (word == "field" && rest.Length > 0)
            return new ColumnTarget(TargetKind.Field) { Key = rest.ToLowerInvariant() };
        if (word == "new" && Split(rest) is var (type, label) && Enum.TryParse<FieldType>(type, ignoreCase: true, out var fieldType) && fieldType != FieldType.Select && label.Length > 0)
            return new ColumnTarget(TargetKind.NewField) { Type = fieldType, Label = label };
        if (word == "blockedIf" && Enum.GetValues<SuppressionReason>().Where(r => Word(r) == rest).ToList() is [var reason])
            return new ColumnTarget(TargetKind.BlockedIf) { Reason = reason };
        return rest.Length == 0 && Enum.TryParse<TargetKind>(word, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && kind < TargetKind.BlockedIf && !char.IsAsciiDigit(word[0])
            ? new ColumnTarget(kind)
            : new Problem("VALIDATION_ERROR", $"{text} is nothing a column can be. What can: email, phone, externalId, firstName, lastName, fullName, language, timeZone, street, city, "
                + "region, postalCode, country, categories, consent, mobileToken, pushToken, status, origin, blockedIf:REASON, field:KEY, new:TYPE:LABEL, skip.") { Field = "columns", Value = text };
    }

    public override string ToString() => Kind switch
    {
        TargetKind.Skip => "",
        TargetKind.Field => $"field:{Key}",
        TargetKind.NewField => $"new:{Type.ToString().ToLowerInvariant()}:{Label}",
        TargetKind.BlockedIf => $"blockedIf:{Word(Reason)}",
        _ => JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString()),
    };

    private static string Word(SuppressionReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    private static (string Word, string Tail) Split(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..].Trim()) : (text, "");
}
