using System.Globalization;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Components.Pages.Settings;

/// <summary>Countries with a calling code as people look for them: by name, where this machine knows it.</summary>
internal static class Countries
{
    public static readonly IReadOnlyList<(string Code, string Text)> All =
        [.. CallingCodes.All.Select(c => (c.Country, Text: $"{NameOf(c.Country)} (+{c.Number})")).OrderBy(c => c.Text, StringComparer.InvariantCulture)];

    public static readonly IReadOnlyList<(string Code, string Name)> Names =
        [.. CallingCodes.All.Select(c => (c.Country, Name: NameOf(c.Country))).OrderBy(c => c.Name, StringComparer.InvariantCulture)];

    public static string TextOf(string code) => All.FirstOrDefault(c => c.Code == code).Text ?? code;

    /// <summary>The name alone.</summary>
    public static string NameOf(string code)
    {
        try
        {
            return new RegionInfo(code).EnglishName;
        }
        catch (ArgumentException) // not in this machine's tables
        {
            return code;
        }
    }
}
