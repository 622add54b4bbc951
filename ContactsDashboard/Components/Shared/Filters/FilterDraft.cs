using System.Globalization;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Components.Shared.Filters;

/// <summary>How a draft compares; each kind of field offers some.</summary>
public enum DraftWay
{
    Is, IsNot, Contains, ContainsNot, StartsWith, EndsWith, Known, Missing, Less, AtMost, More, AtLeast, InTheLast, LongerAgo, On, Before, Since,
}

/// <summary>One condition while somebody fills in the form for it.</summary>
public sealed class FilterDraft
{
    public const string Activity = "activity";
    public const string Orders = "orders.";

    public string Field { get; set; } = "email";
    public DraftWay Way { get; set; } = DraftWay.Contains;
    public string Text { get; set; } = "";
    public HashSet<string> Choices { get; } = [];
    public string Day { get; set; } = "";
    public string Count { get; set; } = "90";
    public AgeUnit Unit { get; set; } = AgeUnit.Day;

    /// <summary>What a tally is confined to; empty for no matter.</summary>
    public string Channel { get; set; } = "";
    public string Status { get; set; } = "";
    public string Message { get; set; } = "";
    public bool HasPeriod { get; set; }
    public string Number { get; set; } = "1";

    public bool IsActivity => Field == Activity;

    public bool IsTally => IsActivity || Field.StartsWith(Orders, StringComparison.Ordinal);

    /// <summary>An empty form for a field.</summary>
    public static FilterDraft For(string field, FilterNames names)
    {
        var draft = new FilterDraft();
        draft.Choose(field, names);
        return draft;
    }

    /// <summary>Another field. What was typed stays: it may have been on its way for the new field before the form showed that.</summary>
    public void Choose(string field, FilterNames names)
    {
        Field = field;
        Choices.Clear();
        Way = WaysOf(FieldIn(names) ?? FilterFields.Measures[0])[0];
    }

    /// <summary>What kind of value the form asks for; of an additional field by its type.</summary>
    public static FilterKind KindOf(FilterField field) => field.Additional?.Type switch
    {
        FieldType.Number => FilterKind.Number,
        FieldType.Date => FilterKind.Date,
        FieldType.Boolean or FieldType.Select => FilterKind.Choice,
        FieldType.Text => FilterKind.Contains,
        _ => field.Kind,
    };

    public static IReadOnlyList<DraftWay> WaysOf(FilterField field)
    {
        DraftWay[] ways = KindOf(field) switch
        {
            FilterKind.Number => [DraftWay.AtLeast, DraftWay.AtMost, DraftWay.More, DraftWay.Less, DraftWay.Is, DraftWay.IsNot],
            FilterKind.Date => [DraftWay.InTheLast, DraftWay.LongerAgo, DraftWay.On, DraftWay.Before, DraftWay.Since],
            FilterKind.Choice or FilterKind.Name or FilterKind.Id => [DraftWay.Is, DraftWay.IsNot],
            FilterKind.Text or FilterKind.Domain => [DraftWay.Is, DraftWay.IsNot, DraftWay.Contains, DraftWay.ContainsNot, DraftWay.StartsWith, DraftWay.EndsWith],
            _ => [DraftWay.Contains, DraftWay.ContainsNot, DraftWay.Is, DraftWay.IsNot, DraftWay.StartsWith, DraftWay.EndsWith],
        };
        return field.MayBeMissing ? [.. ways, DraftWay.Known, DraftWay.Missing] : ways;
    }

    /// <summary>The draft's field; null for activity.</summary>
    public FilterField? FieldIn(FilterNames names) => IsActivity ? null
        : Field.StartsWith(Orders, StringComparison.Ordinal) ? FilterFields.Find(FilterFields.Measures, Field[Orders.Length..]) : FilterFields.Find(Field, names);

    /// <summary>The condition; or what is wrong with the form.</summary>
    public (Filter? Filter, string? Error) Read(FilterNames names)
    {
        if (IsActivity)
            return Check(new(TallyOf.Activity, TallyMeasure.Count, [.. ActivityParts()], NumberTest()!), NumberTest());
        var field = FieldIn(names);
        if (field is null)
            return (null, "Choose a field.");
        if (Test(field) is not { } test)
            return (null, KindOf(field) == FilterKind.Number ? "Write a number, as in 12.5." : KindOf(field) == FilterKind.Date ? "Choose when." : "Say what to compare with.");
        if (!IsTally)
            return Checked(new Comparison(field.Name, test), names);
        var measure = (TallyMeasure)FilterFields.Measures.ToList().IndexOf(field);
        return !HasPeriod ? (new Tally(TallyOf.Orders, measure, [], test), null)
            : Age() is { } age ? (new Tally(TallyOf.Orders, measure, [new("ordered", new(FilterOperator.Less, [age]))], test), null)
            : (null, "Write a period as a whole number of days, weeks, months or years.");
    }

