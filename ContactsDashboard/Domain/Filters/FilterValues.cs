namespace ContactsDashboard.Domain.Filters;

/// <summary>Turns pieces of text into the values a field takes, or says what it takes instead.</summary>
internal static class FilterValues
{
    /// <summary>Whether less and more mean something.</summary>
    public static bool IsOrdered(FilterField field) => field.Kind is FilterKind.Number or FilterKind.Date
        || (field.Kind == FilterKind.Additional && field.Additional is null or { Type: FieldType.Number or FieldType.Date });

    public static (FilterValue? Value, string? Message) Read(FilterField field, FilterOperator @operator, FilterPiece piece, FilterNames? names)
    {
        var open = piece.OpenStart || piece.OpenEnd;
        if (Presence(piece) is { } presence)
            return !field.MayBeMissing ? (null, $"Every contact has “{field.Name}”. Write, for one, {FilterMessages.Example(field)}.")
                : @operator >= FilterOperator.Less ? (null, $"“never” and “any” go with : = and !=, as in {field.Name}:never.")
                : (presence, null);
        if (string.IsNullOrWhiteSpace(piece.Text))
            return (null, $"Write what “{field.Name}” is compared with, as in {FilterMessages.Example(field)}.");
        if (open && field.Kind is not (FilterKind.Text or FilterKind.Contains or FilterKind.Domain or FilterKind.Phone or FilterKind.Additional))
            return (null, $"“{field.Name}” takes no star. Write, for one, {FilterMessages.Example(field)}.");
        if (!piece.IsQuoted && piece.Text.Contains('*', StringComparison.Ordinal))
            return (null, "A star stands at the beginning or the end. For the character itself, use quotation marks.");
        return field.Kind switch
        {
            FilterKind.Number => Number(field, piece.Text),
            FilterKind.Date => Date(field, @operator, piece.Text),
            FilterKind.Choice => Choice(field, piece.Text),
            FilterKind.Name => Name(field, piece.Text, names),
            FilterKind.Id => PublicId.TryParse(PublicId.Contact, piece.Text.ToLowerInvariant(), out _) ? (new TextValue(piece.Text.ToLowerInvariant()), null)
                : (null, $"“{piece.Text}” is no contact id. One looks like cnt_1f."),
            FilterKind.Phone when !piece.Text.Any(char.IsAsciiDigit) => (null, $"“{piece.Text}” has no digits. Write, for one, {FilterMessages.Example(field)}."),
            FilterKind.Additional => Additional(field, @operator, piece),
            _ => (Text(piece), null),
        };
    }

    private static PresenceValue? Presence(FilterPiece piece) =>
        piece.IsQuoted ? null
        : piece is { Text: "", OpenStart: true } ? new(true)
        : piece.OpenStart || piece.OpenEnd ? null
        : piece.Text.Equals(FilterPrinter.Any, StringComparison.OrdinalIgnoreCase) ? new(true)
        : piece.Text.Equals(FilterPrinter.Never, StringComparison.OrdinalIgnoreCase) ? new(false) : null;

    private static TextValue Text(FilterPiece piece) => new(piece.Text, piece.OpenStart, piece.OpenEnd);

    private static (FilterValue?, string?) Number(FilterField field, string text) =>
        FilterReader.Number(text) is { } number ? (new NumberValue(number), null)
        : (null, $"“{text}” is no number. Write digits with a point, as in {FilterMessages.Example(field)}.");

    private static (FilterValue?, string?) Date(FilterField field, FilterOperator @operator, string text)
    {
        if (FilterReader.Day(text) is { } day)
            return (new DayValue(day), null);
        if (FilterReader.Age(text) is not { } age)
            return (null, $"“{text}” is no date. Write a day as 2026-01-31, or how long ago as 90d (h, d, w, m or y).");
        return @operator >= FilterOperator.Less ? (age, null)
            : (null, $"How long ago goes with < and >: {field.Name}<{text} is less than that, {field.Name}>{text} more.");
    }

    private static (FilterValue?, string?) Choice(FilterField field, string text)
    {
        var word = TextKey.Fold(text)!.Replace('-', '_').Replace(' ', '_');
        return field.Choices.Any(c => c.Word == word) ? (new TextValue(word), null) : (null, FilterMessages.NoChoice(field.Name, text, field.Choices.Select(c => c.Word)));
    }

    private static (FilterValue?, string?) Name(FilterField field, string text, FilterNames? names)
    {
        var known = field.Name == "category" ? names?.Categories : names?.Segments.Concat(names.Categories);
        return known is null || known.Any(n => TextKey.Fold(n) == TextKey.Fold(text)) ? (new TextValue(text), null) : (null, FilterMessages.NoName(field.Name, text, known));
    }

    private static (FilterValue?, string?) Additional(FilterField field, FilterOperator @operator, FilterPiece piece)
    {
        var (open, type) = (piece.OpenStart || piece.OpenEnd, field.Additional?.Type);
        if (open && type is FieldType.Number or FieldType.Date or FieldType.Boolean)
            return (null, $"“{field.Name}” takes no star.");
        var message = type switch
        {
            FieldType.Number => Number(field, piece.Text).Item2,
            FieldType.Date => Date(field, @operator, piece.Text).Item2,
            FieldType.Boolean => FilterReader.Truth(piece.Text) is null ? $"“{field.Name}” is true or false." : null,
            FieldType.Select when !open && !field.Additional!.Options.Any(o => TextKey.Fold(o) == TextKey.Fold(piece.Text)) =>
                FilterMessages.NoChoice(field.Name, piece.Text, field.Additional.Options),
            _ => null,
        };
        return message is null ? (Text(piece), null) : (null, message);
    }
}
