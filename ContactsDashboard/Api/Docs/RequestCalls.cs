namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about requests to Support.</summary>
internal static class RequestCalls
{
    private const string Resource = "Requests";

    public static readonly ApiCall List = new(Resource, "listRequests", "List requests", "What Support was asked to do, newest first.")
    {
        Scopes = ["contacts:read"],
        Query = [new("state", "Only those that wait, or those that do not any more.") { Choices = ["waiting", "decided"] }, ApiParameter.Limit, ApiParameter.Cursor],
        Answers = [new(200, typeof(RequestsData), "A page of requests.")],
    };

    public static readonly ApiCall Find = new(Resource, "getRequest", "Look at a request", "With its comments and what came of it.")
    {
        Scopes = ["contacts:read"],
        Answers = [new(200, typeof(RequestDetailShown), "The request.")],
        OwnErrors = ["REQUEST_NOT_FOUND"],
    };

    public static readonly ApiCall File = new(Resource, "fileRequest", "Ask Support",
        "To blacklist, unsubscribe or reactivate contacts, about exactly the addresses they have now. People decide, in the dashboard.")
    {
        Scopes = ["contacts:read"],
        Body = typeof(RequestBody),
        Example = """{ "kind": "reactivate", "channels": ["email"], "contacts": ["ann@example.com"], "reason": "She wrote to us", "existsConfirmed": true }""",
        Answers = [new(201, typeof(RequestFiled), "It waits for Support.")],
        IsIdempotent = true,
    };

    public static readonly ApiCall Withdraw = new(Resource, "withdrawRequest", "Withdraw a request", "While it waits, and only by the key that filed it.")
    {
        Scopes = ["contacts:read"],
        Answers = [new(204, null, "It waits no longer.")],
        OwnErrors = ["REQUEST_NOT_FOUND", "REQUEST_DECIDED"],
    };
}
