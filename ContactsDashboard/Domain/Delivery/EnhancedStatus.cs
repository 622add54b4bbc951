using System.Globalization;

namespace ContactsDashboard.Domain.Delivery;

/// <summary>An enhanced mail system status code (RFC 3463): <c>5.1.1</c>.</summary>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    private const int LongestPart = 3;

    /// <summary>The other or undefined status of its class: it says no more than that class.</summary>
    public bool IsVague => Subject == 0 && Detail == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");

    /// <summary>Reads the code at the beginning of <paramref name="text"/>; what follows must not go on as a number or an IP address would.</summary>
    public static bool TryReadPrefix(ReadOnlySpan<char> text, out EnhancedStatus status, out int length)
    {
        (status, length) = (default, 0);
        Span<int> parts = stackalloc int[3];
        for (var part = 0; part < parts.Length; part++)
        {
            var digits = 0;
            while (digits < LongestPart && length + digits < text.Length && char.IsAsciiDigit(text[length + digits]))
                digits++;
            if (digits == 0)
                return false;
            parts[part] = int.Parse(text.Slice(length, digits), CultureInfo.InvariantCulture);
            length += digits;
            if (part < 2 && (length == text.Length || text[length++] != '.'))
                return false;
        }
        var goesOn = length < text.Length && (char.IsAsciiLetterOrDigit(text[length])
            || (text[length] is '.' or '/' && length + 1 < text.Length && char.IsAsciiDigit(text[length + 1])));
        status = new(parts[0], parts[1], parts[2]);
        return !goesOn && status.Class is 2 or 4 or 5;
    }

    public static bool TryParse(string? text, out EnhancedStatus status) => TryReadPrefix((text ?? "").AsSpan().Trim(), out status, out _);
}
