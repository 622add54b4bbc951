using System.Globalization;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Components.Shared.Filters;

/// <summary>Conditions of a filter in the words of people: “Domain is example.com”, “Clicked at least 3 e-mails in the last 90 days”.</summary>
public static class FilterWords
{
    private static readonly string[] Units = ["hour", "day", "week", "month", "year"];

    /// <summary>One condition; a group is its own text.</summary>
    public static string Of(Filter filter, FilterNames? names = null) => filter switch
    {
        Words words => $"Contains “{words.Text}”",
        Comparison { Field: "has" } has => Has(has.Test),
        Comparison { Field: "segment" or "category" } member =>
            $"{(member.Test.Operator == FilterOperator.NotEqual ? "Not in" : "In")} {member.Field} {Either(member.Test, v => ((TextValue)v).Text)}",
        Comparison comparison when FilterFields.Find(comparison.Field, names) is { } field => $"{field.Label} {Test(field, comparison.Test)}",
        Tally { Of: TallyOf.Activity } tally => ActivityWords.Of(tally) ?? FilterText.Print(tally),
        Tally { Parts: [] } tally => Sum(tally),
        Tally { Parts: [var period] } tally => $"{Sum(tally)}, {Test(FilterFields.OfOrders[0], period.Test)}",
        Not { Inner: Words or Comparison or Tally } not => $"Not: {Of(not.Inner, names)}",
        _ => FilterText.Print(filter),
    };

    public static string Test(FilterField field, FilterTest test) => test switch
    {
        { Values: [PresenceValue presence] } => presence.Present == (test.Operator != FilterOperator.NotEqual) ? "is known" : "is missing",
        { Values: [AgeValue age] } => Ago(test.Operator, age),
        { Values: [NumberValue number] } when test.IsOrder => $"{Order(test.Operator)} {Number(number.Number)}",
        { Values: [DayValue day] } => $"{On(test.Operator)} {Day(day.Day)}",
        _ when field.Kind == FilterKind.Additional && test.IsOrder => Additional(test),
        { Values: [TextValue text] } => $"{Verb(field, test.Operator, text)} {Value(field, text)}",
        _ => $"is {(test.Operator == FilterOperator.NotEqual ? "not " : "")}{Either(test, v => Value(field, v))}",
    };

    public static string Period(AgeValue age) => age.Count == 1 ? Units[(int)age.Unit] : $"{age.Count:N0} {Units[(int)age.Unit]}s";

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Sum(Tally tally) =>
        $"{FilterFields.Measures[(int)tally.Measure].Label} {Test(FilterFields.Measures[(int)tally.Measure], tally.Test)}";

    private static string Has(FilterTest test) => (test.Operator == FilterOperator.NotEqual ? "Has not " : "Has ") + Either(test, value =>
    {
        var label = FilterFields.Find("has")!.Choices.First(c => c.Word == ((TextValue)value).Text).Label;
        return char.ToLowerInvariant(label[0]) + label[1..];
    });

    private static string Additional(FilterTest test) => test.Values[0] is not TextValue text ? ""
        : FilterReader.Age(text.Text) is { } age ? Ago(test.Operator, age)
        : FilterReader.Day(text.Text) is { } day ? $"{On(test.Operator)} {Day(day)}" : $"{Order(test.Operator)} {text.Text}";

    private static string Verb(FilterField field, FilterOperator @operator, TextValue text)
    {
        var contains = text is { OpenStart: true, OpenEnd: true } || (text is { OpenStart: false, OpenEnd: false } && @operator == FilterOperator.Is
            && (field.Kind == FilterKind.Contains || field.Kind == FilterKind.Phone || field.Additional?.Type == FieldType.Text));
        var not = @operator == FilterOperator.NotEqual;
        return contains ? not ? "does not contain" : "contains"
            : text.OpenEnd ? not ? "does not start with" : "starts with"
            : text.OpenStart ? not ? "does not end with" : "ends with" : not ? "is not" : "is";
    }

    private static string Value(FilterField field, FilterValue value) => value switch
    {
        PresenceValue presence => presence.Present ? "known" : "missing",
        NumberValue number => Number(number.Number),
        DayValue day => Day(day.Day),
        TextValue text => field.Choices.FirstOrDefault(c => c.Word == text.Text)?.Label ?? text.Text,
        _ => "",
    };

    private static string Either(FilterTest test, Func<FilterValue, string> words) => string.Join(" or ", test.Values.Select(words));

    private static string Number(decimal number) => number.ToString("#,0.####", CultureInfo.InvariantCulture);

    private static string Ago(FilterOperator @operator, AgeValue age) =>
        @operator is FilterOperator.Less or FilterOperator.LessOrEqual ? $"in the last {Period(age)}"
            : $"more than {(age.Count == 1 ? $"1 {Units[(int)age.Unit]}" : Period(age))} ago";

    private static string Order(FilterOperator @operator) => @operator switch
    {
        FilterOperator.Less => "less than",
        FilterOperator.LessOrEqual => "at most",
        FilterOperator.More => "more than",
        _ => "at least",
    };

    private static string On(FilterOperator @operator) => @operator switch
    {
        FilterOperator.Less => "before",
        FilterOperator.LessOrEqual => "until",
        FilterOperator.More => "after",
        FilterOperator.MoreOrEqual => "since",
        FilterOperator.NotEqual => "not on",
        _ => "on",
    };
}
