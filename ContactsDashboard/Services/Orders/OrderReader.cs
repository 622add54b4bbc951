using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Orders;

/// <summary>An order whose values are sound.</summary>
internal sealed record SoundOrder(string ExternalId, long? ContactId, EmailAddress? Email, PhoneNumber? Phone, long Cents, DateTimeOffset OrderedAt);

/// <summary>Reads orders strictly, before anything is stored.</summary>
internal static class OrderReader
{
    public const int MaxExternalId = 200;

    private const decimal MostAmount = 10_000_000_000m;

    public static Result<SoundOrder> Read(OrderEdit order, string currency, string phoneCountry, DateTimeOffset now)
    {
        var (email, phone) = (default(EmailAddress), default(PhoneNumber?));
        if (order.ExternalId.Trim().Length is 0 or > MaxExternalId)
            return Wrong("externalId", $"externalId has 1 to {MaxExternalId} characters.");
        if (order.Contact is { Id: null, Email: null, Phone: null })
            return Wrong("contact", "Name the contact by id, email or phone.");
        if (order.Contact.Email is { } address && !EmailAddress.TryParse(address, out email))
            return new Problem("INVALID_EMAIL", "This is not an email address.") { Field = "contact.email", Value = address };
        if (order.Contact.Phone is { } number)
        {
            if (!PhoneNumber.TryParse(number, phoneCountry, out var parsed))
                return new Problem("INVALID_PHONE", "This is not a phone number.") { Field = "contact.phone", Value = number };
            phone = parsed;
        }
        if (order.Amount is < 0 or > MostAmount || order.Amount * 100 % 1 != 0)
            return Wrong("amount", "amount is a number of at least 0 with at most two decimals.");
        if (order.Currency is { } other && !other.Equals(currency, StringComparison.OrdinalIgnoreCase))
            return Wrong("currency", $"Orders are in {currency} here. Convert the amount, or leave currency out.");
        if (order.OrderedAt.Year < 1970 || order.OrderedAt > now.AddDays(1))
            return Wrong("orderedAt", "This is not a time at which somebody ordered.");
        return new SoundOrder(order.ExternalId.Trim(), order.Contact.Id, email, phone, (long)(order.Amount * 100), order.OrderedAt);
    }

    private static Problem Wrong(string field, string text) => new("VALIDATION_ERROR", text) { Field = field };
}
