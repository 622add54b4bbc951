using ContactsDashboard.Domain;

namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about contact lists.</summary>
internal static class ListCalls
{
    private const string Resource = "Contact lists";

    private static readonly ApiParameter Search = new("search", "Part of it, in any case.");

    // What clients of other products send along; there is one organisation to a key.
    private static readonly ApiParameter DomainId = new("domainId", "Not needed, and ignored.");

    public static readonly ApiCall List = new(Resource, "listContactLists", "List the lists", "By name, with how many of each may be written to. They are the dashboard's own list segments.")
    {
        Scopes = ["segments:read"],
        Query = [Search with { Purpose = "Part of the name, in any case." }, DomainId, ApiParameter.Page(int.MaxValue), ApiParameter.Limit, ApiParameter.Cursor],
        Answers = [new(200, typeof(ListsData), "A page of lists.")],
    };

    public static readonly ApiCall Create = new(Resource, "createContactList", "Make a list",
        "Its custom fields are its own: another list may ask something else under the same key.")
    {
        Scopes = ["segments:write"],
        Body = typeof(ListBody),
        Example = """
            { "name": "Newsletter", "description": "Monthly",
              "customFields": [{ "key": "plan", "label": "Plan", "type": "select", "options": ["free", "pro"], "defaultValue": "free" }] }
            """,
        Answers = [new(201, typeof(ListShown), "The list; Location names it.")],
        OwnErrors = ["LIST_ALREADY_EXISTS"],
        IsIdempotent = true,
    };

    public static readonly ApiCall Find = new(Resource, "getContactList", "Look at a list", "With its custom fields and counts.")
    {
        Scopes = ["segments:read"],
        Answers = [new(200, typeof(ListShown), "The list.")],
        OwnErrors = ["LIST_NOT_FOUND"],
    };

    public static readonly ApiCall Change = new(Resource, "changeContactList", "Change a list",
        "What is left out stays. customFields replace all it had; values of fields that are no more go.")
    {
        Scopes = ["segments:write"],
        Body = typeof(ListBody),
        Example = """{ "name": "Newsletter", "customFields": [{ "key": "plan", "label": "Plan", "type": "text" }] }""",
        Answers = [new(200, typeof(ListShown), "The list as it is now.")],
        OwnErrors = ["LIST_NOT_FOUND", "LIST_ALREADY_EXISTS"],
    };

    public static readonly ApiCall Delete = new(Resource, "deleteContactList", "Delete a list",
        "For good. Contacts who were made by it and are known by nothing else go with it; what blocks an address stays in force.")
    {
        Scopes = ["segments:write", "contacts:write"],
        Answers = [new(204, null, "It is gone; of a large one the last contacts go soon after.")],
        OwnErrors = ["LIST_NOT_FOUND"],
    };

    public static readonly ApiCall Stats = new(Resource, "getContactListStats", "Count a list",
        "totalContacts is activeContacts and suppressedContacts together; suppressedContacts counts all who are not active, whatever their status is called.")
    {
        Scopes = ["segments:read"],
        Answers = [new(200, typeof(ListStatsData), "The counts.")],
        OwnErrors = ["LIST_NOT_FOUND"],
    };

    public static readonly ApiCall ListContacts = new(Resource, "listListContacts", "List a list's contacts",
        "The latest made first. status says the strictest thing the ledger knows: suppressed by somebody's decision, a domain's entry or a spam trap; complained, "
        + "bounced or unsubscribed by what happened to mail; unsubscribed too for who has not confirmed a sign-up. Contacts without email address, or deleted in the dashboard, are not listed.")
    {
        Scopes = ["contacts:read"],
        Query =
        [
            new("status", "Only this status.") { Choices = [.. ListContactsApi.Statuses.Select(s => s.Text)] },
            Search with { Purpose = "Part of an email address, a number or a name, in any case." }, DomainId, ApiParameter.Page(int.MaxValue), ApiParameter.Limit, ApiParameter.Cursor,
        ],
        Answers = [new(200, typeof(ListContactsData), "A page of contacts.")],
        OwnErrors = ["LIST_NOT_FOUND"],
    };

    public static readonly ApiCall AddContact = new(Resource, "addListContact", "Add a contact",
        "An address is in a list once. Whoever has it in the dashboard already becomes the list's contact, with what you say of them. "
        + "An address that is suppressed is so from the first second; adding never frees it.")
    {
        Scopes = ["contacts:write", "segments:write"],
        Body = typeof(ListContactBody),
        Example = """
            { "email": "ann@example.com", "firstName": "Ann", "lastName": "Lee", "customFields": {}, "source": "form",
              "consentType": "explicit", "consentSource": "example.com/join", "consentTimestamp": "2026-11-21T19:12:00Z", "consentIpAddress": "192.0.2.7" }
            """,
        Answers = [new(201, typeof(ListContactShown), "The contact; Location names it.")],
        OwnErrors = ["LIST_NOT_FOUND", "CONTACT_ALREADY_EXISTS", "INVALID_CUSTOM_FIELD", "ERASED"],
        IsIdempotent = true,
    };

    public static readonly ApiCall FindContact = new(Resource, "getListContact", "Look at a contact of a list", "As this list knows them.")
    {
        Scopes = ["contacts:read"],
        Answers = [new(200, typeof(ListContactShown), "The contact.")],
        OwnErrors = ["LIST_NOT_FOUND", "CONTACT_NOT_FOUND"],
    };

    public static readonly ApiCall ChangeContact = new(Resource, "changeListContact", "Change a contact of a list",
        "What is left out stays. customFields are merged, null clears one. The email address cannot change.")
    {
        Scopes = ["contacts:write"],
        Body = typeof(ListContactBody),
        Example = """{ "firstName": "Anna", "customFields": { "plan": "pro" } }""",
        Answers = [new(200, typeof(ListContactShown), "The contact as it is now.")],
        OwnErrors = ["LIST_NOT_FOUND", "CONTACT_NOT_FOUND", "INVALID_CUSTOM_FIELD"],
    };

    public static readonly ApiCall RemoveContact = new(Resource, "removeListContact", "Delete a contact of a list",
        "For good. Who was made by a list and is known by nothing else goes altogether; what blocks the address stays in force.")
    {
        Scopes = ["contacts:write", "segments:write"],
        Answers = [new(204, null, "It is gone.")],
        OwnErrors = ["LIST_NOT_FOUND", "CONTACT_NOT_FOUND"],
    };

    public static readonly ApiCall Suppress = new(Resource, "suppressListContact", "Suppress a contact",
        "The address enters the organisation's ledger, so that every list refuses it; contact and history stay. "
        + "Conflicts where an own entry of the address lasts for ever, whatever its reason.")
    {
        Scopes = ["suppressions:write"],
        Body = typeof(SuppressBody),
        Example = """{ "reason": "manual" }""",
        Answers = [new(204, null, "It is suppressed.")],
        OwnErrors = ["LIST_NOT_FOUND", "CONTACT_NOT_FOUND", "ALREADY_SUPPRESSED"],
        IsIdempotent = true,
    };
}
