using ContactsDashboard.Domain;

namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about the ledger entry by entry, and about the send gate.</summary>
internal static class SuppressionCalls
{
    private const string Resource = "Suppressions";

    private static readonly IReadOnlyList<string> Reasons = [.. SuppressionsApi.Reasons().Select(r => r.Text)];

    public static readonly ApiCall Check = new(Resource, "checkRecipients", "Ask before sending",
        "Who of up to 10,000 recipients may be written to, and for the others a code and every entry that forbids it: "
        + "SUPPRESSED by the ledger, NOT_CONFIRMED after signing up, OVER_LIMIT of the plan, or no address at all. "
        + "A deletion alone refuses nobody. "
        + "What begins with + or is only digits is a phone number. "
        + "When it cannot be said, the answer is 503 for all: do not send.")
    {
        Scopes = ["check"],
        Body = typeof(CheckBody),
        Example = """{ "recipients": ["ann@example.com", "bob@example.org", "+44 20 7946 0000"] }""",
        Answers = [new(200, typeof(CheckData), "One answer for each recipient, in the order sent.")],
        FailsClosed = true,
    };

    public static readonly ApiCall Add = new(Resource, "addSuppression", "Add an entry",
        "Takes effect with the answer. An own entry of that scope and value that lasts at least as long is a conflict, "
        + "whatever its reason; details.id names it. An opt-out may come as the SHA-256 hex of the normalised address.")
    {
        Scopes = ["suppressions:write"],
        ScopesNote = "exceptions to a bounce, complaint or spam trap need suppressions:release too.",
        Query = [new("onConflict", "return: answer 200 with the entry that is there instead of 409.") { Choices = ["return"] }],
        Body = typeof(SuppressionBody),
        Example = """
            { "scope": "email", "value": "ann@example.com", "reason": "bounced",
              "evidence": { "code": "5.1.1", "text": "550 5.1.1 No such user" } }
            """,
        Answers = [new(201, typeof(SuppressionShown), "The new entry; Location names it."),
            new(200, typeof(SuppressionShown), "With onConflict=return: the entry that was there.")],
        OwnErrors = ["INVALID_EMAIL", "ALREADY_SUPPRESSED"],
        IsIdempotent = true,
    };

    public static readonly ApiCall AddMany = new(Resource, "addSuppressions", "Add many entries",
        "Up to 10,000 entries, each with its own result in the order sent; one bad entry never stops the others. "
        + "All together are one change that can be undone.")
    {
        Scopes = ["suppressions:write"],
        Body = typeof(BulkBody),
        Example = """
            { "suppressions": [
                { "scope": "email", "value": "ann@example.com", "reason": "unsubscribed" },
                { "scope": "domain", "value": "*.example.net", "reason": "manual" } ] }
            """,
        Answers = [new(200, typeof(BulkData), "What became of each entry.")],
        IsIdempotent = true,
    };

    public static readonly ApiCall List = new(Resource, "listSuppressions", "List entries",
        "Entries in force, own and platform, newest first.")
    {
        Scopes = ["suppressions:read"],
        Query =
        [
            new("reason", "Only this reason.") { Choices = Reasons },
            ApiParameter.Choice<SuppressionScope>("scope", "Only this scope."),
            new("email", "Part of the value."),
            new("domain", "Addresses at exactly this domain, and entries for it."),
            ApiParameter.Choice<SuppressionSource>("source", "By which path it came."),
            ApiParameter.Choice<SuppressionLevel>("level", "The organisation's own, or the platform's."),
            new("code", "The beginning of the evidence's code: 5, 550, 5.7."),
            new("text", "Part of the evidence's text."),
            ApiParameter.Instant("createdAfter", "Made after then."),
            ApiParameter.Instant("createdBefore", "Made before then."),
            ApiParameter.Page(int.MaxValue), ApiParameter.Limit, ApiParameter.Cursor,
        ],
        Answers = [new(200, typeof(SuppressionsData), "A page of entries.")],
    };

    public static readonly ApiCall Find = new(Resource, "getSuppression", "Look at an entry",
        "One entry in force, with its source, evidence and exceptions.")
    {
        Scopes = ["suppressions:read"],
        Answers = [new(200, typeof(SuppressionShown), "The entry.")],
        OwnErrors = ["SUPPRESSION_NOT_FOUND"],
    };

    public static readonly ApiCall Change = new(Resource, "changeSuppression", "Change an entry",
        "A field left out stays as it is, null clears it. An earlier expiry and an exception let mail through sooner: "
        + "they need what releasing the entry needs.")
    {
        Scopes = ["suppressions:write"],
        Body = typeof(SuppressionPatch),
        Example = """{ "note": "Until the migration is over", "expiresAt": null }""",
        Answers = [new(200, typeof(SuppressionShown), "The entry as it is now.")],
        OwnErrors = ["SUPPRESSION_NOT_FOUND"],
    };

    public static readonly ApiCall Delete = new(Resource, "deleteSuppression", "Delete an entry",
        "Ends it, whoever else asked for it. Its history stays.")
    {
        Scopes = ["suppressions:write"],
        ScopesNote = "Bounces, complaints and spam traps need suppressions:release too; platform entries are not deleted here.",
        Answers = [new(204, null, "It is gone.")],
        OwnErrors = ["SUPPRESSION_NOT_FOUND"],
    };
}
