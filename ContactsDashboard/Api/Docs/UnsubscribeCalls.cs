namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about unsubscribe links.</summary>
internal static class UnsubscribeCalls
{
    public static readonly ApiCall Make = new("Suppressions", "makeUnsubscribeLinks", "Get unsubscribe links",
        "For each recipient of a mailing the page where they unsubscribe or choose, and the two headers of RFC 8058 by which mail programs offer it with one click. "
        + "A click enters an unsubscription, which the gate, lists and pages obey at once. The links never expire, name nobody and work for that recipient alone.")
    {
        Scopes = ["check"],
        Body = typeof(UnsubscribeLinksBody),
        Example = """{ "recipients": ["ann@example.com", "bob@example.org"] }""",
        Answers = [new(200, typeof(UnsubscribeLinksData), "One link for each recipient, in the order sent.")],
    };
}
