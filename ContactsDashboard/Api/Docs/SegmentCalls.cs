using ContactsDashboard.Domain;

namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about segments.</summary>
internal static class SegmentCalls
{
    private const string Resource = "Segments";

    public static readonly ApiCall List = new(Resource, "listSegments", "List segments", "Lists, dynamic segments and those of subscription categories.")
    {
        Scopes = ["segments:read"],
        Query =
        [
            new("search", "Part of a name, in any case."), ApiParameter.Choice<SegmentKind>("kind", "Only these."),
            new("sort", "The order; with - descending.") { Choices = ["name", "-name", "contacts", "-contacts", "updated", "-updated"], Default = "name" },
            new("page", "Which page.") { Range = (1, int.MaxValue), Default = "1" }, ApiParameter.Limit, ApiParameter.Cursor,
        ],
        Answers = [new(200, typeof(SegmentsData), "A page of segments.")],
    };

    public static readonly ApiCall Add = new(Resource, "addSegment", "Make a segment",
        "A list without contacts, or a dynamic segment, which is always what its search finds. Names are unique, in any case.")
    {
        Scopes = ["segments:write"],
        Body = typeof(SegmentBody),
        Example = """{ "name": "Readers in Germany", "kind": "dynamic", "query": "country:DE reach:active" }""",
        Answers = [new(201, typeof(SegmentShown), "It is there.")],
        OwnErrors = ["INVALID_FILTER", "SEGMENT_EXISTS"],
        IsIdempotent = true,
    };

    public static readonly ApiCall Find = new(Resource, "getSegment", "Look at a segment", "With the number of its contacts, where they are kept.")
    {
        Scopes = ["segments:read"],
        Answers = [new(200, typeof(SegmentShown), "The segment.")],
        OwnErrors = ["SEGMENT_NOT_FOUND"],
    };

    public static readonly ApiCall Change = new(Resource, "changeSegment", "Rename a segment or change its search",
        "What is left out stays. Dynamic segments whose search names it follow the new name; a category's segment is renamed with the category.")
    {
        Scopes = ["segments:write"],
        Body = typeof(SegmentPatch),
        Example = """{ "name": "Readers" }""",
        Answers = [new(200, typeof(SegmentShown), "The segment as it is now.")],
        OwnErrors = ["SEGMENT_NOT_FOUND", "INVALID_FILTER", "SEGMENT_EXISTS"],
    };

    public static readonly ApiCall Delete = new(Resource, "deleteSegment", "Delete a segment",
        "Its contacts stay. Refused while a dynamic segment's search names it, and for a category's.")
    {
        Scopes = ["segments:write"],
        Answers = [new(204, null, "It is gone; undoing the change brings it back with its contacts.")],
        OwnErrors = ["SEGMENT_NOT_FOUND", "SEGMENT_IN_USE", "VALIDATION_ERROR"],
    };

    public static readonly ApiCall ListContacts = new(Resource, "listSegmentContacts", "List a segment's contacts", "Those that are not deleted, each with its standing now.")
    {
        Scopes = ["segments:read"],
        Query =
        [
            new("search", "Part of an e-mail address, phone number or name, or an id."), new("q", "A smart search within the segment."),
            new("sort", "The order; with - descending.") { Choices = ["created", "-created", "updated", "-updated", "rating", "-rating"], Default = "-created" },
            ApiParameter.Page(ContactsQuery.MaxNumberedPages), ApiParameter.Limit, ApiParameter.Cursor,
        ],
        Answers = [new(200, typeof(SegmentContactsData), "A page of contacts.")],
        OwnErrors = ["SEGMENT_NOT_FOUND"],
    };

    public static readonly ApiCall AddContacts = new(Resource, "addSegmentContacts", "Put contacts into a list",
        "A list holds one contact of each e-mail address: a second one is left out and counted.")
    {
        Scopes = ["segments:write"],
        Body = typeof(SegmentContactsBody),
        Example = """{ "contacts": ["cnt_1"] }""",
        Answers = [new(200, typeof(SegmentContactsAdded), "What became of each.")],
        OwnErrors = ["SEGMENT_NOT_FOUND"],
        IsIdempotent = true,
    };

    public static readonly ApiCall RemoveContact = new(Resource, "removeSegmentContact", "Take a contact out of a list", "The contact itself stays.")
    {
        Scopes = ["segments:write"],
        Answers = [new(204, null, "It is no longer in the list.")],
        OwnErrors = ["SEGMENT_NOT_FOUND", "CONTACT_NOT_FOUND", "VALIDATION_ERROR"],
    };
}
