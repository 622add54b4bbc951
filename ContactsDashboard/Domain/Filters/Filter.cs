namespace ContactsDashboard.Domain.Filters;

/// <summary>A smart search: which contacts are meant. What it says in words is <see cref="FilterText"/>'s business, what it says in SQL the store's.</summary>
public abstract record Filter;

/// <summary>Every one of at least two.</summary>
public sealed record AllOf : Filter
{
    public AllOf(Items<Filter> parts) => Parts = FilterRules.AtLeastTwo(parts);

    public Items<Filter> Parts { get; }
}

/// <summary>One or more of at least two.</summary>
public sealed record AnyOf : Filter
{
    public AnyOf(Items<Filter> parts) => Parts = FilterRules.AtLeastTwo(parts);

    public Items<Filter> Parts { get; }
}

/// <summary>Exactly those the inner one does not mean, whatever they lack.</summary>
public sealed record Not(Filter Inner) : Filter;

/// <summary>Simple search: part of an e-mail address, phone number or name, or an id.</summary>
public sealed record Words(string Text) : Filter;

/// <summary>A field put to a test; the field by its name in <see cref="FilterFields"/>, or <c>field.KEY</c> for an additional one.</summary>
public sealed record Comparison(string Field, FilterTest Test) : Filter;

/// <summary>What activity or orders of a kind come to, put to a test: <c>activity(status:clicked) >= 3</c>, <c>orders(ordered&lt;90d).sum > 100</c>.</summary>
public sealed record Tally(TallyOf Of, TallyMeasure Measure, Items<Comparison> Parts, FilterTest Test) : Filter
{
    /// <summary>What a tally without a test means.</summary>
    public static readonly FilterTest AtLeastOne = new(FilterOperator.MoreOrEqual, [new NumberValue(1)]);
}

/// <summary>What is counted.</summary>
public enum TallyOf { Activity = 0, Orders = 1 }

/// <summary>What they come to; of activity only its count.</summary>
public enum TallyMeasure { Count = 0, Sum = 1, Average = 2, Last = 3 }

/// <summary>How a field is compared; <see cref="Is"/> contains or equals, as fits the field.</summary>
public enum FilterOperator { Is = 0, Equal = 1, NotEqual = 2, Less = 3, LessOrEqual = 4, More = 5, MoreOrEqual = 6 }

/// <summary>An operator and what to compare with: of several values any one (or, for <see cref="FilterOperator.NotEqual"/>, none) must fit.</summary>
public sealed record FilterTest
{
    public FilterTest(FilterOperator @operator, Items<FilterValue> values) =>
        (Operator, Values) = (@operator, values.Count > 0 ? values : throw new ArgumentException("A test compares with something.", nameof(values)));

    public FilterOperator Operator { get; }

    public Items<FilterValue> Values { get; }

    /// <summary>Less, more, or equal to one of them.</summary>
    public bool IsOrder => Operator >= FilterOperator.Less;
}

/// <summary>What a field is compared with.</summary>
public abstract record FilterValue;

/// <summary>A text, a choice or a name; open where anything may stand before or after it.</summary>
public sealed record TextValue(string Text, bool OpenStart = false, bool OpenEnd = false) : FilterValue;

/// <summary>Any value at all, or none.</summary>
public sealed record PresenceValue(bool Present) : FilterValue;

/// <summary>A number.</summary>
public sealed record NumberValue(decimal Number) : FilterValue;

/// <summary>A whole day in the organisation's time zone.</summary>
public sealed record DayValue(DateOnly Day) : FilterValue;

/// <summary>How long ago: less than it means later than then.</summary>
public sealed record AgeValue(int Count, AgeUnit Unit) : FilterValue
{
    /// <summary>The moment that long before another, in a calendar of the zone the moment is given in.</summary>
    public DateTimeOffset Before(DateTimeOffset now)
    {
        var longest = now.Year - 1;
        return Unit switch
        {
            AgeUnit.Year => now.AddYears(-Math.Min(Count, longest)),
            AgeUnit.Month => now.AddMonths(-Math.Min(Count, longest * 12)),
            AgeUnit.Week => now.AddDays(-Math.Min(Count * 7L, longest * 365L)),
            AgeUnit.Day => now.AddDays(-Math.Min(Count, longest * 365L)),
            _ => now.AddHours(-Count),
        };
    }
}

/// <summary>The units of <see cref="AgeValue"/>, by their letters h d w m y.</summary>
public enum AgeUnit { Hour = 0, Day = 1, Week = 2, Month = 3, Year = 4 }

/// <summary>How much one filter may say, and what is wrong with one that says nothing.</summary>
public static class FilterRules
{
    public const int MaxLength = 4_000;
    public const int MaxDepth = 20;
    public const int MaxConditions = 100;
    public const int MaxValues = 200;
    public const int MaxAge = 99_999;
    public const decimal MaxNumber = 1_000_000_000_000m;

    internal static Items<Filter> AtLeastTwo(Items<Filter> parts) =>
        parts.Count > 1 ? parts : throw new ArgumentException("A group has at least two parts.", nameof(parts));
}
