namespace ContactsDashboard.Domain.Filters;

/// <summary>
/// Reads the language of filters by recursive descent: conditions side by side or joined by <c>and</c>, those by <c>or</c>, <c>not</c> and
/// parentheses. The first error ends it.
/// </summary>
internal sealed class FilterParser(string text, FilterNames? names)
{
    private readonly FilterCursor _cursor = new(text);
    private FilterError? _error;
    private int _conditions;

    public FilterReading Read()
    {
        var filter = Any(0);
        _cursor.SkipBlanks();
        if (_error is null && !_cursor.IsAtEnd)
            Fail(_cursor.At, 1, _cursor.Next == ')' ? "This parenthesis closes nothing. Remove it, or open one before."
                : "Commas stand between values in parentheses, as in country:(DE, FR).");
        return _error is null ? new(filter, null) : new(null, _error);
    }

    private Filter? Any(int depth) => Group(() => All(depth), () => _cursor.TakeKeyword("or"), parts => new AnyOf(parts));

    private Filter? All(int depth) => Group(() => One(depth), () => _cursor.TakeKeyword("and") || BeginsCondition(), parts => new AllOf(parts));

    private static Filter? Group(Func<Filter?> next, Func<bool> goesOn, Func<Items<Filter>, Filter> join)
    {
        var parts = new List<Filter>();
        do
        {
            if (next() is not { } part)
                return null;
            parts.Add(part);
        }
        while (goesOn());
        return parts is [var only] ? only : join([.. parts]);
    }

    private bool BeginsCondition() => !_cursor.IsAtKeyword("or") && !_cursor.IsAtEnd && _cursor.Next is not (')' or ',');

    private Filter? One(int depth)
    {
        _cursor.SkipBlanks();
        if (depth > FilterRules.MaxDepth)
            return Fail<Filter>(_cursor.At, 1, $"Parentheses and “not” go at most {FilterRules.MaxDepth} deep. Make a segment of the inner part and name it here.");
        var start = _cursor.At;
        if (_cursor.TakeKeyword("not") || _cursor.Take('-'))
            return One(depth + 1) is { } inner ? new Not(inner) : null;
        if (!_cursor.Take('('))
            return Condition();
        var group = Any(depth + 1);
        if (group is null)
            return null;
        _cursor.SkipBlanks();
        return _cursor.Take(')') ? group : Fail<Filter>(start, 1, "This parenthesis is not closed.");
    }

    private Filter? Condition()
    {
        if (++_conditions > FilterRules.MaxConditions)
            return Fail<Filter>(_cursor.At, 1, $"A filter has at most {FilterRules.MaxConditions} conditions. Make a segment of a part of it.");
        if (_cursor.Next == '"')
            return Quoted() is { } quoted ? Free(quoted) : null;
        var word = _cursor.TakeWord();
        if (word.Text.Length == 0 || FilterCursor.IsKeyword(word.Text))
            return Fail<Filter>(word.Start, Math.Max(1, word.Length), _cursor.TakeOperator() is null ? "A condition is missing here." : "Write a field before this, as in status:blocked.");
        if (_cursor.Next == '(' && FilterTallies.Of(word.Text) is { } of)
            return Tallied(of, word);
        if (_cursor.TakeOperator() is not { } sign)
            return Free(word);
        if (FilterTallies.Measure(word.Text) is { } measure)
            return Test(FilterFields.Measures[(int)measure], sign) is { } sum ? new Tally(TallyOf.Orders, measure, [], sum) : null;
        if (FilterFields.Find(word.Text, names) is not { } field)
            return Fail<Filter>(word.Start, word.Length, FilterMessages.NoField(word.Text, names));
        return Test(field, sign) is { } test ? new Comparison(field.Name, test) : null;
    }

    private Words? Free(FilterPiece piece)
    {
        var words = piece.IsQuoted ? piece.Text : piece.Text.Trim('*');
        return string.IsNullOrWhiteSpace(words) ? Fail<Words>(piece.Start, piece.Length, "Write at least one character to search for.") : new(words);
    }

    private FilterPiece? Quoted()
    {
        var start = _cursor.At;
        return _cursor.TakeQuoted() ?? Fail<FilterPiece>(start, text.Length - start, "This quotation mark is not closed.");
    }

