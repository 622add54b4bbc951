using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Mail.Bounces;

/// <summary>Reads bounces that say in words what RFC 3464 says in fields: qmail's, Exim's, Exchange's and all their kin.</summary>
internal sealed class FreeTextReader
{
    private const int MostLines = 400, LongestLine = 500, MostRecipients = 100, FewRecipients = 20;

    private static readonly string[] Desks = ["postmaster", "mailer-daemon", "abuse", "hostmaster", "webmaster", "administrator", "support", "helpdesk", "noreply", "no-reply"];

    private readonly List<string> _lines;
    private readonly HashSet<EmailAddress> _others;
    private readonly List<(EmailAddress Address, int Line)> _found = [];
    private int _intro = -1;
    private (Diagnostic Diagnostic, BounceClass? Class)? _all;

    private FreeTextReader(List<string> lines, HashSet<EmailAddress> others) => (_lines, _others) = (lines, others);

    /// <summary>Recipients the notice names; none where it is no bounce.</summary>
    /// <param name="notice">What stands before the returned message.</param>
    /// <param name="failed">Recipients the header names (Exim, Gmail: X-Failed-Recipients).</param>
    /// <param name="others">The sender, whoever reports, and other parties that are never the recipient.</param>
    public static List<ReportedRecipient> Read(string notice, string subject, IReadOnlyList<EmailAddress> failed, HashSet<EmailAddress> others)
    {
        var lines = LinesOf(notice);
        if (failed.Count == 0 && (FreeTextRules.Fits("never", subject) || lines.Exists(l => FreeTextRules.Fits("never", l))))
            return [];
        var reader = new FreeTextReader(lines, others);
        foreach (var address in failed)
            reader.Know(address);
        if (failed.Count == 0)
            reader.Find(subject);
        var isDelayed = FreeTextRules.Fits("delay", subject) || lines.Exists(l => FreeTextRules.Fits("delay", l));
        return reader._found.ConvertAll(f => reader.Recipient(f.Address, f.Line, isDelayed));
    }

    /// <summary>The notice's lines, up to where the returned message begins.</summary>
    private static List<string> LinesOf(string notice)
    {
        var lines = new List<string>();
        foreach (var range in notice.AsSpan().Split('\n'))
        {
            var line = notice.AsSpan(range).Trim("\r").TrimEnd();
            var text = line[..Math.Min(line.Length, LongestLine)].ToString();
            if (lines.Count == MostLines || (lines.Exists(l => l.Length > 0) && text.Length > 0 && FreeTextRules.Fits("end", text)))
                break;
            lines.Add(text);
        }
        return lines;
    }

    private void Know(EmailAddress address)
    {
        var line = _lines.FindIndex(l => l.Contains(address.Value, StringComparison.OrdinalIgnoreCase));
        _found.Add((address, Math.Max(line, 0)));
    }

    private void Find(string subject)
    {
        _intro = _lines.FindIndex(l => FreeTextRules.Fits("intro", l));
        if (_intro < 0 && !FreeTextRules.Fits("intro", subject))
            return;
        for (var i = 0; i < _lines.Count && _found.Count < MostRecipients; i++)
        {
            if (_lines[i].Contains('@', StringComparison.Ordinal))
                FindIn(i);
        }
        if (_found.Count == 0)
            Add(FreeTextRules.Addresses("sure", subject), 0);
    }

    private void FindIn(int i)
    {
        var line = _lines[i];
        if (FreeTextRules.Fits("ignore", line))
            return;
        if (FreeTextRules.Addresses("instead", line) is { Count: > 0 } original)
        {
            _found.RemoveAll(f => f.Line == i - 1);
            Add(original, i - 1);
        }
        else if (FreeTextRules.Addresses("sure", line) is { Count: > 0 } sure)
            Add(sure, i);
        else if (i >= _intro - 1 && !FreeTextRules.Fits("skip", line))
            Add(FreeTextRules.Addresses("behind", line), i);
    }

    private void Add(List<string> texts, int line)
    {
        foreach (var text in texts)
        {
            if (EmailAddress.TryParse(text.Trim('\'', '.', '-', '*', '='), out var address) && address.Domain.Value.Contains('.', StringComparison.Ordinal)
                && !_others.Contains(address) && !Desks.Contains(address.LocalPart) && !_found.Exists(f => f.Address == address))
                _found.Add((address, line));
        }
    }

    private ReportedRecipient Recipient(EmailAddress address, int line, bool isDelayed)
    {
        var own = Diagnostic.Parse(Paragraph(line), isDelayed: isDelayed);
        if (BounceClassifier.Find(own) is { } said)
            return new(address, null, said, own);
        // Where many are named, each has its own line: what stands further down need not be about this one.
        var below = _found.Count > FewRecipients ? own : Diagnostic.Parse(string.Join('\n', _lines.Skip(line)), isDelayed: isDelayed);
        if (!ReferenceEquals(below, own) && BounceClassifier.Find(below) is { } saidBelow)
            return new(address, null, saidBelow, below);
        _all ??= Whole(isDelayed);
        return new(address, null, _all.Value.Class ?? BounceClass.Temporary, _all.Value.Class is null && own.Text.Length > 0 ? own : _all.Value.Diagnostic);
    }

    private (Diagnostic, BounceClass?) Whole(bool isDelayed)
    {
        var diagnostic = Diagnostic.Parse(string.Join('\n', _lines), isDelayed: isDelayed);
        return (diagnostic, BounceClassifier.Find(diagnostic));
    }

    /// <summary>From the line that names the recipient to the next that is empty or names another.</summary>
    private string Paragraph(int line)
    {
        var end = line + 1;
        while (end < _lines.Count && _lines[end].Length > 0 && !_found.Exists(f => f.Line == end))
            end++;
        return string.Join('\n', _lines.Skip(line).Take(end - line)).Trim();
    }
}
