namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about contacts one by one.</summary>
internal static class ProfileCalls
{
    private const string Resource = "Contacts";

    public static readonly ApiCall Find = new(Resource, "getContact", "Look at a contact",
        "Everything entered and collected about it; whether it may be written to is read from the ledger at that moment. Deleted contacts are found too.")
    {
        Scopes = ["contacts:read"],
        Answers = [new(200, typeof(ProfileShown), "The contact.")],
        OwnErrors = ["CONTACT_NOT_FOUND"],
    };

    public static readonly ApiCall Create = new(Resource, "createContact", "Create a contact",
        "Takes at least an email address, a phone number or a name, and the owner's consent. Another contact of the same address is no obstacle. "
        + "An address the ledger covers is blocked from its first second: the answer names the entries. Who was erased is not entered again: `ERASED`.")
    {
        Scopes = ["contacts:write"],
        Body = typeof(ProfileBody),
        Example = """
            { "firstName": "Ann", "lastName": "Lee", "email": "ann@example.com", "phone": "+44 20 7946 0000", "language": "en-GB",
              "timeZone": "Europe/London", "consent": { "confirmed": true, "at": "2026-11-21T19:12:00Z" } }
            """,
        Answers = [new(201, typeof(ContactChangedData), "The new contact; Location names it.")],
        OwnErrors = ["CONSENT_REQUIRED", "INVALID_EMAIL", "INVALID_CUSTOM_FIELD", "EXTERNAL_ID_TAKEN", "ERASED"],
        IsIdempotent = true,
    };

    public static readonly ApiCall Change = new(Resource, "changeContact", "Change a contact",
        "A value left out stays as it is, null clears it. Another address starts from what the ledger says about that address.")
    {
        Scopes = ["contacts:write"],
        Body = typeof(ProfilePatch),
        Example = """{ "city": "Vienna", "timeZone": "Europe/Vienna", "phone": null }""",
        Answers = [new(200, typeof(ContactChangedData), "The contact, and what blocks its addresses now.")],
        OwnErrors = ["CONTACT_NOT_FOUND", "CONTACT_DELETED", "CHANGED_SINCE", "INVALID_EMAIL", "INVALID_CUSTOM_FIELD", "EXTERNAL_ID_TAKEN", "ERASED"],
    };

    public static readonly ApiCall Delete = new(Resource, "deleteContact", "Delete a contact",
        "It can be restored; its address, its history and the ledger stay.")
    {
        Scopes = ["contacts:write"],
        Query = [new("reason", "Why, in at most 500 characters.")],
        Answers = [new(204, null, "It is deleted.")],
        OwnErrors = ["CONTACT_NOT_FOUND", "ALREADY_DELETED", "VALIDATION_ERROR"],
    };

    public static readonly ApiCall Restore = new(Resource, "restoreContact", "Restore a contact",
        "It returns with the standing the ledger gives it.")
    {
        Scopes = ["contacts:write"],
        Answers = [new(200, typeof(ContactRestoredData), "It is back.")],
        OwnErrors = ["CONTACT_NOT_FOUND", "NOT_DELETED"],
        IsIdempotent = true,
    };
}
