namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about delivery events.</summary>
internal static class EventCalls
{
    public static readonly ApiCall Add = new("Events", "addEvents", "Tell what became of messages",
        "Up to 1,000 delivery events, each with its own result in the order sent; one bad event never stops the others. "
        + "A message's events advance one entry of the contact's activity, in whatever order they come. A hard bounce, a complaint and an unsubscription "
        + "block the recipient; what is the sender's own fault never does. Who is unknown becomes a contact. The answer comes when all of it is durable.")
    {
        Scopes = ["events:write"],
        Body = typeof(EventsBody),
        Example = """
            { "events": [
                { "type": "delivered", "recipient": "ann@example.com", "messageId": "<1@example.com>", "messageName": "Welcome",
                  "occurredAt": "2026-11-21T19:12:00Z" },
                { "type": "bounced", "recipient": "bob@example.com", "messageId": "<2@example.com>", "code": "5.1.1",
                  "diagnostic": "550 5.1.1 User unknown", "occurredAt": "2026-11-21T19:13:00Z", "eventId": "b-17" } ] }
            """,
        Answers = [new(200, typeof(EventsAdded), "What became of each event.")],
        IsIdempotent = true,
    };
}
