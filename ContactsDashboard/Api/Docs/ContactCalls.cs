using ContactsDashboard.Domain;

namespace ContactsDashboard.Api.Docs;

/// <summary>What there is to know about contacts and what their rows offer.</summary>
internal static class ContactCalls
{
    private const string Resource = "Contacts";

    public static readonly ApiCall List = new(Resource, "listContacts", "List contacts",
        "Everybody the organisation corresponds with, with every entry that forbids writing to them.")
    {
        Scopes = ["contacts:read"],
        Query =
        [
            new("search", "Part of an address, in any case."),
            new("q", "A smart search, of the contact each row shows: conditions such as domain:example.com, last_active<90d or activity(status:clicked), "
                + "side by side or joined by and, or, not and parentheses."),
            new("status", "Only these.") { Choices = ["all", "blocked", "active"], Default = "all" },
            new("blocked", "The same in another word: true for blocked, false for active.") { Choices = ["true", "false"] },
            new("sort", "The order; with - descending.")
            {
                Choices = ["last_active", "-last_active", "email", "-email", "domain", "-domain", "threads", "-threads"],
                Default = "-last_active",
            },
            ApiParameter.Page(ContactsQuery.MaxNumberedPages), ApiParameter.Limit, ApiParameter.Cursor,
        ],
        Answers = [new(200, typeof(ContactsData), "A page of contacts.")],
    };

    public static readonly ApiCall Block = new(Resource, "blockContact", "Block an address",
        "Stops mail to one address at once, with the reason manual. The answer's auditId undoes it.")
    {
        Scopes = ["suppressions:write"],
        Query = [ApiParameter.DryRun],
        Body = typeof(BlockBody),
        Example = """{ "email": "ann@example.com", "note": "Asked by phone" }""",
        Answers = [new(200, typeof(BlockedData), "What it did, or with dryRun what it would do.")],
        OwnErrors = ["INVALID_EMAIL", "ALREADY_SUPPRESSED"],
        IsIdempotent = true,
    };

    public static readonly ApiCall BlockDomain = new(Resource, "blockDomain", "Block a domain",
        "Stops mail to every address at the domain of email, or at domain. With dryRun it counts whom that would stop.")
    {
        Scopes = ["suppressions:write"],
        Query = [ApiParameter.DryRun],
        Body = typeof(BlockDomainBody),
        Example = """{ "domain": "example.com", "exceptions": ["ann@example.com"] }""",
        Answers = [new(200, typeof(BlockedDomainData), "What it did, or with dryRun what it would do.")],
        OwnErrors = ["INVALID_EMAIL", "ALREADY_SUPPRESSED"],
        IsIdempotent = true,
    };

    public static readonly ApiCall Unblock = new(Resource, "unblockContact", "Unblock an address",
        "Ends every own entry for the address that this key may release. A domain entry is left with an exemption for it "
        + "unless domain says otherwise. Entries that stay are named.")
    {
        Scopes = ["suppressions:write"],
        ScopesNote = "Bounces, complaints, spam traps and the recipient's own unsubscription need suppressions:release too; "
            + "dryRun needs contacts:read.",
        Query = [ApiParameter.DryRun],
        Body = typeof(UnblockBody),
        Example = """{ "email": "ann@example.com", "domain": "exempt" }""",
        Answers = [new(200, typeof(UnblockedData), "What it did, or with dryRun what could be done about each entry.")],
        OwnErrors = ["INVALID_EMAIL", "NOT_SUPPRESSED"],
        IsIdempotent = true,
    };
}
