using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>The values of a profile that are plain texts, in the order they are kept in a row.</summary>
internal enum TextSlot { FirstName = 0, LastName, Language, TimeZone, Street, City, Region, PostalCode, Country }

/// <summary>One row of a file, understood: what it says of a contact, and what is wrong with it.</summary>
internal sealed class ImportRow
{
    public const int Slots = (int)TextSlot.Country + 1;

    /// <summary>Says that a value is to be cleared.</summary>
    public static readonly FieldContent Cleared = new("", null, null);

    public required long Record { get; init; }
    public required long Line { get; init; }

    /// <summary>As it stands in the file, for those who mend it.</summary>
    public required byte[] Raw { get; init; }
    public required int Cells { get; init; }

    /// <summary>Why it is rejected whatever the base says; null when it is not.</summary>
    public string? Wrong { get; set; }
    public int Dropped { get; set; }
    public EmailAddress? Email { get; set; }
    public PhoneNumber? Phone { get; set; }
    public bool ClearsEmail { get; set; }
    public bool ClearsPhone { get; set; }
    public string? ExternalId { get; set; }

    /// <summary>Null: nothing is said; empty: cleared.</summary>
    public string?[] Texts { get; } = new string?[Slots];

    /// <summary>In the order of the additional fields that columns are for; null: nothing is said.</summary>
    public FieldContent?[] Fields { get; set; } = [];
    public List<long>? Categories { get; set; }
    public SuppressionReason? Reason { get; set; }
    public DateTimeOffset? ConsentAt { get; set; }
    public string? MobileToken { get; set; }
    public string? PushToken { get; set; }

    /// <summary>By what the contact is found.</summary>
    public string? Key { get; set; }

    /// <summary>An earlier row of the file is about the same.</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>An earlier row gives the same external id.</summary>
    public bool IsExternalIdTaken { get; set; }

    /// <summary>An earlier row blocks the same for the same reason.</summary>
    public bool IsBlockRepeated { get; set; }

    public string Label => Email?.Display ?? Phone?.Value ?? ExternalId ?? "";

    /// <summary>What its reason is about: the e-mail address, else the number.</summary>
    public (SuppressionScope Scope, string Value)? Blocks =>
        Reason is null ? null : Email is not null ? (SuppressionScope.Email, Email.Value) : Phone is { } phone ? (SuppressionScope.Phone, phone.Value) : null;
}
