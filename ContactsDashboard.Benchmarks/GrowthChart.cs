using System.Globalization;
using System.Text;

namespace ContactsDashboard.Benchmarks;

/// <summary>Lines of median times over the number of contacts, both axes in powers of ten.</summary>
internal static class GrowthChart
{
    private const int Width = 840, Height = 390, Left = 70, Right = 280, Top = 20, Bottom = 40;
    private static readonly string[] Dashes = ["none", "6 3", "2 2"];
    private static readonly string[] Colors = ["#2f5bd7", "#0b6b45", "#a61b2b", "#84500a", "#6b3fa0", "#0f766e", "#be185d", "#475569"];

    public static string ToSvg(Growth growth)
    {
        var (sizes, operations) = (growth.Sizes, growth.Operations);
        var times = operations.SelectMany(o => sizes.Select(s => growth.Of(o, s)?.P50 ?? 1)).ToList();
        var (low, high) = (Math.Floor(Math.Log10(times.Min())), Math.Ceiling(Math.Log10(times.Max())));
        double X(int size) => Left + (Width - Left - Right) * Share(Math.Log10(size), Math.Log10(sizes[0]), Math.Log10(sizes[^1]));
        double Y(double milliseconds) => Height - Bottom - (Height - Top - Bottom) * Share(Math.Log10(milliseconds), low, high);

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<title>Median times by number of contacts</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (var power = low; power <= high; power++)
            svg.Append(Line(Left, Y(Math.Pow(10, power)), Width - Right, Y(Math.Pow(10, power)))).Append(Text(8, Y(Math.Pow(10, power)) + 4, Report.Ms(Math.Pow(10, power)), "#566072"));
        foreach (var size in sizes)
            svg.Append(Text(X(size) - 34, Height - 14, size.ToString("N0", CultureInfo.InvariantCulture), "#566072"));
        foreach (var (operation, i) in operations.Select((o, i) => (o, i)))
        {
            var points = sizes.Where(s => growth.Of(operation, s) is not null).Select(s => string.Create(CultureInfo.InvariantCulture, $"{X(s):0.#},{Y(growth.Of(operation, s)!.P50):0.#}"));
            var (color, key) = (Colors[i % Colors.Length], Top + 10 + i * 20);
            var stroke = $"fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-dasharray=\"{Dashes[i / Colors.Length % Dashes.Length]}\"";
            svg.Append(CultureInfo.InvariantCulture, $"<polyline {stroke} points=\"{string.Join(' ', points)}\"/>\n")
                .Append(CultureInfo.InvariantCulture, $"<polyline {stroke} points=\"{Width - Right + 14},{key} {Width - Right + 40},{key}\"/>\n")
                .Append(Text(Width - Right + 46, key + 4, operation, color));
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static double Share(double value, double from, double to) => to > from ? (value - from) / (to - from) : 0.5;

    private static string Line(double x1, double y1, double x2, double y2) =>
        string.Create(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" stroke=\"#e4e7ec\"/>\n");

    private static string Text(double x, double y, string text, string color) =>
        string.Create(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" fill=\"{color}\">{System.Net.WebUtility.HtmlEncode(text)}</text>\n");
}
