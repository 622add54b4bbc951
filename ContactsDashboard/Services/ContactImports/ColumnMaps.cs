using System.Globalization;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Columns told as <c>COLUMN=FIELD</c>, the column by its name or its number.</summary>
internal static class ColumnMaps
{
    public static Result<ImportOptions> Apply(ImportFile file, ImportOptions options, IEnumerable<string> maps)
    {
        var (header, columns) = (file.First[0], options.Columns.ToArray());
        foreach (var map in maps)
        {
            var at = map.LastIndexOf('=');
            var name = at < 0 ? map : map[..at].Trim();
            var column = at < 0 ? -1 : file.Shape.HasHeader ? IndexOf(header, name) : -1;
            if (column < 0 && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                column = number - 1;
            if (at < 0 || column < 0 || column >= columns.Length)
                return new Problem("VALIDATION_ERROR", at < 0 ? $"Write {map} as COLUMN=FIELD." : $"There is no column {name} in the file.") { Field = "map", Value = map };
            var target = ColumnTarget.Parse(map[(at + 1)..]);
            if (!target.IsOk)
                return target.Problem!;
            // What was guessed for another column gives way to what is told.
            for (var i = 0; i < columns.Length && target.Value.IsUnique; i++)
                columns[i] = columns[i] == target.Value.ToString() ? "" : columns[i];
            columns[column] = target.Value.ToString();
        }
        return options with { Columns = columns };
    }

    private static int IndexOf(IReadOnlyList<string> header, string name)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        return -1;
    }
}