    private (Filter?, string?) Check(Tally tally, FilterTest? count) => count is null ? (null, "Write how many as a whole number.")
        : HasPeriod && Age() is null ? (null, "Write a period as a whole number of days, weeks, months or years.") : (tally, null);

    // The language knows best what fits a field: what it would not read is not a condition.
    private static (Filter?, string?) Checked(Filter filter, FilterNames names) =>
        FilterText.Parse(FilterText.Print(filter), names) is { Error: { } error } ? (null, error.Message) : (filter, null);

    private IEnumerable<Comparison> ActivityParts()
    {
        if (Channel.Length > 0)
            yield return new("channel", new(FilterOperator.Is, [new TextValue(Channel)]));
        if (Status.Length > 0)
            yield return new("status", new(FilterOperator.Is, [new TextValue(Status)]));
        if (Message.Trim() is { Length: > 0 } message)
            yield return new("message", new(FilterOperator.Is, [Starred(message)]));
        if (HasPeriod && Age() is { } age)
            yield return new("sent", new(FilterOperator.Less, [age]));
    }

    private FilterTest? Test(FilterField field) => Way switch
    {
        DraftWay.Known or DraftWay.Missing => new(FilterOperator.Is, [new PresenceValue(Way == DraftWay.Known)]),
        _ => KindOf(field) switch
        {
            FilterKind.Number => field.Additional is null ? NumberTest() : NumberTest() is { } test ? new(test.Operator, [new TextValue(Number.Trim())]) : null,
            FilterKind.Date => DateTest(field),
            FilterKind.Choice or FilterKind.Name when Choices.Count > 0 => new(Equality, [.. Choices.Order(StringComparer.Ordinal).Select(c => new TextValue(c))]),
            FilterKind.Choice or FilterKind.Name => null,
            _ => TextTest(field),
        },
    };

    private FilterOperator Equality => Way == DraftWay.IsNot ? FilterOperator.NotEqual : FilterOperator.Is;

    private FilterTest? TextTest(FilterField field)
    {
        var (text, contains) = (Text.Trim(), KindOf(field) is FilterKind.Contains or FilterKind.Phone);
        return text.Length == 0 ? null : Way switch
        {
            DraftWay.Contains when contains => new(FilterOperator.Is, [new TextValue(text)]),
            DraftWay.Contains => new(FilterOperator.Is, [new TextValue(text, true, true)]),
            DraftWay.ContainsNot => new(FilterOperator.NotEqual, [new TextValue(text, true, true)]),
            DraftWay.StartsWith => new(FilterOperator.Is, [new TextValue(text, false, true)]),
            DraftWay.EndsWith => new(FilterOperator.Is, [new TextValue(text, true)]),
            DraftWay.IsNot => new(FilterOperator.NotEqual, [Sub(field, text)]),
            _ => new(contains ? FilterOperator.Equal : FilterOperator.Is, [Sub(field, text)]),
        };
    }

    // Of domains people write the star for what is below.
    private static TextValue Sub(FilterField field, string text) => field.Kind == FilterKind.Domain ? Starred(text) : new(text);

    private static TextValue Starred(string text)
    {
        var bare = text.Trim('*');
        return bare.Length == 0 ? new(text) : new(bare, text.StartsWith('*'), text.EndsWith('*'));
    }

    private FilterTest? NumberTest() => FilterReader.Number(Number.Trim()) is not { } number ? null : new(Way switch
    {
        DraftWay.AtLeast => FilterOperator.MoreOrEqual,
        DraftWay.AtMost => FilterOperator.LessOrEqual,
        DraftWay.More => FilterOperator.More,
        DraftWay.Less => FilterOperator.Less,
        DraftWay.IsNot => FilterOperator.NotEqual,
        _ => FilterOperator.Equal,
    }, [new NumberValue(number)]);

    private FilterTest? DateTest(FilterField field)
    {
        FilterValue? value = Way is DraftWay.InTheLast or DraftWay.LongerAgo ? Age() : FilterReader.Day(Day) is { } day ? new DayValue(day) : null;
        if (value is not null && field.Additional is not null)
            value = new TextValue(value is AgeValue age ? $"{age.Count.ToString(CultureInfo.InvariantCulture)}{FilterReader.AgeUnits[(int)age.Unit]}" : Day);
        return value is null ? null : new(Way switch
        {
            DraftWay.InTheLast or DraftWay.Before => FilterOperator.Less,
            DraftWay.LongerAgo => FilterOperator.More,
            DraftWay.Since => FilterOperator.MoreOrEqual,
            _ => FilterOperator.Is,
        }, [value]);
    }

    private AgeValue? Age() => FilterReader.Age(Count.Trim() + FilterReader.AgeUnits[(int)Unit]);
}
