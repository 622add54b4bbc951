using System.Net;
using System.Text;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>The text of a page, line by line; enough to read a notice, in time linear in its length.</summary>
internal static class HtmlText
{
    private static readonly string[] Breaks = ["br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "pre", "/p", "/div", "/tr", "/li", "/pre", "hr", "td"];

    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var i = 0; i < html.Length;)
        {
            var tag = html.IndexOf('<', i);
            text.Append(html.AsSpan(i, (tag < 0 ? html.Length : tag) - i));
            if (tag < 0)
                break;
            var end = html.AsSpan(tag, Math.Min(html.Length - tag, 4_000)).IndexOf('>');
            if (end < 0)
            {
                text.Append('<');
                i = tag + 1;
                continue;
            }
            var content = html.AsSpan(tag + 1, end - 1);
            // Programs forget to escape the brackets of an address.
            if (content.Contains('@') && !content.ContainsAny(' ', '=', '\n'))
                text.Append('<').Append(content).Append('>');
            else if (IsBreak(content))
                text.Append('\n');
            i = tag + end + 1;
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
