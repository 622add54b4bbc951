using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Erasures;

/// <summary>What of a person may stand in a text somewhere: addresses as they are, in URLs and in JSON, and names of more than one word.</summary>
internal sealed class Needles
{
    // Nothing that belongs to a longer address; what JSON and URLs put before one does not.
    private const string Begin = @"(?:(?<![\p{L}\p{Nd}._+-])|(?<=%[0-9A-F]{2})|(?<=\\u[0-9A-F]{4})|(?<=\\[nrt""]))", End = @"(?![\p{L}\p{Nd}_-]|\.[\p{L}\p{Nd}])";

    private readonly Regex _regex;

        public Needles(IEnumerable<string> addresses, IEnumerable<string> names)
    {
        Texts = [.. addresses.Concat(names.Where(IsFull)).Distinct(StringComparer.OrdinalIgnoreCase)];
        Variants = [.. Texts.SelectMany(Written).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(v => v.Length)];
        _regex = new(Variants.Count == 0 ? "(?!)" : $"{Begin}(?:{string.Join('|', Variants.Select(Regex.Escape))}){End}", ForgetSql.Options);
    }

    public IReadOnlyList<string> Texts { get; }

    /// <summary>In every way they may be written.</summary>
    public IReadOnlyList<string> Variants { get; }

    /// <summary>For a first look by <c>LIKE … ESCAPE '\'</c>.</summary>
    public IEnumerable<string> Patterns => Variants.Select(v => $"%{v.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%");

    /// <summary>The bytes of a file they would be found by.</summary>
    public IEnumerable<byte[]> Bytes => Texts.SelectMany(t => new[] { t, t.ToLowerInvariant(), TextKey.Fold(t) ?? t }).Concat(Variants).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes);

    /// <summary>What <see cref="IsIn"/> matches.</summary>
    public string Pattern => _regex.ToString();

    public bool IsIn(string text) => _regex.IsMatch(text);

    /// <summary>A first name alone is everybody's.</summary>
    private static bool IsFull(string name) => name.Trim().Contains(' ', StringComparison.Ordinal);

    private static string[] Written(string text) =>
    [
        text, Uri.EscapeDataString(text), WebUtility.UrlEncode(text), JsonEncodedText.Encode(text).ToString(),
        JsonEncodedText.Encode(Uri.EscapeDataString(text)).ToString(), JsonEncodedText.Encode(WebUtility.UrlEncode(text)).ToString(),
    ];
}
