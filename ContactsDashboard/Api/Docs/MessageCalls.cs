namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about handing mail over.</summary>
internal static class MessageCalls
{
    public static readonly ApiCall Add = new("Messages", "addMessages", "Hand mail over",
        "One message as message/rfc822, a mailbox as application/mbox, or a message's headers as JSON. Who took part becomes a contact. Bodies are not kept; the same mail again changes nothing.")
    {
        Scopes = ["messages:write"],
        Body = typeof(MessageBody),
        OtherTypes = ["message/rfc822", "application/mbox"],
        Example = """
            { "messageId": "1@example.com", "from": "Ann <ann@example.com>", "to": ["us@example.org"], "subject": "Hello", "date": "2026-11-21T19:12:00Z" }
            """,
        Answers = [new(200, typeof(MessagesData), "How many were stored, known already, or rejected and why.")],
        IsIdempotent = true,
    };
}
