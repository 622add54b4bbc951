namespace ContactsDashboard.Mail.Bounces;

/// <summary>Fields of a header, or of a report that is written like one; names in any case, values unfolded.</summary>
internal sealed class FieldBlock
{
    private const int Most = 5_000;

    private readonly List<KeyValuePair<string, string>> _fields = [];

    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>How many characters the block and the empty line after it take.</summary>
    public int Length { get; private set; }

    /// <summary>Reads up to the first empty line; lines that are no fields are passed over.</summary>
    public static FieldBlock Read(ReadOnlySpan<char> text)
    {
        var block = new FieldBlock();
        var position = 0;
        var isOpen = false;
        while (position < text.Length)
        {
            var end = text[position..].IndexOf('\n');
            var line = (end < 0 ? text[position..] : text.Slice(position, end)).TrimEnd('\r');
            position = end < 0 ? text.Length : position + end + 1;
            if (line.IsWhiteSpace())
                break;
            isOpen = block.Take(line, isOpen);
        }
        block.Length = position;
        return block;
    }

    public string? First(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        }
        return null;
    }

    public IEnumerable<string> All(string name) => _fields.Where(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value);

    private bool Take(ReadOnlySpan<char> line, bool isOpen)
    {
        if (line[0] is ' ' or '\t')
        {
            if (isOpen && _fields[^1].Value.Length < 20_000)
                _fields[^1] = new(_fields[^1].Key, $"{_fields[^1].Value} {line.Trim()}");
            return isOpen;
        }
        var colon = line.IndexOf(':');
        var name = colon < 0 ? [] : line[..colon].TrimEnd();
        if (name.IsEmpty || name.Length > 76 || name.ContainsAny(' ', '\t', '<') || _fields.Count == Most)
            return false;
        _fields.Add(new(name.ToString(), line[(colon + 1)..].Trim().ToString()));
        return true;
    }
}
