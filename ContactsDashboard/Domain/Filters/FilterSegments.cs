namespace ContactsDashboard.Domain.Filters;

/// <summary>Which segments a filter names, and the same filter after one was given another name.</summary>
public static class FilterSegments
{
    /// <summary>Whether it names the segment or category.</summary>
    public static bool Names(Filter filter, string name) => filter switch
    {
        AllOf all => all.Parts.Any(p => Names(p, name)),
        AnyOf any => any.Parts.Any(p => Names(p, name)),
        Not not => Names(not.Inner, name),
        Comparison { Field: "segment" or "category" } comparison => comparison.Test.Values.Any(v => Is(v, name)),
        _ => false,
    };

    public static Filter Rename(Filter filter, string from, string to) => filter switch
    {
        AllOf all => new AllOf([.. all.Parts.Select(p => Rename(p, from, to))]),
        AnyOf any => new AnyOf([.. any.Parts.Select(p => Rename(p, from, to))]),
        Not not => new Not(Rename(not.Inner, from, to)),
        Comparison { Field: "segment" or "category" } comparison => new Comparison(comparison.Field,
            new(comparison.Test.Operator, [.. comparison.Test.Values.Select(v => Is(v, from) ? new TextValue(to) : v)])),
        _ => filter,
    };

    private static bool Is(FilterValue value, string name) => value is TextValue text && TextKey.Fold(text.Text) == TextKey.Fold(name);
}
