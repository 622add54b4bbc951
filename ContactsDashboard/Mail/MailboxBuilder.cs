using System.Text;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Mail;

/// <summary>Collects the pieces of one mailbox of an address list and decides what of it is name and what address.</summary>
internal sealed class MailboxBuilder(ParticipantList participants)
{
    private const int MaxPhrase = 1000;
    private readonly StringBuilder _phrase = new();
    private readonly AddressText _words = new();
    private readonly AddressCache _addresses = new();
    private string? _comment;
    private string? _surname; // "Doe, John <john@…>" where nobody quoted the comma
    private bool _hasAngle;
    private bool _hasPendingSpace;
    private bool _hasNameBefore;

    /// <summary>What stands in angle brackets.</summary>
    public AddressText Angle { get; } = new();

    /// <summary>A host comes next.</summary>
    public bool IsAtDomain => _words.IsAtDomain && !_hasAngle;

    public void AddText(ReadOnlySpan<char> text)
    {
        AddPhrase(text);
        if (!_hasAngle)
            _words.Append(text);
    }

    public void AddSpace()
    {
        _hasPendingSpace = true;
        _words.AppendSpace();
    }

    public void AddAt()
    {
        AddPhrase("@");
        if (!_hasAngle)
            _words.AppendAt();
    }

    public void AddQuoted(ReadOnlySpan<char> content)
    {
        AddPhrase(content.Contains('\\') ? Unescape(content) : content);
        if (!_hasAngle)
            _words.AppendQuoted(content);
    }

    public void AddEncoded(ReadOnlySpan<char> word)
    {
        AddPhrase(word);
        if (!_hasAngle)
            _words.AppendEncoded();
    }

    public void AddComment(ReadOnlySpan<char> content)
    {
        if (!content.IsWhiteSpace())
            _comment ??= (content.Contains('\\') ? Unescape(content) : content).ToString();
        AddSpace();
    }

    /// <summary>A second pair of brackets begins another mailbox: somebody forgot the comma.</summary>
    public void BeginAngle()
    {
        if (_hasAngle && Angle.HasAt)
            EndMailbox();
        Angle.Clear();
        (_hasAngle, _hasNameBefore) = (true, _phrase.Length > 0);
    }

    /// <summary>What stands before the colon is the group's name, or "mailto".</summary>
    public void BeginGroup()
    {
        if (_hasAngle || _words.HasAt)
            EndMailbox();
        Clear();
        _surname = null;
    }

    public void EndList()
    {
        EndMailbox();
        DropSurname();
    }

    public void EndMailbox()
    {
        if (_hasAngle)
            TakeAngle();
        else if (_words.HasAt)
            TakeWords();
        else if (!_words.IsEmpty)
            KeepSurname();
        Clear();
    }

    private void TakeAngle()
    {
        if (_addresses.TryResolve(Angle.UpToSpace(), out var address))
        {
            var name = _surname is not null && _phrase.Length > 0 ? $"{_surname}, {_phrase}" : null;
            _surname = name is null ? _surname : null;
            participants.Add(address, name ?? (_phrase.Length > 0 ? _phrase.ToString() : _comment));
        }
        else if (_words.HasAt)
            TakeWords();
        else if (!Angle.IsEmpty)
            participants.Drop();
        DropSurname();
    }

    private void TakeWords()
    {
        DropSurname();
        var words = _words.ToString();
        var isAlone = !words.Contains(' ', StringComparison.Ordinal);
        foreach (var range in words.AsSpan().Split(' '))
        {
            var word = words.AsSpan(range);
            if (!word.Contains('@'))
                continue;
            if (_addresses.TryResolve(word, out var address))
                participants.Add(address, isAlone ? _comment : _comment ?? NameBeside(word));
            else
                participants.Drop();
        }
    }

    private string NameBeside(ReadOnlySpan<char> word) =>
        _phrase.Length > MaxPhrase || _phrase.ToString().Count(c => c == '@') > 1 ? "" : _phrase.Replace(word, "").ToString();

    private void KeepSurname()
    {
        DropSurname();
        _surname = _phrase.ToString();
    }

    private void DropSurname()
    {
        if (_surname is not null)
            participants.Drop();
        _surname = null;
    }

    private void AddPhrase(ReadOnlySpan<char> text)
    {
        if (_hasAngle && _hasNameBefore)
            return;
        if (_hasPendingSpace && _phrase.Length > 0)
            _phrase.Append(' ');
        _hasPendingSpace = false;
        _phrase.Append(text);
    }

    private void Clear()
    {
        _phrase.Clear();
        _words.Clear();
        Angle.Clear();
        (_comment, _hasAngle, _hasPendingSpace) = (null, false, false);
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                i++;
            plain.Append(text[i]);
        }
        return plain.ToString();
    }
}