    private Tally? Tallied(TallyOf of, FilterPiece word)
    {
        if (Parts(of) is not { } parts)
            return null;
        var measure = TallyMeasure.Count;
        if (of == TallyOf.Orders && _cursor.Next == '.')
        {
            var name = _cursor.TakeWord();
            if (FilterTallies.Measure(FilterTallies.Orders + name.Text) is not { } named)
                return Fail<Tally>(name.Start, name.Length, FilterMessages.NoMeasure(name.Text));
            measure = named;
        }
        if (_cursor.TakeOperator() is { } sign)
            return Test(FilterFields.Measures[(int)measure], sign) is { } test ? new(of, measure, parts, test) : null;
        return measure == TallyMeasure.Count ? new(of, measure, parts, Tally.AtLeastOne)
            : Fail<Tally>(word.Start, word.Length, "Write what it comes to, as in orders(ordered<90d).sum>100.");
    }

    private Items<Comparison>? Parts(TallyOf of)
    {
        var (start, parts) = (_cursor.At, new List<Comparison>());
        _cursor.Take('(');
        for (_cursor.SkipBlanks(); !_cursor.Take(')'); _cursor.SkipBlanks())
        {
            var word = _cursor.TakeWord();
            if (_cursor.IsAtEnd)
                return Fail(start, 1, "This parenthesis is not closed.");
            if (++_conditions > FilterRules.MaxConditions)
                return Fail(word.Start, 1, $"A filter has at most {FilterRules.MaxConditions} conditions.");
            if (FilterFields.Find(FilterTallies.Fields(of), word.Text) is not { } field)
                return Fail(word.Start, Math.Max(1, word.Length), FilterMessages.NoPart(of, word.Text));
            if (_cursor.TakeOperator() is not { } sign)
                return Fail(word.Start, word.Length, $"Write what “{field.Name}” is compared with, as in {FilterMessages.Example(field)}.");
            if (Test(field, sign) is not { } test)
                return null;
            parts.Add(new(field.Name, test));
        }
        return [.. parts];

        Items<Comparison>? Fail(int position, int length, string message)
        {
            this.Fail(position, length, message);
            return null;
        }
    }

    private FilterTest? Test(FilterField field, (FilterOperator Operator, int Start, int Length) sign)
    {
        if (sign.Operator >= FilterOperator.Less && !FilterValues.IsOrdered(field))
            return Fail<FilterTest>(sign.Start, sign.Length, FilterMessages.NoOrder(field, sign.Operator));
        _cursor.SkipBlanks();
        var start = _cursor.At;
        if (!_cursor.Take('('))
        {
            if (Value(field, sign.Operator) is not { } only)
                return null;
            return _cursor.IsAtBoundary ? new(sign.Operator, [only]) : Fail<FilterTest>(_cursor.At, 1, "Put the whole text in quotation marks.");
        }
        if (sign.Operator >= FilterOperator.Less)
            return Fail<FilterTest>(start, 1, $"{FilterPrinter.Print(sign.Operator)} compares with one value.");
        return Values(field, sign.Operator, start) is { } values ? new(sign.Operator, values) : null;
    }

    private Items<FilterValue>? Values(FilterField field, FilterOperator @operator, int start)
    {
        var values = new List<FilterValue>();
        do
        {
            _cursor.SkipBlanks();
            if (Value(field, @operator) is not { } value)
                return null;
            values.Add(value);
            _cursor.SkipBlanks();
        }
        while (values.Count <= FilterRules.MaxValues && _cursor.Take(','));
        if (values.Count <= FilterRules.MaxValues && _cursor.Take(')'))
            return [.. values];
        if (values.Count > FilterRules.MaxValues)
            Fail(start, 1, $"At most {FilterRules.MaxValues} values stand in parentheses.");
        else if (_cursor.IsAtEnd)
            Fail(start, 1, "This parenthesis is not closed.");
        else
            Fail(_cursor.At, 1, "Put a comma between values, and quotation marks around a text with blanks.");
        return null;
    }

    private FilterValue? Value(FilterField field, FilterOperator @operator)
    {
        if ((_cursor.Next == '"' ? Quoted() : _cursor.TakeValue()) is not { } piece)
            return null;
        var (value, message) = FilterValues.Read(field, @operator, piece, names);
        return value ?? Fail<FilterValue>(piece.Start, Math.Max(1, piece.Length), message!);
    }

    private void Fail(int position, int length, string message) =>
        _error ??= new(message, Math.Min(position, text.Length), Math.Min(length, text.Length - Math.Min(position, text.Length)));

    private T? Fail<T>(int position, int length, string message) where T : class
    {
        Fail(position, length, message);
        return null;
    }
}
