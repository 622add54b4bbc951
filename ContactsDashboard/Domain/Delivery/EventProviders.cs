namespace ContactsDashboard.Domain.Delivery;

/// <summary>The providers whose webhooks are understood.</summary>
public static class EventProviders
{
    /// <summary>As addresses name them.</summary>
    public static readonly IReadOnlyDictionary<string, EventProvider> BySlug =
        Enum.GetValues<EventProvider>().Where(p => p > EventProvider.BounceMail).ToDictionary(Slug, StringComparer.Ordinal);

    public static string Slug(this EventProvider provider) => provider.ToString().ToLowerInvariant();

    public static string Name(this EventProvider provider) => provider switch
    {
        EventProvider.Api => "API",
        EventProvider.BounceMail => "Bounce mail",
        EventProvider.Ses => "Amazon SES",
        EventProvider.SendGrid => "SendGrid",
        _ => provider.ToString(),
    };

    /// <summary>It signs what it sends with a key that people copy from its pages.</summary>
    public static bool NeedsKey(this EventProvider provider) => provider is EventProvider.SendGrid or EventProvider.Mailgun or EventProvider.Resend;

    /// <summary>It sends a user and a password where it is told to.</summary>
    public static bool TakesPassword(this EventProvider provider) => provider is EventProvider.Postmark or EventProvider.Mailjet or EventProvider.Brevo or EventProvider.SparkPost;
}
