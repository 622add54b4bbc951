using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Fields;

/// <summary>What an additional field may be.</summary>
internal static partial class FieldRules
{
    public const int MaxFields = 100;
    public const int MaxLabel = 60;
    public const int MaxOptions = 200;
    public const int MaxOption = 100;
    private const int MaxKey = 40;

    /// <summary>Trims label and options and makes the key; a key of the own is made unique among <paramref name="taken"/>, a given one must be.</summary>
    public static Result<FieldEdit> Check(FieldEdit edit, IReadOnlyCollection<FieldRow> taken)
    {
        var label = edit.Label.Trim();
        if (label.Length is 0 or > MaxLabel || label.Any(char.IsControl))
            return new Problem("VALIDATION_ERROR", $"A label has 1 to {MaxLabel} characters.") { Field = "label", Value = edit.Label };
        if (taken.Any(f => TextKey.Fold(f.Label) == TextKey.Fold(label)))
            return new Problem("ALREADY_EXISTS", $"There is a field {label} already.") { Field = "label", Value = label };
        if (!Enum.IsDefined(edit.Type))
            return new Problem("VALIDATION_ERROR", "The type must be text, number, date, boolean or select.") { Field = "type" };
        var options = CheckOptions(edit.Type, edit.Options);
        if (!options.IsOk)
            return options.Problem!;
        var key = string.IsNullOrWhiteSpace(edit.Key) ? KeyOf(label, taken) : edit.Key.Trim();
        if (!Key().IsMatch(key))
            return new Problem("VALIDATION_ERROR", "A key begins with a lower-case letter and has up to 40 lower-case letters, digits and underscores.") { Field = "key", Value = key };
        if (taken.Any(f => f.Key == key))
            return new Problem("ALREADY_EXISTS", $"There is a field with the key {key} already.") { Field = "key", Value = key };
        return new FieldEdit(label, edit.Type, options.Value, key);
    }

    private static Result<IReadOnlyList<string>> CheckOptions(FieldType type, IReadOnlyList<string> entered)
    {
        var options = entered.Select(o => o.Trim()).Where(o => o.Length > 0).DistinctBy(TextKey.Fold).ToList();
        if (type != FieldType.Select)
            return options.Count == 0 ? options : new Problem("VALIDATION_ERROR", "Only a field of the type select has options.") { Field = "options" };
        return options.Count is 0 or > MaxOptions || options.Exists(o => o.Length > MaxOption || o.Any(char.IsControl))
            ? new Problem("VALIDATION_ERROR", $"A select has 1 to {MaxOptions} options of up to {MaxOption} characters each.") { Field = "options" }
            : options;
    }

    // Größe (cm) becomes grosse_cm; what has no Latin letters is numbered.
    private static string KeyOf(string label, IReadOnlyCollection<FieldRow> taken)
    {
        var plain = new StringBuilder();
        foreach (var c in Decomposed(label.Replace("ß", "ss", StringComparison.Ordinal)).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                plain.Append(c);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && plain.Length > 0 && plain[^1] != '_')
                plain.Append('_');
        }
        var key = plain.ToString().Trim('_');
        key = key.Length == 0 || !char.IsAsciiLetter(key[0]) ? $"field_{key}".TrimEnd('_') : key;
        key = key[..Math.Min(key.Length, MaxKey)];
        for (var (n, candidate) = (2, key); ; n++)
        {
            if (taken.All(f => f.Key != candidate))
                return candidate;
            var suffix = $"_{n}";
            candidate = key[..Math.Min(key.Length, MaxKey - suffix.Length)] + suffix;
        }
    }

    // What is not Unicode text, U+FFFE for one, cannot be taken apart.
    private static string Decomposed(string text)
    {
        try { return text.Normalize(NormalizationForm.FormD); }
        catch (ArgumentException) { return text; }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z")]
    private static partial Regex Key();
}
