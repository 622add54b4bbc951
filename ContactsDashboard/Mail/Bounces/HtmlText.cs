using System.Net;
using System.Text;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>The text of a page, line by line; enough to read a notice, in time linear in its length.</summary>
internal static class HtmlText
{
    private const int LongestTag = 4_000;

    private static readonly string[] Breaks = ["br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "pre", "/p", "/div", "/tr", "/li", "/pre", "hr", "td"];

    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length);
        var end = 0;
        for (var i = 0; i < html.Length;)
        {
            var tag = html.IndexOf('<', i);
            text.Append(html.AsSpan(i, (tag < 0 ? html.Length : tag) - i));
            if (tag < 0)
                break;
            if (end >= 0 && end <= tag)
                end = html.IndexOf('>', tag);
            if (end < 0 || end - tag > LongestTag)
            {
                text.Append('<');
                i = tag + 1;
                continue;
            }
            var content = html.AsSpan(tag + 1, end - tag - 1);
            // Programs forget to escape the brackets of an address.
            if (content.Contains('@') && !content.ContainsAny(' ', '=', '\n'))
                text.Append('<').Append(content).Append('>');
            else if (IsBreak(content))
                text.Append('\n');
            i = end + 1;
        }
        return WebUtility.HtmlDecode(text.ToString());
    }

    private static bool IsBreak(ReadOnlySpan<char> tag)
    {
        var length = tag.IndexOfAny(' ', '\t', '\n');
        var name = (length < 0 ? tag : tag[..length]).TrimEnd('/');
        foreach (var known in Breaks)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
