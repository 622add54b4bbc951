using ContactsDashboard.Domain;
using ContactsDashboard.Services.Fields;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// What columns are by what they are called: our own exports, the usual names, and the exports of Mailchimp, SendGrid, Mailgun, Postmark, Amazon SES,
/// Klaviyo, Brevo and HubSpot.
/// </summary>
internal static class KnownHeaders
{
    // Names without case, blanks and punctuation.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["email"] = "email", ["emailaddress"] = "email", ["mail"] = "email", ["address"] = "street", ["subscriberemail"] = "email", ["recipient"] = "email", ["correo"] = "email",
        ["emailaddresses"] = "email", ["workemail"] = "email", ["primaryemail"] = "email",
        ["phone"] = "phone", ["phonenumber"] = "phone", ["mobile"] = "phone", ["mobilephone"] = "phone", ["mobilephonenumber"] = "phone", ["sms"] = "phone", ["tel"] = "phone",
        ["telephone"] = "phone", ["cell"] = "phone", ["telefon"] = "phone",
        ["externalid"] = "externalId", ["extid"] = "externalId", ["customerid"] = "externalId", ["recordid"] = "externalId", ["klaviyoid"] = "externalId", ["userid"] = "externalId",
        ["firstname"] = "firstName", ["fname"] = "firstName", ["givenname"] = "firstName", ["prenom"] = "firstName", ["vorname"] = "firstName",
        ["lastname"] = "lastName", ["lname"] = "lastName", ["surname"] = "lastName", ["familyname"] = "lastName", ["nom"] = "lastName", ["nachname"] = "lastName",
        ["name"] = "fullName", ["fullname"] = "fullName", ["displayname"] = "fullName", ["contactname"] = "fullName",
        ["language"] = "language", ["lang"] = "language", ["locale"] = "language", ["preferredlanguage"] = "language", ["sprache"] = "language",
        ["timezone"] = "timeZone", ["tz"] = "timeZone",
        ["street"] = "street", ["streetaddress"] = "street", ["address1"] = "street", ["addressline1"] = "street", ["strasse"] = "street",
        ["city"] = "city", ["town"] = "city", ["ort"] = "city", ["stadt"] = "city",
        ["region"] = "region", ["state"] = "region", ["stateregion"] = "region", ["province"] = "region", ["stateprovinceregion"] = "region", ["county"] = "region",
        ["postalcode"] = "postalCode", ["postcode"] = "postalCode", ["zip"] = "postalCode", ["zipcode"] = "postalCode", ["plz"] = "postalCode",
        ["country"] = "country", ["countryregion"] = "country", ["countrycode"] = "country", ["cc"] = "country", ["land"] = "country",
        ["categories"] = "categories", ["category"] = "categories",
        ["consent"] = "consent", ["consentat"] = "consent", ["optintime"] = "consent", ["optindate"] = "consent", ["consenttimestamp"] = "consent",
        ["mobiletoken"] = "mobileToken", ["pushtoken"] = "pushToken",
        ["emailreason"] = "status", ["suppressionreason"] = "status", ["subscriptionstatus"] = "status", ["emailmarketingconsent"] = "status",
        ["unsubscribedfromallemail"] = "blockedIf:unsubscribed", ["emailhardbouncereason"] = "blockedIf:bounced", ["unsubtime"] = "blockedIf:unsubscribed",
        ["cleantime"] = "blockedIf:bounced", ["emailblacklisted"] = "blockedIf:unsubscribed", ["blacklisted"] = "blockedIf:unsubscribed",
        ["unsubscribed"] = "blockedIf:unsubscribed", ["unsubscribedat"] = "blockedIf:unsubscribed", ["optedout"] = "blockedIf:unsubscribed", ["emailoptout"] = "blockedIf:unsubscribed",
        ["donotcontact"] = "blockedIf:manual", ["suppressionreasons"] = "status",
    };

    // Which product writes a header with all of these, and what it calls by names that elsewhere mean something else.
    private static readonly Provider[] Providers =
    [
        new("Mailchimp", ["emailaddress", "memberrating", "leid"], []),
        new("SendGrid contacts", ["email", "stateprovinceregion", "contactid"], new() { ["contactid"] = "externalId" }),
        new("SendGrid suppressions", ["email", "reason", "created"], new() { ["reason"] = "", ["status"] = "" }) { Reason = SuppressionReason.Bounced },
        new("SendGrid spam reports", ["ip", "email", "created"], []) { Reason = SuppressionReason.Complained },
        new("Mailgun bounces", ["address", "code", "error"], new() { ["address"] = "email" }) { Reason = SuppressionReason.Bounced },
        new("Mailgun unsubscribes", ["address", "tags", "createdat"], new() { ["address"] = "email" }) { Reason = SuppressionReason.Unsubscribed },
        new("Mailgun complaints", ["address", "createdat"], new() { ["address"] = "email" }) { Reason = SuppressionReason.Complained, IsWhole = true },
        new("Postmark", ["emailaddress", "suppressionreason", "origin"], new() { ["origin"] = "origin" }),
        new("Amazon SES", ["emailaddress", "reason", "lastupdatetime"], new() { ["reason"] = "status" }),
        new("Klaviyo", ["email", "klaviyoid"], new() { ["emailsuppressions"] = "status", ["emailmarketingconsent"] = "status" }),
        new("Klaviyo suppressed profiles", ["email", "suppressionreason"], []),
        new("HubSpot", ["recordid", "email"], []),
        new("Brevo", ["email", "sms", "lastname", "firstname"], new() { ["emailmarketing"] = "status", ["smsmarketing"] = "" }),
        new("Contacts Dashboard", ["id", "email", "emailstatus", "emailreason"], new() { ["id"] = "" }),
    ];

    /// <summary>Whether a first row names columns rather than somebody.</summary>
    public static bool IsHeader(IReadOnlyList<string> cells) => !cells.Any(c => EmailAddress.TryParse(c, out _)) && cells.Any(c => Names.ContainsKey(Normalize(c)))
        || Find([.. cells.Select(Normalize)]) is not null;

    /// <summary>The columns' meanings, each at most once, and the product that wrote the file.</summary>
    public static (string? Source, IReadOnlyList<string> Columns, SuppressionReason? Reason) Guess(IReadOnlyList<string> header, IReadOnlyList<FieldRow> fields, string fileName)
    {
        string[] names = [.. header.Select(Normalize)];
        var provider = Find(names);
        var columns = new List<string>();
        foreach (var (name, original) in names.Zip(header))
        {
            var target = provider?.Names.TryGetValue(name, out var own) == true ? own
                : fields.FirstOrDefault(f => Normalize(f.Label) == name || original.Trim().Equals(f.Key, StringComparison.OrdinalIgnoreCase) || original.Trim() == $"field:{f.Key}") is { } field ? $"field:{field.Key}"
                : Names.GetValueOrDefault(name, "");
            var isTaken = columns.Contains(target) && ColumnTarget.Parse(target) is { IsOk: true, Value.IsUnique: true };
            columns.Add(isTaken ? "" : target);
        }
        return (provider?.Name, columns, provider?.Reason is { } reason ? OfFile(fileName) ?? reason : OfFile(fileName));
    }

    /// <summary>A header as it is recognised again.</summary>
    public static string KeyOf(IReadOnlyList<string> header) => string.Join('\n', header.Select(Normalize));

    // "suppression_spam_reports.csv", "unsubscribed_members_export_1a2b.csv": the name tells where the columns do not.
    private static SuppressionReason? OfFile(string name)
    {
        var key = Normalize(name);
        return key.Contains("spamreport", StringComparison.Ordinal) || key.Contains("complaint", StringComparison.Ordinal) ? SuppressionReason.Complained
            : key.Contains("unsubscribe", StringComparison.Ordinal) || key.Contains("optout", StringComparison.Ordinal) ? SuppressionReason.Unsubscribed
            : key.Contains("bounce", StringComparison.Ordinal) || key.Contains("cleaned", StringComparison.Ordinal) || key.Contains("invalidemail", StringComparison.Ordinal) ? SuppressionReason.Bounced
            : null;
    }

    private static Provider? Find(string[] names) => Array.Find(Providers, p => p.IsWhole ? names.Length == p.Header.Length && p.Header.All(names.Contains) : p.Header.All(names.Contains));

    private static string Normalize(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private sealed record Provider(string Name, string[] Header, Dictionary<string, string> Names)
    {
        /// <summary>What all rows of such a file are.</summary>
        public SuppressionReason? Reason { get; init; }

        /// <summary>There are no other columns.</summary>
        public bool IsWhole { get; init; }
    }
}
