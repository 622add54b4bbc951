namespace ContactsDashboard.Data.Sqlite;

/// <summary>What erasing a person does about a column that holds texts.</summary>
internal enum ColumnRule
{
    /// <summary>Holds nothing about contacts; the reason says what instead.</summary>
    NotPersonal,

    /// <summary>Goes, or is emptied, with the person's own rows.</summary>
    OwnRows,

    /// <summary>Whatever names the person is taken out of everybody's rows.</summary>
    Replaced,

    /// <summary>Rows that name the person go.</summary>
    Deleted,
}

/// <summary>A column of texts or bytes, and what an erasure does about it.</summary>
internal sealed record PersonalColumn(string Table, string Column, ColumnRule Rule, string Why)
{
    /// <summary>Which rows are the organisation's (<c>@organization</c>).</summary>
    public string Owned => Table switch
    {
        "FieldValues" => "ContactId IN (SELECT Id FROM Contacts WHERE OrganizationId = @organization)",
        "SuppressionChanges" or "SuppressionExceptions" => "SuppressionId IN (SELECT Id FROM Suppressions WHERE OrganizationId = @organization)",
        "RequestComments" => "RequestId IN (SELECT Id FROM Requests WHERE OrganizationId = @organization)",
        "IdempotentRequests" => "ApiKeyId IN (SELECT Id FROM ApiKeys WHERE OrganizationId = @organization)",
        "Jobs" => "OrganizationId = @organization AND Id <> @job",
        _ => "OrganizationId = @organization",
    };
}

/// <summary>Every column of the store that may hold texts, and what becomes of it when a person is erased. A test finds the column nobody decided about.</summary>
internal static class PersonalColumns
{
    private const string Staff = "who works here, not who is written to";

