using System.Globalization;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// Brings profile values into the form they are kept in, and takes what other products write besides: countries and languages by name, time zones of Windows.
/// Codes repeat from row to row and are looked up once.
/// </summary>
internal sealed class ValueReader
{
    private const int Remembered = 10_000;

    private static readonly Dictionary<string, string> Countries = NamesOfCountries();
    private static readonly Dictionary<string, string> Languages = CultureInfo.GetCultures(CultureTypes.NeutralCultures).Where(c => c.Name.Length == 2)
        .GroupBy(c => TextKey.Fold(c.EnglishName)!).ToDictionary(g => g.Key, g => g.First().Name);

    private readonly Dictionary<(TextSlot, string), (string? Value, string? Problem)> _known = [];

    /// <summary>What is wrong with it, or null.</summary>
    public string? Read(TextSlot slot, string text, out string? value)
    {
        if (slot is not (TextSlot.Country or TextSlot.Language or TextSlot.TimeZone))
            return Text(slot == TextSlot.Street ? text.ReplaceLineEndings(", ") : text, out value);
        if (!_known.TryGetValue((slot, text), out var read))
        {
            read = slot switch { TextSlot.Country => Country(text), TextSlot.Language => Language(text), _ => Zone(text) };
            if (_known.Count < Remembered)
                _known.Add((slot, text), read);
        }
        value = read.Value;
        return read.Problem;
    }

    public static string? Text(string text, out string? value)
    {
        value = text;
        if (text.Length <= ReadProfile.MaxText && !text.Any(char.IsControl))
            return null;
        value = null;
        return text.Length > ReadProfile.MaxText ? $"at most {ReadProfile.MaxText} characters" : "write it on one line";
    }

    private static (string? Value, string? Problem) Country(string text)
    {
        var code = text.Length == 2 ? text.ToUpperInvariant() : Countries.GetValueOrDefault(TextKey.Fold(text)!, "");
        return ReadProfile.CheckCountry(code) is null ? (code, null) : (null, "this country is not known; its two letters always are");
    }

    private static (string? Value, string? Problem) Language(string text)
    {
        var tag = Languages.GetValueOrDefault(TextKey.Fold(text)!, text.Replace('_', '-'));
        return ReadProfile.CheckLanguage(tag) is null ? (ReadProfile.Cased(tag), null) : (null, "write a language tag such as en, de-AT or zh-Hans");
    }

    private static (string? Value, string? Problem) Zone(string text)
    {
        var id = TimeZoneInfo.TryConvertWindowsIdToIanaId(text, out var iana) ? iana : text;
        return ReadProfile.CheckZone(id) is null ? (id, null) : (null, "write a time zone such as Europe/Vienna");
    }

    private static Dictionary<string, string> NamesOfCountries()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["usa"] = "US", ["u.s.a."] = "US", ["united states of america"] = "US", ["uk"] = "GB", ["great britain"] = "GB", ["england"] = "GB", ["czech republic"] = "CZ",
            ["south korea"] = "KR", ["russia"] = "RU", ["the netherlands"] = "NL", ["holland"] = "NL",
        };
        foreach (var code in CallingCodes.All)
        {
            var region = new RegionInfo(code.Country);
            foreach (var name in new[] { region.EnglishName, region.NativeName, region.ThreeLetterISORegionName })
                names.TryAdd(TextKey.Fold(name)!, code.Country);
        }
        return names;
    }
}
