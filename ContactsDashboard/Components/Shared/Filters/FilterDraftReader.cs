using System.Globalization;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Components.Shared.Filters;

/// <summary>Fills in the form for a condition that is there already.</summary>
internal static class FilterDraftReader
{
    /// <summary>The draft that says the same; null where the form cannot, and the text must.</summary>
    public static FilterDraft? Of(Filter filter, FilterNames names)
    {
        var draft = filter switch
        {
            Comparison comparison when FilterFields.Find(comparison.Field, names) is { } field => OfTest(new() { Field = field.Name }, field, comparison.Test),
            Tally { Of: TallyOf.Activity } tally => OfActivity(tally),
            Tally tally => OfOrders(tally),
            _ => null,
        };
        // What the form would not give back as it is, it must not be asked to change.
        return draft?.Read(names).Filter == Usual(filter, names) ? draft : null;
    }

    // Where : and = mean the same, the form writes one of them.
    private static Filter Usual(Filter filter, FilterNames names) => filter switch
    {
        Comparison comparison when FilterFields.Find(comparison.Field, names) is { } field =>
            new Comparison(comparison.Field, new(Usual(FilterDraft.KindOf(field), comparison.Test.Operator), comparison.Test.Values)),
        Tally tally => tally with
        {
            Test = new(Usual(FilterDraft.KindOf(FilterFields.Measures[(int)tally.Measure]), tally.Test.Operator), tally.Test.Values),
            Parts = [.. tally.Parts.Select(p => new Comparison(p.Field, new(Usual(FilterKind.Text, p.Test.Operator), p.Test.Values)))],
        },
        _ => filter,
    };

    private static FilterOperator Usual(FilterKind kind, FilterOperator @operator) => (kind, @operator) switch
    {
        (FilterKind.Number, FilterOperator.Is) => FilterOperator.Equal,
        (FilterKind.Contains or FilterKind.Phone or FilterKind.Number, _) => @operator,
        (_, FilterOperator.Equal) => FilterOperator.Is,
        _ => @operator,
    };

    private static FilterDraft? OfTest(FilterDraft draft, FilterField field, FilterTest test)
    {
        var kind = FilterDraft.KindOf(field);
        draft.Way = Way(kind, test);
        foreach (var value in test.Values)
        {
            if (kind is FilterKind.Choice or FilterKind.Name && value is TextValue choice)
                draft.Choices.Add(choice.Text);
            else if (value is AgeValue age)
                (draft.Count, draft.Unit) = (age.Count.ToString(CultureInfo.InvariantCulture), age.Unit);
            else if (value is DayValue day)
                draft.Day = day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            else if (value is NumberValue number)
                draft.Number = number.Number.ToString("0.############################", CultureInfo.InvariantCulture);
            else if (value is TextValue text)
                Fill(draft, field, kind, text);
        }
        return draft;
    }

    private static void Fill(FilterDraft draft, FilterField field, FilterKind kind, TextValue text)
    {
        if (kind == FilterKind.Number)
            draft.Number = text.Text;
        else if (kind == FilterKind.Date && FilterReader.Age(text.Text) is { } age)
            (draft.Count, draft.Unit) = (age.Count.ToString(CultureInfo.InvariantCulture), age.Unit);
        else if (kind == FilterKind.Date)
            draft.Day = text.Text;
        else if (field.Kind == FilterKind.Domain && draft.Way is DraftWay.EndsWith)
            (draft.Text, draft.Way) = ("*" + text.Text, DraftWay.Is);
        else
            draft.Text = text.Text;
    }

    private static DraftWay Way(FilterKind kind, FilterTest test) => (test.Operator, test.Values[0]) switch
    {
        (_, PresenceValue presence) => presence.Present ? DraftWay.Known : DraftWay.Missing,
        (FilterOperator.NotEqual, TextValue { OpenStart: true, OpenEnd: true }) => DraftWay.ContainsNot,
        (FilterOperator.NotEqual, _) => DraftWay.IsNot,
        (FilterOperator.Is, TextValue { OpenStart: true, OpenEnd: true }) => DraftWay.Contains,
        (FilterOperator.Is, TextValue { OpenEnd: true }) => DraftWay.StartsWith,
        (FilterOperator.Is, TextValue { OpenStart: true }) => DraftWay.EndsWith,
        (FilterOperator.Is, TextValue) when kind is FilterKind.Contains or FilterKind.Phone => DraftWay.Contains,
        (FilterOperator.Less, var value) when kind == FilterKind.Date => IsAge(value) ? DraftWay.InTheLast : DraftWay.Before,
        (FilterOperator.More, _) when kind == FilterKind.Date => DraftWay.LongerAgo,
        (FilterOperator.MoreOrEqual, _) when kind == FilterKind.Date => DraftWay.Since,
        (_, _) when kind == FilterKind.Date => DraftWay.On,
        (FilterOperator.Less, _) => DraftWay.Less,
        (FilterOperator.LessOrEqual, _) => DraftWay.AtMost,
        (FilterOperator.More, _) => DraftWay.More,
        (FilterOperator.MoreOrEqual, _) => DraftWay.AtLeast,
        _ => DraftWay.Is,
    };

    private static bool IsAge(FilterValue value) => value is AgeValue || (value is TextValue text && FilterReader.Age(text.Text) is not null);

    private static FilterDraft? OfActivity(Tally tally)
    {
        var draft = OfTest(new() { Field = FilterDraft.Activity }, FilterFields.Measures[0], tally.Test);
        foreach (var part in tally.Parts)
        {
            switch (part.Field, part.Test.Values)
            {
                case ("channel", [TextValue channel]): draft!.Channel = channel.Text; break;
                case ("status", [TextValue status]): draft!.Status = status.Text; break;
                case ("message", [TextValue text]): draft!.Message = $"{(text.OpenStart ? "*" : "")}{text.Text}{(text.OpenEnd ? "*" : "")}"; break;
                case ("sent", [AgeValue age]): Within(draft!, age); break;
                default: return null;
            }
        }
        return draft;
    }

    private static FilterDraft? OfOrders(Tally tally)
    {
        var field = FilterFields.Measures[(int)tally.Measure];
        var draft = OfTest(new() { Field = FilterDraft.Orders + field.Name }, field, tally.Test);
        if (tally.Parts is [{ Test.Values: [AgeValue age] }])
            Within(draft!, age);
        return draft;
    }

    private static void Within(FilterDraft draft, AgeValue age) =>
        (draft.HasPeriod, draft.Count, draft.Unit) = (true, age.Count.ToString(CultureInfo.InvariantCulture), age.Unit);
}
