using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>What activity and orders come to, as SQL.</summary>
internal sealed class FilterTallySql(FilterTestSql tests, FilterRowSql rows)
{
    private static readonly string[] Measures = ["count(*)", "sum(t.Cents)", "avg(t.Cents)", "max(t.OrderedAt)"];

    public string Write(Tally tally)
    {
        var where = FilterWriter.Join(" AND ", [.. tally.Parts.Select(Part).DefaultIfEmpty("1")]);
        if (tally is { Measure: TallyMeasure.Count } && tally.Test == Tally.AtLeastOne)
            return rows.IsWalk ? FilterRowSql.Probe(Table(tally), Confined(tally, where)) : $"c.Id IN ({Gathered(tally, where)})";
        var test = Test(tally);
        if (rows.IsWalk)
            return $"(SELECT {test} FROM {Table(tally)} t WHERE t.ContactId = c.Id AND {Confined(tally, where)})";
        // Who has none is in no group: where none will do, those are gathered that will not.
        string Groups(string having) => $"({Gathered(tally, where)} GROUP BY t.ContactId HAVING {having})";
        return NoneFits(tally) ? $"c.Id NOT IN {Groups(FilterWriter.Not(test))}" : $"c.Id IN {Groups(test)}";
    }

    private static string Table(Tally tally) => tally.Of == TallyOf.Activity ? "Activities" : "Orders";

    // Without a status the index by status would be read whole, and the table after it in no order: reading the table alone is the least.
    private static string Gathered(Tally tally, string where)
    {
        var byIndex = tally.Of == TallyOf.Orders || tally.Parts.Any(p => p.Field == "status" && p.Test.Operator != FilterOperator.NotEqual);
        return $"SELECT t.ContactId FROM {Table(tally)} t{(byIndex ? "" : " NOT INDEXED")} WHERE t.OrganizationId = @organization AND {where}";
    }

    // The index of orders leads with the organisation also for one contact's.
    private static string Confined(Tally tally, string where) => tally.Of == TallyOf.Orders ? $"t.OrganizationId = @organization AND {where}" : where;

    private string Test(Tally tally)
    {
        var (measure, isMoney) = (Measures[(int)tally.Measure], tally.Measure is TallyMeasure.Sum or TallyMeasure.Average);
        if (tally.Measure == TallyMeasure.Sum)
            measure = $"ifnull({measure}, 0)";
        return FilterTestSql.Any(tally.Test, value => value switch
        {
            NumberValue number => tests.Number(measure, tally.Test.Operator, number.Number, isMoney),
            PresenceValue presence => tests.Presence(measure, presence),
            _ => tests.Instant(measure, tally.Test.Operator, value),
        });
    }

    private static bool NoneFits(Tally tally)
    {
        var any = tally.Test.Values.Any(value => value switch
        {
            PresenceValue presence => !presence.Present,
            NumberValue { Number: var number } => tally.Measure != TallyMeasure.Average && tally.Test.Operator switch
            {
                FilterOperator.Less => 0 < number,
                FilterOperator.LessOrEqual => 0 <= number,
                FilterOperator.More => 0 > number,
                FilterOperator.MoreOrEqual => 0 >= number,
                _ => number == 0,
            },
            _ => false,
        });
        return tally.Test.Operator == FilterOperator.NotEqual ? !any : any;
    }

    private string Part(Comparison part)
    {
        var field = FilterFields.Find(FilterTallies.Fields(part.Field == "ordered" ? TallyOf.Orders : TallyOf.Activity), part.Field)!;
        return FilterTestSql.Any(part.Test, value => (part.Field, value) switch
        {
            ("channel", TextValue text) => $"t.Channel = {field.IndexOf(text)}",
            ("status", TextValue text) => $"t.Status = {field.IndexOf(text)}",
            ("message", TextValue text) => tests.Text("fold(t.MessageName)", false, text, FilterNeedles.Text(text.Text)),
            ("language", PresenceValue presence) => tests.Presence("nullif(t.Language, '')", presence),
            ("language", TextValue text) => tests.Text("fold(t.Language)", false, text, FilterNeedles.Text(text.Text)),
            ("ordered", _) => tests.Instant("t.OrderedAt", part.Test.Operator, value),
            _ => tests.Instant("t.SentAt", part.Test.Operator, value),
        });
    }
}
