using System.Text;

namespace ContactsDashboard.Domain.Filters;

/// <summary>A piece of a filter's text: what it says, where it stood, and whether stars open it to more at either end.</summary>
internal sealed record FilterPiece(string Text, int Start, int Length)
{
    public bool IsQuoted { get; init; }
    public bool OpenStart { get; init; }
    public bool OpenEnd { get; init; }
}

/// <summary>Where in a filter's text the reading has come to, and the pieces taken from there.</summary>
internal sealed class FilterCursor(string text)
{
    private static readonly (string Sign, FilterOperator Operator)[] Operators =
    [
        ("!=", FilterOperator.NotEqual), ("<=", FilterOperator.LessOrEqual), (">=", FilterOperator.MoreOrEqual), ("<", FilterOperator.Less),
        (">", FilterOperator.More), ("=", FilterOperator.Equal), (":", FilterOperator.Is),
    ];

    public int At { get; private set; }

    public bool IsAtEnd => At >= text.Length;

    public char Next => IsAtEnd ? '\0' : text[At];

    public static bool EndsValue(char c) => char.IsWhiteSpace(c) || c is '(' or ')' or ',' or '"';

    public static bool IsKeyword(string word) => Is(word, "and") || Is(word, "or") || Is(word, "not");

    public void SkipBlanks()
    {
        while (!IsAtEnd && char.IsWhiteSpace(Next))
            At++;
    }

    public bool Take(char c)
    {
        if (IsAtEnd || Next != c)
            return false;
        At++;
        return true;
    }

    /// <summary>Whether the keyword is the whole next word.</summary>
    public bool IsAtKeyword(string keyword)
    {
        SkipBlanks();
        return Is(text[At..WordEnd()], keyword);
    }

    public bool TakeKeyword(string keyword)
    {
        if (!IsAtKeyword(keyword))
            return false;
        At += keyword.Length;
        return true;
    }

    public (FilterOperator Operator, int Start, int Length)? TakeOperator()
    {
        var before = At;
        SkipBlanks();
        foreach (var (sign, @operator) in Operators)
        {
            if (string.CompareOrdinal(text, At, sign, 0, sign.Length) != 0)
                continue;
            At += sign.Length;
            return (@operator, At - sign.Length, sign.Length);
        }
        At = before;
        return null;
    }

    /// <summary>A field's name or a free word; empty where neither begins.</summary>
    public FilterPiece TakeWord() => Bare(WordEnd());

    /// <summary>What follows an operator: everything up to a blank, a comma or a parenthesis, or a quoted text. Null where a quote is not closed.</summary>
    public FilterPiece? TakeValue()
    {
        if (Next == '"')
            return TakeQuoted();
        var end = At;
        while (end < text.Length && !EndsValue(text[end]))
            end++;
        var piece = Bare(end);
        var (from, to) = (0, piece.Text.Length);
        for (; from < to && piece.Text[from] == '*'; from++) { }
        for (; to > from && piece.Text[to - 1] == '*'; to--) { }
        return piece with { Text = piece.Text[from..to], OpenStart = from > 0, OpenEnd = to < piece.Text.Length };
    }

    /// <summary>A text in quotes. A star at either end opens it unless a backslash stands before; null where the quote is not closed.</summary>
    public FilterPiece? TakeQuoted()
    {
        var (start, inside) = (At, new StringBuilder());
        var (openStart, openEnd) = (false, false);
        for (At++; !IsAtEnd && Next != '"'; At++)
        {
            openEnd = false;
            if (Next == '\\' && At + 1 < text.Length)
                At++;
            else if (Next == '*' && At == start + 1)
            {
                openStart = true;
                continue;
            }
            else if (Next == '*' && At + 1 < text.Length && text[At + 1] == '"')
            {
                openEnd = true;
                continue;
            }
            inside.Append(Next);
        }
        return Take('"') ? new(inside.ToString(), start, At - start) { IsQuoted = true, OpenStart = openStart, OpenEnd = openEnd } : null;
    }

    /// <summary>Whether a value ends here: nothing is stuck to it.</summary>
    public bool IsAtBoundary => IsAtEnd || char.IsWhiteSpace(Next) || Next is ')' or ',';

    private FilterPiece Bare(int end)
    {
        var piece = new FilterPiece(text[At..end], At, end - At);
        At = end;
        return piece;
    }

    private int WordEnd()
    {
        var end = At;
        while (end < text.Length && !EndsValue(text[end]) && text[end] is not (':' or '=' or '<' or '>')
            && !(text[end] == '!' && end + 1 < text.Length && text[end + 1] == '='))
            end++;
        return end;
    }

    private static bool Is(string word, string keyword) => word.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
