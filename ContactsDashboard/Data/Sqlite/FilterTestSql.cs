using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>One value of a test against one expression. What is null fits nothing but <c>never</c>.</summary>
internal sealed class FilterTestSql(FilterSite site, FilterParameters parameters)
{
    private const double CentsPerUnit = 100;

    private static readonly string[] Signs = ["=", "=", "<>", "<", "<=", ">", ">="];

    /// <summary>Every value, any of which may fit; or none, for <see cref="FilterOperator.NotEqual"/>.</summary>
    public static string Any(FilterTest test, Func<FilterValue, string> fits)
    {
        var any = FilterWriter.Join(" OR ", [.. test.Values.Select(fits)]);
        return test.Operator == FilterOperator.NotEqual ? FilterWriter.Not(any) : any;
    }

    /// <summary>A folded text; each needle is another way to write what is looked for.</summary>
    public string Text(string expression, bool contains, TextValue value, params ReadOnlySpan<string> needles)
    {
        var (start, end) = contains && value is { OpenStart: false, OpenEnd: false } ? (true, true) : (value.OpenStart, value.OpenEnd);
        var forms = new List<string>();
        foreach (var needle in needles)
        {
            var name = parameters.Add(needle);
            forms.Add((start, end) switch
            {
                (false, false) => $"{expression} = {name}",
                (false, true) => $"instr({expression}, {name}) = 1",
                (true, false) => $"substr({expression}, -length({name})) = {name}",
                _ => $"instr({expression}, {name}) > 0",
            });
        }
        return FilterWriter.Join(" OR ", [.. forms.Distinct()]);
    }

    public string Number(string expression, FilterOperator @operator, decimal number, bool isMoney = false) =>
        $"{expression} {Signs[(int)Positive(@operator)]} {parameters.Add((double)number * (isMoney ? CentsPerUnit : 1))}";

    /// <summary>An instant, in ticks.</summary>
    public string Instant(string expression, FilterOperator @operator, FilterValue value) => value is AgeValue age
        ? Ago(expression, @operator, age.Before(TimeZoneInfo.ConvertTime(site.Now, site.Zone)).UtcTicks)
        : Between(expression, @operator, Days.StartOf(((DayValue)value).Day, site.Zone).UtcTicks, Days.EndOf(((DayValue)value).Day, site.Zone).UtcTicks);

    /// <summary>An instant, in ticks, of which only the day counts: less than ten days ago is from the beginning of the day ten days ago on.</summary>
    public string WholeDays(string expression, FilterOperator @operator, FilterValue value)
    {
        if (value is not AgeValue age)
            return Instant(expression, @operator, value);
        var day = DateOnly.FromDateTime(age.Before(TimeZoneInfo.ConvertTime(site.Now, site.Zone)).DateTime);
        return $"{expression} {(@operator is FilterOperator.Less or FilterOperator.LessOrEqual ? ">=" : "<")} {parameters.Add(Days.StartOf(day, site.Zone).UtcTicks)}";
    }

    /// <summary>A day, as its number. Ago is what has been: days to come are not less than any time ago.</summary>
    public string Day(string expression, FilterOperator @operator, FilterValue value)
    {
        if (value is DayValue { Day.DayNumber: var day })
            return Between(expression, @operator, day, day + 1L);
        var now = TimeZoneInfo.ConvertTime(site.Now, site.Zone);
        var ago = Ago(expression, @operator, DayNumber(((AgeValue)value).Before(now)));
        return @operator is FilterOperator.Less or FilterOperator.LessOrEqual ? $"({ago} AND {expression} <= {parameters.Add(DayNumber(now))})" : ago;
    }

    public string Presence(string expression, PresenceValue presence) => $"{expression} IS {(presence.Present ? "NOT " : "")}NULL";

    private static FilterOperator Positive(FilterOperator @operator) => @operator == FilterOperator.NotEqual ? FilterOperator.Equal : @operator;

    private static long DayNumber(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime).DayNumber;

    // Less than so long ago is later than then.
    private string Ago(string expression, FilterOperator @operator, long then) => expression + @operator switch
    {
        FilterOperator.Less => " > ",
        FilterOperator.LessOrEqual => " >= ",
        FilterOperator.More => " < ",
        _ => " <= ",
    } + parameters.Add(then);

    private string Between(string expression, FilterOperator @operator, long start, long end) => @operator switch
    {
        FilterOperator.Less => $"{expression} < {parameters.Add(start)}",
        FilterOperator.LessOrEqual => $"{expression} < {parameters.Add(end)}",
        FilterOperator.More => $"{expression} >= {parameters.Add(end)}",
        FilterOperator.MoreOrEqual => $"{expression} >= {parameters.Add(start)}",
        _ => $"({expression} >= {parameters.Add(start)} AND {expression} < {parameters.Add(end)})",
    };
}
