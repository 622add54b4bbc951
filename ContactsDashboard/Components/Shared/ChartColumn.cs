namespace ContactsDashboard.Components.Shared;

/// <summary>One column of a chart: its name, and a value per series.</summary>
public sealed record ChartColumn(string Label, IReadOnlyList<long> Values)
{
    public long Total => Values.Sum();
}

/// <summary>What one colour of a chart means; <paramref name="Css"/> is the stylesheet's word for the colour.</summary>
public sealed record ChartSeries(string Name, string Css);