    public static readonly IReadOnlyList<PersonalColumn> All =
    [
        .. Of("Addresses", ColumnRule.OwnRows, "the address itself", "Value", "Domain", "Spelling", "Name"),
        .. Of("Contacts", ColumnRule.Replaced, "others' profiles may name them; their own goes", "FirstName", "LastName", "NameKey", "Street", "City", "Region", "PostalCode", "DeletedReason", "ConsentBy"),
        .. Of("Contacts", ColumnRule.OwnRows, "codes, and what another system calls them; they go with the profile", "Language", "TimeZone", "Country", "ExternalId"),
        .. Of("Contacts", ColumnRule.NotPersonal, Staff, "DeletedBy"),
        .. Of("ContactVersions", ColumnRule.Replaced, "undo of others' profiles may name them; their own goes", "Before", "After"),
        .. Of("FieldValues", ColumnRule.Replaced, "others' fields may name them; their own go", "Text", "Key"),
        .. Of("ContactTokens", ColumnRule.OwnRows, "a device", "Value"),
        .. Of("Orders", ColumnRule.Replaced, "a shop may number by address", "ExternalId"),
        .. Of("Activities", ColumnRule.Replaced, "a message may be named after them", "MessageName"),
        .. Of("Activities", ColumnRule.OwnRows, "a code", "Language"),
        .. Of("Segments", ColumnRule.Replaced, "a dynamic segment's search may name them", "Name", "Query", "Description"),
        .. Of("Segments", ColumnRule.NotPersonal, "what a list asks, not what anybody answers", "CustomFields"),
        .. Of("ListMemberships", ColumnRule.Replaced, "what others are known by may name them; their own goes with the membership", "Source", "ConsentSource", "CustomValues"),
        .. Of("ListMemberships", ColumnRule.OwnRows, "goes with the membership", "ConsentIp"),
        .. Of("Activities", ColumnRule.OwnRows, "a hash of message and recipient", "MessageKey"),
        .. Of("MailReports", ColumnRule.OwnRows, "the address itself, hashes of mail to it, a code", "Recipient", "Named", "FinalRecipient", "PathKey", "EventKey", "Code"),
        .. Of("MailReports", ColumnRule.NotPersonal, "hashes of Message-IDs", "Key", "MailKey"),
        .. Of("MailReports", ColumnRule.Replaced, "diagnostics and subjects of others may name them; their own go", "Text", "Subject", "MailId"),
        .. Of("MailPaths", ColumnRule.NotPersonal, "a hash of a return path", "Key"),
        .. Of("DeliveryEvents", ColumnRule.OwnRows, "the address itself, hashes of it, a code", "Recipient", "Key", "MessageKey", "Code"),
        .. Of("DeliveryEvents", ColumnRule.NotPersonal, "a hash of the Message-ID", "MailKey"),
        .. Of("DeliveryEvents", ColumnRule.Replaced, "others' diagnostics may name them; their own go", "Text"),
        .. Of("EventSources", ColumnRule.NotPersonal, "a provider's webhook", "Name", "TokenHash", "OldTokenHash", "Key", "Topic", "ConfirmUrl"),
        .. Of("UsedSignatures", ColumnRule.NotPersonal, "hashes of a signature and what it was for", "Hash", "BodyHash"),
        .. Of("EventDeliveries", ColumnRule.NotPersonal, "our own sentences", "Code", "Reason"),
        .. Of("SavedSearches", ColumnRule.Replaced, "a search for them", "Name", "Query"),
        .. Of("SignUps", ColumnRule.OwnRows, "a link's hash", "SecretHash"),
        .. Of("SignUps", ColumnRule.NotPersonal, "ids of categories", "Categories"),
        .. Of("WebhookEndpoints", ColumnRule.NotPersonal, "a program and its secrets", "Url", "Description", "Secret", "FormerSecret"),
        .. Of("WebhookDeliveries", ColumnRule.Replaced, "a receiver's answer may name them; what is sent is made of the ledger when it is sent", "Answer"),
        .. Of("SignUpForms", ColumnRule.NotPersonal, "a place on a web site", "Name", "Token"),
        .. Of("FieldDefinitions", ColumnRule.NotPersonal, "what the organisation asks, not what anybody answers", "Key", "Label", "Options"),
        .. Of("Messages", ColumnRule.Replaced, "a subject may name them", "Subject"),
        .. Of("Messages", ColumnRule.NotPersonal, "a hash of the Message-ID", "Key"),
        .. Of("ThreadLinks", ColumnRule.NotPersonal, "a hash of the Message-ID", "Key"),
        .. Of("Suppressions", ColumnRule.OwnRows, "becomes a keyed hash", "Value", "Domain"),
        .. Of("Suppressions", ColumnRule.Replaced, "others' notes and evidence may name them; their own is emptied", "Note", "EvidenceText"),
        .. Of("Suppressions", ColumnRule.NotPersonal, "an SMTP code; who added it", "EvidenceCode", "CreatedBy"),
        .. Of("SuppressionClaims", ColumnRule.NotPersonal, Staff, "ClaimedBy"),
        .. Of("SuppressionChanges", ColumnRule.Replaced, "notes of others may name them; their own go", "NoteBefore", "NoteAfter"),
        .. Of("SuppressionExceptions", ColumnRule.OwnRows, "the address itself", "Value"),
        .. Of("Erasures", ColumnRule.NotPersonal, "what remains: a keyed hash, a domain, who erased", "Hash", "Domain", "By"),
        .. Of("HashKeys", ColumnRule.NotPersonal, "the id of a key", "Id"),
        .. Of("Requests", ColumnRule.Replaced, "why somebody asks may name them", "Reason"),
        .. Of("Requests", ColumnRule.NotPersonal, Staff, "AskedBy", "DecidedBy"),
        .. Of("RequestItems", ColumnRule.NotPersonal, "ids of entries", "Shown"),
        .. Of("RequestComments", ColumnRule.Replaced, "a comment may name them", "Text"),
        .. Of("RequestComments", ColumnRule.NotPersonal, Staff, "By"),
        .. Of("DeclinedProposals", ColumnRule.OwnRows, "the address itself; it goes when no organisation holds it any more", "Value"),
        .. Of("Audit", ColumnRule.Replaced, "facts of a change", "Details"),
        .. Of("Audit", ColumnRule.NotPersonal, Staff, "Actor"),
        .. Of("Jobs", ColumnRule.Replaced, "a search may be a command", "Command", "Progress", "Error"),
        .. Of("Jobs", ColumnRule.NotPersonal, Staff, "Actor"),
        .. Of("ImportMappings", ColumnRule.NotPersonal, "a hash of column names, and what the columns are", "HeaderHash", "Options"),
        .. Of("IdempotentRequests", ColumnRule.Deleted, "an answer may name them; asked again, it is given anew", "Key", "Location", "Body"),
        .. Of("IdempotentRequests", ColumnRule.NotPersonal, "a hash of the request; the server's number", "Hash", "Server"),
        .. Of("RejectedMessages", ColumnRule.Replaced, "the reason may quote a header", "File", "Reason"),
        .. Of("RejectedMessages", ColumnRule.NotPersonal, "one of our codes", "Code"),
        .. Of("MailSources", ColumnRule.Replaced, "an error may quote a header", "LastError"),
        .. Of("MailSources", ColumnRule.NotPersonal, "a folder of the host", "Name", "Path"),
        .. Of("WatchedFiles", ColumnRule.NotPersonal, "the unique name of a file in a mail folder", "Name"),
        .. Of("DerivationRules", ColumnRule.Deleted, "a rule for one address", "Pattern"),
        .. Of("Organizations", ColumnRule.NotPersonal, "the organisation", "Slug", "Name", "TimeZone", "PhoneCountry", "Currency"),
        .. Of("ApiKeys", ColumnRule.NotPersonal, "a program", "Name", "Prefix", "Hash", "Scopes"),
        .. Of("AspNetUsers", ColumnRule.NotPersonal, Staff, "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "PasswordHash", "SecurityStamp", "ConcurrencyStamp",
            "PhoneNumber"),
        .. Of("AspNetUserClaims", ColumnRule.NotPersonal, Staff, "ClaimType", "ClaimValue"),
        .. Of("AspNetUserLogins", ColumnRule.NotPersonal, Staff, "LoginProvider", "ProviderKey", "ProviderDisplayName"),
        .. Of("AspNetUserTokens", ColumnRule.NotPersonal, Staff, "LoginProvider", "Name", "Value"),
    ];

    private static IEnumerable<PersonalColumn> Of(string table, ColumnRule rule, string why, params string[] columns) => columns.Select(c => new PersonalColumn(table, c, rule, why));
}
