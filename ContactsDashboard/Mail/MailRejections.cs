namespace ContactsDashboard.Mail;

/// <summary>The reasons why something is not read as a message.</summary>
internal static class MailRejections
{
    public static readonly MailRejection Empty = new("empty", "There is nothing in it.");

    public static readonly MailRejection NotMail = new("not_mail", "None of the header fields of a message is in it.");

    public static readonly MailRejection HeadersTooLarge = new("headers_too_large", "The header is longer than 16 MiB.");

    public static MailRejection Unreadable(string why) => new("unreadable", why);
}
