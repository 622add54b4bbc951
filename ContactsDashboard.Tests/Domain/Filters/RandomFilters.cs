using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;

namespace ContactsDashboard.Tests.Domain.Filters;

/// <summary>Filters at random: every field, operator, value and nesting the model can hold.</summary>
internal sealed class RandomFilters(Random random, FilterNames names, Func<FilterField, string>? text = null)
{
    private static readonly string[] Pieces =
        ["ann", "Ä", "e\u0301", "ß", " ", "  ", "*", "\"", "\\", "'", ";", "%", "_", "--", "(", ")", ",", ":", "=", "<", ">", "!", "-", "or", "and", "not",
            "never", "any", "activity", "orders.count", "\t", "\n", "\u00a0", "日本", "😀", "0", "9", ".", "@", "x'; DROP TABLE Contacts; --", "\u0130", "field.a"];

    private readonly IReadOnlyList<FilterField> _fields = [.. FilterFields.All, .. names.Fields.Select(FilterFields.OfAdditional)];

    public IReadOnlyList<FilterField> Fields => _fields;

    public Filter Filter(int depth = 3) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => new Words(Text(null)),
        1 => Tally(),
        < 5 => Comparison(One(_fields)),
        5 => new AllOf(Parts(depth)),
        6 => new AnyOf(Parts(depth)),
        _ => new Not(Filter(depth - 1)),
    };

    public Comparison Comparison(FilterField field) => new(field.Name, Test(field));

    public Tally Tally()
    {
        var of = random.Next(2) == 0 ? TallyOf.Activity : TallyOf.Orders;
        var measure = of == TallyOf.Activity ? TallyMeasure.Count : (TallyMeasure)random.Next(4);
        var parts = Enumerable.Range(0, random.Next(3)).Select(_ => Comparison(One(FilterTallies.Fields(of))));
        return new(of, measure, [.. parts], random.Next(4) == 0 && measure == TallyMeasure.Count ? ContactsDashboard.Domain.Filters.Tally.AtLeastOne
            : Test(FilterFields.Measures[(int)measure]));
    }

    public string NastyText()
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => One(Pieces)));
        return string.IsNullOrWhiteSpace(text) ? text + "x" : text;
    }

    public T One<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private Items<Filter> Parts(int depth) => [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Filter(depth - 1))];

    private FilterTest Test(FilterField field)
    {
        var type = field.Additional?.Type;
        var ordered = field.Kind is FilterKind.Number or FilterKind.Date || type is FieldType.Number or FieldType.Date;
        var @operator = (FilterOperator)random.Next(ordered ? 7 : 3);
        var count = @operator < FilterOperator.Less && random.Next(3) == 0 ? random.Next(2, 4) : 1;
        return new(@operator, [.. Enumerable.Range(0, count).Select(_ => Value(field, @operator))]);
    }

    private FilterValue Value(FilterField field, FilterOperator @operator) =>
        field.MayBeMissing && @operator < FilterOperator.Less && random.Next(5) == 0 ? new PresenceValue(random.Next(2) == 0) : field.Kind switch
        {
            FilterKind.Number => new NumberValue(Number()),
            FilterKind.Date => @operator >= FilterOperator.Less && random.Next(2) == 0 ? Age() : new DayValue(Day()),
            FilterKind.Choice => new TextValue(One(field.Choices).Word),
            FilterKind.Name => new TextValue(One(field.Name == "category" ? names.Categories : [.. names.Segments, .. names.Categories])),
            FilterKind.Id => new TextValue(PublicId.Format(PublicId.Contact, random.Next(1, 60))),
            FilterKind.Phone => Open($"+49{random.Next(1, 99)}"),
            FilterKind.Additional => field.Additional!.Type switch
            {
                FieldType.Number => new TextValue(FormattableString.Invariant($"{Number()}")),
                FieldType.Date => new TextValue(@operator >= FilterOperator.Less && random.Next(2) == 0 ? $"{random.Next(1, 40)}w" : $"{Day():yyyy-MM-dd}"),
                FieldType.Boolean => new TextValue(random.Next(2) == 0 ? "true" : "false"),
                FieldType.Select => new TextValue(One(field.Additional.Options)),
                _ => Open(Text(field)),
            },
            _ => Open(Text(field)),
        };

    private TextValue Open(string text) => random.Next(3) > 0 ? new(text) : new(text, random.Next(2) == 0, random.Next(2) == 0);

    private string Text(FilterField? field) => text is not null && random.Next(4) > 0 ? text(field ?? _fields[0]) : NastyText();

    private decimal Number() => random.Next(4) switch { 0 => random.Next(-5, 200), 1 => random.Next(0, 2000) / 10m, _ => random.Next(0, 6) };

    private DateOnly Day() => new DateOnly(2026, 11, 25).AddDays(-random.Next(random.Next(2) == 0 ? 20 : 500));

    private AgeValue Age() => new(random.Next(1, 30), (AgeUnit)random.Next(5));
}
