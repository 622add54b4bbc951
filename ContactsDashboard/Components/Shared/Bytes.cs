using System.Globalization;

namespace ContactsDashboard.Components.Shared;

/// <summary>Sizes in words: "12 KB", "1.4 GB".</summary>
public static class Bytes
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    public static string Text(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
            size /= 1024;
        return size.ToString(unit > 0 && size < 10 ? "0.#" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
