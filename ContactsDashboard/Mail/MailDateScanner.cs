namespace ContactsDashboard.Mail;

/// <summary>Walks once through the text of a date and sorts what it meets: numbers, times, names, zones.</summary>
internal ref struct MailDateScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;
    private MailDateParts _parts;
    private bool _mayBeZone; // a sign here belongs to a zone, not to a date such as 22-8-2002
    private bool _hasNumericZone;

    public MailDateParts Read()
    {
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (char.IsAsciiDigit(c))
                TakeNumber();
            else if (char.IsAsciiLetter(c))
                TakeWord();
            else
            {
                _mayBeZone |= c == ' ';
                _position++;
            }
        }
        return _parts;
    }

    private void TakeNumber()
    {
        var isSigned = _position > 0 && _text[_position - 1] is '+' or '-';
        var isNegative = isSigned && _text[_position - 1] == '-';
        var value = ReadDigits(out var digits);
        var next = Peek(0);
        if (isSigned && _parts.HasTime && _mayBeZone)
            TakeZone(value, digits, isNegative);
        else if (!_parts.HasTime && digits <= 2 && char.IsAsciiDigit(Peek(1)) && (next == ':' || (next == '.' && _parts.Month > 0)))
            TakeTime(value, next);
        else
        {
            _parts.Add(value, digits, next);
            _mayBeZone = false;
        }
    }

    private void TakeTime(int hour, char separator)
    {
        _position++;
        (_parts.Hour, _parts.Minute, _parts.HasTime, _mayBeZone) = (hour, ReadDigits(out _), true, true);
        if (Peek(0) == separator && char.IsAsciiDigit(Peek(1)))
        {
            _position++;
            _parts.Second = ReadDigits(out _);
        }
        if (Peek(0) is '.' or ',' && char.IsAsciiDigit(Peek(1))) // fractions of a second
        {
            _position++;
            ReadDigits(out _);
        }
    }

    private void TakeZone(int value, int digits, bool isNegative)
    {
        if (_hasNumericZone)
            return;
        var minutes = digits <= 2 ? value * 60 : value / 100 * 60 + value % 100;
        if (digits <= 2 && Peek(0) == ':' && char.IsAsciiDigit(Peek(1)))
        {
            _position++;
            minutes += ReadDigits(out _);
        }
        _parts.IsWrong |= minutes >= 24 * 60 || digits > 4;
        (_parts.ZoneMinutes, _hasNumericZone) = (isNegative ? -minutes : minutes, true);
    }

    private void TakeWord()
    {
        var start = _position;
        while (_position < _text.Length && char.IsAsciiLetter(_text[_position]))
            _position++;
        var word = _text[start.._position];
        _mayBeZone = false;
        if (_parts.Month == 0 && (_parts.Month = MailDate.MonthOf(word)) > 0)
            return;
        if (!_parts.HasTime || MailDate.IsWeekday(word))
            return;
        if (word.Equals("PM", StringComparison.OrdinalIgnoreCase) || word.Equals("AM", StringComparison.OrdinalIgnoreCase))
        {
            if (_parts.Hour is >= 1 and <= 12)
                _parts.Hour = _parts.Hour % 12 + (word[0] is 'P' or 'p' ? 12 : 0);
            return;
        }
        _parts.ZoneMinutes ??= MailZones.MinutesOf(word);
        _mayBeZone = true; // "GMT+2"
    }

    private readonly char Peek(int distance) => _position + distance < _text.Length ? _text[_position + distance] : '\0';

    private int ReadDigits(out int digits)
    {
        var value = 0;
        var start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
            value = Math.Min(value * 10 + (_text[_position++] - '0'), 99_999);
        digits = _position - start;
        return value;
    }
}
