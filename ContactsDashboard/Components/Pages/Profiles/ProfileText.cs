using System.Globalization;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Profiles;

namespace ContactsDashboard.Components.Pages.Profiles;

/// <summary>Profiles in words.</summary>
internal static class ProfileText
{
    public static string Of(CreationMethod method) => method switch
    {
        CreationMethod.EmailThread => "Email thread",
        CreationMethod.SubscriptionForm => "Subscription form",
        CreationMethod.Api => "API",
        CreationMethod.MobileApi => "Mobile API",
        _ => method.ToString(),
    };

    public static string Of(SegmentKind kind) => kind == SegmentKind.Category ? "subscription category" : "list";

    public static string Of(TokenKind kind) => kind == TokenKind.Mobile ? "App" : "Browser";

    /// <summary>A value of an additional field as it is read: dates and booleans in words.</summary>
    public static string Of(FieldRow field, string value) => field.Type switch
    {
        FieldType.Boolean => value == "true" ? "Yes" : "No",
        FieldType.Date when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) =>
            date.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        _ => value,
    };

    /// <summary>A language's English name where this machine knows it.</summary>
    public static string Language(string tag)
    {
        try
        {
            var name = CultureInfo.GetCultureInfo(tag).EnglishName;
            return name.StartsWith("Unknown", StringComparison.Ordinal) ? tag : $"{name} ({tag})";
        }
        catch (CultureNotFoundException) // in no table of this machine
        {
            return tag;
        }
    }

    /// <summary>The address as on an envelope, line by line.</summary>
    public static IEnumerable<string> AddressLines(ProfileEdit entered)
    {
        var town = $"{entered.PostalCode} {entered.City}".Trim();
        var country = entered.Country is { } code ? Settings.Countries.NameOf(code) : null;
        return new[] { entered.Street, town, entered.Region, country }.Where(l => !string.IsNullOrEmpty(l)).Select(l => l!);
    }

    public static string Amount(ProfileOrders orders) => $"{orders.Cents / 100m:N2} {orders.Currency}";

    /// <summary>"city: Linz → Vienna", "News: subscribed".</summary>
    public static string Of(ValueChange change) => change.Name.StartsWith("category:", StringComparison.Ordinal)
        ? $"{change.Label}: {(change.After is null ? "unsubscribed" : "subscribed")}"
        : (change.Before, change.After) switch
        {
            (null, _) => $"{change.Label}: {change.After}",
            (_, null) => $"{change.Label}: {change.Before} removed",
            _ => $"{change.Label}: {change.Before} → {change.After}",
        };

    /// <summary>Names the fields of the form as problems name them.</summary>
    public static string[] FieldsOf(IEnumerable<FieldRow> fields) => [.. ProfileValues.Names, "categories", "consent", .. fields.Select(f => f.Key)];
}
