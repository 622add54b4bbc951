namespace ContactsDashboard.Domain;

/// <summary>An organisation's identity; what every query is confined to.</summary>
public readonly record struct OrganizationId(long Value)
{
    public override string ToString() => PublicId.Format(PublicId.Organization, Value);
}

/// <summary>Ids as programs and URLs see them: a prefix that says what it is, and an opaque rest.</summary>
public static class PublicId
{
    public const string Organization = "org";
    public const string Contact = "cnt";
    public const string Suppression = "sup";
    public const string Job = "job";
    public const string Audit = "aud";
    public const string ApiKey = "key";
    public const string Segment = "seg";
    public const string List = "lst";
    public const string Order = "ord";
    public const string Token = "tok";
    public const string Activity = "act";
    public const string SignUpForm = "frm";
    public const string Request = "req";
    public const string WebhookEvent = "evt";

    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 13;

    public static string Format(string prefix, long id)
    {
        Span<char> text = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--, id = (long)((ulong)id >> 5))
            text[i] = Digits[(int)(id & 31)];
        return $"{prefix}_{text.TrimStart('0')}";
    }

    public static bool TryParse(string prefix, string? text, out long id)
    {
        id = 0;
        if (text is null || text.Length <= prefix.Length + 1 || text.Length > prefix.Length + 1 + Length - 1
            || !text.StartsWith(prefix, StringComparison.Ordinal) || text[prefix.Length] != '_')
            return false;
        foreach (var c in text.AsSpan(prefix.Length + 1))
        {
            var digit = Digits.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            id = (id << 5) | (uint)digit;
        }
        return id > 0;
    }
}
