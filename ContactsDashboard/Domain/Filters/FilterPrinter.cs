using System.Globalization;

namespace ContactsDashboard.Domain.Filters;

/// <summary>Writes a filter as text, quoting only what would be read otherwise.</summary>
internal static class FilterPrinter
{
    public const string Never = "never";
    public const string Any = "any";

    private static readonly string[] Operators = [":", "=", "!=", "<", "<=", ">", ">="];

    public static string Print(Filter filter) => filter switch
    {
        AllOf all => string.Join(' ', all.Parts.Select(Inner)),
        AnyOf any => string.Join(" or ", any.Parts.Select(p => p is AnyOf ? Inner(p) : Print(p))),
        Not { Inner: AllOf or AnyOf or Not } not => $"not {Inner(not.Inner)}",
        Not not => $"-{Print(not.Inner)}",
        Words words => IsWord(words.Text) ? words.Text : Quote(words.Text),
        Comparison comparison => comparison.Field + Print(comparison.Test),
        Tally tally => Print(tally),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    public static string Print(FilterOperator @operator) => Operators[(int)@operator];

    private static string Inner(Filter filter) => filter is AllOf or AnyOf ? $"({Print(filter)})" : Print(filter);

    private static string Print(FilterTest test) =>
        Print(test.Operator) + (test.Values is [var only] ? Print(only) : $"({string.Join(", ", test.Values.Select(Print))})");

    private static string Print(Tally tally)
    {
        var source = tally.Of == TallyOf.Activity ? "activity" : "orders";
        var parts = tally.Parts.Count > 0 || tally.Of == TallyOf.Activity ? $"({string.Join(' ', tally.Parts.Select(Print))})" : "";
        var measure = tally.Of == TallyOf.Activity ? "" : "." + FilterFields.Measures[(int)tally.Measure].Name;
        var test = tally.Of == TallyOf.Activity && tally.Test == Tally.AtLeastOne ? "" : Print(tally.Test);
        return source + parts + measure + test;
    }

    private static string Print(FilterValue value) => value switch
    {
        PresenceValue presence => presence.Present ? Any : Never,
        NumberValue number => number.Number.ToString("0.############################", CultureInfo.InvariantCulture),
        DayValue day => day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        AgeValue age => age.Count.ToString(CultureInfo.InvariantCulture) + FilterReader.AgeUnits[(int)age.Unit],
        TextValue { OpenStart: var start, OpenEnd: var end } text =>
            IsBare(text.Text) ? (start ? "*" : "") + text.Text + (end ? "*" : "") : Quote(text.Text, start, end),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static bool IsBare(string text) => text.All(c => !FilterCursor.EndsValue(c) && c is not ('*' or '\\')) && text is not (Never or Any)
        && !text.Equals(Never, StringComparison.OrdinalIgnoreCase) && !text.Equals(Any, StringComparison.OrdinalIgnoreCase);

    private static bool IsWord(string text) => IsBare(text) && !text.AsSpan().ContainsAny(":=<>!") && text[0] != '-' && !FilterCursor.IsKeyword(text);

    private static string Quote(string text, bool openStart = false, bool openEnd = false)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
        return $"\"{(openStart ? "*" : "")}{escaped}{(openEnd ? "*" : "")}\"";
    }
}
