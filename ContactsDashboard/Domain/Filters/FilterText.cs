namespace ContactsDashboard.Domain.Filters;

/// <summary>What is wrong with a filter's text, and where: a sentence that says what to write instead.</summary>
public sealed record FilterError(string Message, int Position, int Length);

/// <summary>What a text was read as: a filter, nothing at all for an empty text, or an error.</summary>
public readonly record struct FilterReading(Filter? Filter, FilterError? Error);

/// <summary>Filters as people type them: <c>domain:example.com status:blocked last_active&lt;90d</c>.</summary>
public static class FilterText
{
    /// <summary>Reads a text; with the organisation's names also what they stand for is checked.</summary>
    public static FilterReading Parse(string? text, FilterNames? names = null)
    {
        if (string.IsNullOrWhiteSpace(text))
            return default;
        if (text.Length > FilterRules.MaxLength)
            return new(null, new($"A filter has at most {FilterRules.MaxLength:N0} characters; this one has {text.Length:N0}. Make a segment of a part of it.",
                FilterRules.MaxLength, text.Length - FilterRules.MaxLength));
        return new FilterParser(text, names).Read();
    }

    /// <summary>The one text of a filter; reading it gives the same filter again.</summary>
    public static string Print(Filter? filter) => filter is null ? "" : FilterPrinter.Print(filter);
}
