namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about handing mail over.</summary>
internal static class MessageCalls
{
    public static readonly ApiCall Add = new("Messages", "addMessages", "Hand mail over",
        "One message as message/rfc822, a mailbox as application/mbox, or a message's headers as JSON. "
        + "Who took part becomes a contact. Bodies are not kept; the same mail again changes nothing.")
    {
        Scopes = ["messages:write"],
        Body = typeof(MessageBody),
        OtherTypes = ["message/rfc822", "application/mbox"],
        Example = """
            { "messageId": "1@example.com", "from": "Ann <ann@example.com>", "to": ["us@example.org"],
              "subject": "Hello", "date": "2026-11-21T19:12:00Z" }
            """,
        Answers = [new(200, typeof(MessagesData), "How many were stored, known already, or rejected and why.")],
        IsIdempotent = true,
    };
}

/// <summary>What there is to know about the record of changes.</summary>
internal static class AuditCalls
{
    private const string Resource = "Audit";

    public static readonly ApiCall List =
        new(Resource, "listAudit", "List changes", "Who changed what, when, and through which door, newest first.")
    {
        Scopes = ["audit:read"],
        Query = [ApiParameter.Limit, ApiParameter.Cursor],
        Answers = [new(200, typeof(AuditData), "A page of changes.")],
    };

    public static readonly ApiCall Undo = new(Resource, "undoChange", "Undo a change",
        "Takes a change of the last 30 days back, as far as nobody changed it since, and says what it left and why.")
    {
        Scopes = ["audit:read", "suppressions:write"],
        ScopesNote = "What it would release may need suppressions:release too; without it that part is kept.",
        Answers = [new(200, typeof(UndoneData), "What was reversed and what was kept.")],
        OwnErrors = ["AUDIT_NOT_FOUND", "NOT_UNDOABLE"],
        IsIdempotent = true,
    };
}
