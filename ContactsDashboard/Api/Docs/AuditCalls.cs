using ContactsDashboard.Domain;

namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about the record of changes.</summary>
internal static class AuditCalls
{
    private const string Resource = "Audit";

    public static readonly ApiCall List = new(Resource, "listAudit", "List changes", "Who changed what, when, and through which door, newest first.")
    {
        Scopes = ["audit:read"],
        Query =
        [
            ApiParameter.Choice<AuditVerb>("verb", "Only this kind of change."), ApiParameter.Choice<AuditPath>("path", "Only through this door."),
            new("actor", "Part of the name of whoever did it."), new("subject", "Part of the address or entry it was about."),
            ApiParameter.Instant("createdAfter", "Made then or later."), ApiParameter.Instant("createdBefore", "Made before then."),
            ApiParameter.Limit, ApiParameter.Cursor,
        ],
        Answers = [new(200, typeof(AuditData), "A page of changes.")],
    };

    public static readonly ApiCall Undo = new(Resource, "undoChange", "Undo a change",
        "Takes a change of the last 30 days back, as far as nobody changed it since, and says what it left and why.")
    {
        Scopes = ["audit:read", "suppressions:write"],
        ScopesNote = "What it would release may need suppressions:release too; without it that part is kept. Changes of contacts need contacts:write "
            + "instead of suppressions:write, additions to segments segments:write.",
        Answers = [new(200, typeof(UndoneData), "What was reversed and what was kept.")],
        OwnErrors = ["AUDIT_NOT_FOUND", "NOT_UNDOABLE"],
        IsIdempotent = true,
    };
}
