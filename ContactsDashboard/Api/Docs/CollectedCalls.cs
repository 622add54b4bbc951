using ContactsDashboard.Domain;

namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about what profiles collect: orders, devices, activity.</summary>
internal static class CollectedCalls
{
    private const string Resource = "Contacts";

    public static readonly ApiCall AddOrders = new("Orders", "addOrders", "Record orders",
        "Up to 1,000 orders, each with its own result in the order sent; one bad order never stops the others. "
        + "The same externalId again replaces the order. Who is unknown by email and phone becomes a contact. "
        + "An order of somebody who was deleted is kept and does not bring them back.")
    {
        Scopes = ["contacts:write"],
        Body = typeof(OrdersBody),
        Example = """
            { "orders": [
                { "externalId": "A-1001", "contact": { "email": "ann@example.com" }, "amount": 49.90,
                  "orderedAt": "2026-11-21T19:12:00Z" } ] }
            """,
        Answers = [new(200, typeof(OrdersAdded), "What became of each order.")],
        IsIdempotent = true,
    };

    public static readonly ApiCall ListOrders = new("Orders", "listOrders", "List a contact's orders",
        "Newest first, with the worth of all of them.")
    {
        Scopes = ["contacts:read"],
        Query = [ApiParameter.Limit, ApiParameter.Cursor],
        Answers = [new(200, typeof(OrdersData), "A page of orders.")],
        OwnErrors = ["CONTACT_NOT_FOUND"],
    };

    public static readonly ApiCall AddToken = new(Resource, "addToken", "Register a device",
        "A token by which an app's push service or a browser is reached. Registered again, it is answered as it is.")
    {
        Scopes = ["contacts:write"],
        Body = typeof(TokenBody),
        Example = """{ "kind": "mobile", "value": "fcm:APA91bHun4MxP5egoKMwt2KZFBaFUH" }""",
        Answers = [new(201, typeof(TokenShown), "The new token; Location names it."),
            new(200, typeof(TokenShown), "The token that was there.")],
        OwnErrors = ["CONTACT_NOT_FOUND"],
        IsIdempotent = true,
    };

    public static readonly ApiCall RemoveToken = new(Resource, "removeToken", "Remove a device", "The contact is no longer reached there.")
    {
        Scopes = ["contacts:write"],
        Answers = [new(204, null, "It is gone.")],
        OwnErrors = ["TOKEN_NOT_FOUND"],
    };

    public static readonly ApiCall ListActivity = new(Resource, "listActivity", "Look at a contact's activity",
        "What was sent to them by every channel and what became of it, newest first.")
    {
        Scopes = ["contacts:read"],
        Query =
        [
            ApiParameter.Choice<MessageChannel>("channel", "Only this channel."),
            ApiParameter.Instant("sentAfter", "Sent then or later."), ApiParameter.Instant("sentBefore", "Sent before then."),
            ApiParameter.Limit, ApiParameter.Cursor,
        ],
        Answers = [new(200, typeof(ActivityData), "A page of activity.")],
        OwnErrors = ["CONTACT_NOT_FOUND"],
    };
}
