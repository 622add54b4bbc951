namespace ContactsDashboard.Domain.Filters;

/// <summary>What tallies are called.</summary>
public static class FilterTallies
{
    public const string Orders = "orders";

    private const string Activity = "activity";

    public static IReadOnlyList<FilterField> Fields(TallyOf of) => of == TallyOf.Activity ? FilterFields.OfActivity : FilterFields.OfOrders;

    internal static TallyOf? Of(string word) => word.Equals(Activity, StringComparison.OrdinalIgnoreCase) ? TallyOf.Activity
        : word.Equals(Orders, StringComparison.OrdinalIgnoreCase) ? TallyOf.Orders : null;

    /// <summary>What <c>orders.sum</c> names.</summary>
    internal static TallyMeasure? Measure(string word)
    {
        if (!word.StartsWith(Orders + ".", StringComparison.OrdinalIgnoreCase))
            return null;
        var field = FilterFields.Find(FilterFields.Measures, word[(Orders.Length + 1)..]);
        return field is null ? null : (TallyMeasure)FilterFields.Measures.ToList().IndexOf(field);
    }
}
