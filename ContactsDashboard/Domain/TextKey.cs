using System.Text;

namespace ContactsDashboard.Domain;

/// <summary>The form in which texts are compared: trimmed, composed (Unicode NFC) and lower-cased in no language.</summary>
public static class TextKey
{
    public static string? Fold(string? text)
    {
        if (text is null)
            return null;
        var trimmed = text.AsSpan().Trim();
        return Ascii.IsValid(trimmed) ? trimmed.ToString().ToLowerInvariant() : Compose(trimmed.ToString()).ToLowerInvariant();
    }

    // What is not Unicode text, U+FFFE for one, cannot be composed.
    private static string Compose(string text)
    {
        try { return text.Normalize(NormalizationForm.FormC); }
        catch (ArgumentException) { return text; }
    }
}
