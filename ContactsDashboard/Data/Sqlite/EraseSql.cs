namespace ContactsDashboard.Data.Sqlite;

/// <summary>Taking a person out of the store. Contacts are <c>@contacts</c>, a JSON array; an address is <c>@address</c>, its value <c>@value</c>.</summary>
internal static class EraseSql
{
    private const string Contacts = "(SELECT value FROM json_each(@contacts))";

    public const string SomeThreads = "SELECT ThreadId FROM ThreadParticipants WHERE AddressId = @address LIMIT @limit";

    public const string MessagesOfThreads = """
        SELECT m.Id, m.Subject FROM Participants p CROSS JOIN Messages m ON m.Id = p.MessageId
        WHERE p.AddressId = @address AND m.ThreadId IN (SELECT value FROM json_each(@threads))
        """;

    /// <summary>The person leaves these conversations; what others said in them stays theirs.</summary>
    public const string LeaveThreads = """
        DELETE FROM Participants WHERE AddressId = @address AND MessageId IN (SELECT value FROM json_each(@messages));
        DELETE FROM ThreadParticipants WHERE AddressId = @address AND ThreadId IN (SELECT value FROM json_each(@threads));
        UPDATE Addresses SET ThreadCount = max(0, ThreadCount - json_array_length(@threads)), Listed = (max(0, ThreadCount - json_array_length(@threads)) > 0 AND Hidden = 0)
            WHERE Id = @address;
        """;

    /// <summary>What somebody of an own domain sent is known no longer: to whom nobody else of them wrote was never written to.</summary>
    public const string Unmail = $"""
        UPDATE Addresses AS a SET Mailed = 0 WHERE a.Mailed = 1 AND a.Id IN (SELECT AddressId FROM Participants WHERE MessageId IN (SELECT value FROM json_each(@messages)))
            AND EXISTS (SELECT 1 FROM Addresses o JOIN DerivationRules r ON r.OrganizationId = o.OrganizationId AND r.Kind = 0 AND o.Value GLOB r.Pattern WHERE o.Id = @address)
            AND NOT {ReachSchema.IsMailed}
        """;

    public const string ClearSubject = "UPDATE Messages SET Subject = '' WHERE OrganizationId = @organization AND Id IN (SELECT value FROM json_each(@messages))";

    public const string SomeActivities = $"DELETE FROM Activities WHERE Id IN (SELECT Id FROM Activities WHERE OrganizationId = @organization AND ContactId IN {Contacts} LIMIT @limit)";

    /// <summary>What the contacts were part of counts them as erased, so that its undo can say so.</summary>
    public const string CountErased = $"""
        UPDATE Audit SET Erased = Erased + n.Contacts FROM (SELECT AuditId, count(DISTINCT ContactId) AS Contacts FROM (
                SELECT AuditId, ContactId FROM ContactVersions WHERE ContactId IN {Contacts}
                UNION ALL SELECT AuditId, ContactId FROM SegmentMembers WHERE ContactId IN {Contacts}
                UNION ALL SELECT DeletedByAuditId, Id FROM Contacts WHERE Id IN {Contacts} AND DeletedByAuditId IS NOT NULL)
            GROUP BY AuditId) n
        WHERE Audit.Id = n.AuditId AND Audit.OrganizationId = @organization
        """;

    public const string DeleteContacts = $"""
        DELETE FROM FieldValues WHERE ContactId IN {Contacts};
        DELETE FROM ContactTokens WHERE ContactId IN {Contacts};
        DELETE FROM Orders WHERE OrganizationId = @organization AND ContactId IN {Contacts};
        DELETE FROM SegmentMembers WHERE ContactId IN {Contacts};
        DELETE FROM ContactVersions WHERE ContactId IN {Contacts};
        DELETE FROM MergedItems WHERE ContactId IN {Contacts};
        UPDATE Audit SET ContactId = NULL WHERE OrganizationId = @organization AND ContactId IN {Contacts};
        DELETE FROM Contacts WHERE OrganizationId = @organization AND Id IN {Contacts};
        """;

    public const string DeleteAddress = """
        DELETE FROM SignUps WHERE AddressId = @address;
        UPDATE Audit SET AddressId = NULL WHERE AddressId = @address;
        DELETE FROM Addresses WHERE OrganizationId = @organization AND Id = @address;
        """;

    /// <summary>Whether nobody else's correspondence knows the address: then the platform forgets it too.</summary>
    public const string IsNobodyElses = "SELECT NOT EXISTS (SELECT 1 FROM Addresses WHERE Channel = @channel AND Value = @value AND OrganizationId <> @organization)";

    private const string Theirs = "(SELECT Id FROM Suppressions WHERE OrganizationId = @owner AND Scope = @scope AND Value = @value AND EndedAt IS NULL)";

    private const string TheirEnded = "(SELECT Id FROM Suppressions WHERE OrganizationId = @owner AND Scope = @scope AND Value = @value AND EndedAt IS NOT NULL)";

    private const string TheirExceptions = "SuppressionExceptions x WHERE x.Value = @value AND x.SuppressionId IN (SELECT Id FROM Suppressions WHERE OrganizationId = @owner)";

    /// <summary>Entries of the past go with all that refers to them; those in force stay as a hash, without what was told of the person.</summary>
    public const string HashEntries = $"""
        UPDATE Audit SET Erased = Erased + 1 WHERE Id IN (SELECT EndedByAuditId FROM Suppressions WHERE Id IN {TheirEnded}
            UNION SELECT AuditId FROM SuppressionChanges WHERE SuppressionId IN {Theirs}
            UNION SELECT x.AuditId FROM {TheirExceptions} UNION SELECT x.RemovedByAuditId FROM {TheirExceptions});
        UPDATE Audit SET SuppressionId = NULL WHERE SuppressionId IN {TheirEnded} OR SuppressionId IN {Theirs};
        DELETE FROM SuppressionChanges WHERE SuppressionId IN {TheirEnded} OR SuppressionId IN {Theirs};
        DELETE FROM SuppressionExceptions WHERE Id IN (SELECT x.Id FROM {TheirExceptions});
        DELETE FROM SuppressionClaims WHERE SuppressionId IN {TheirEnded};
        DELETE FROM Suppressions WHERE Id IN {TheirEnded};
        UPDATE Suppressions SET Value = {HashSql.NewHash}(Value), Domain = @domain, Note = NULL, EvidenceText = NULL, ErasedByAuditId = @audit WHERE Id IN {Theirs};
        """;

    /// <summary>The same for entries known by hash before: from now on they are an erasure's.</summary>
    public const string ClaimHashed = $"""
        UPDATE Suppressions SET ErasedByAuditId = @audit, Domain = @domain, Note = NULL, EvidenceText = NULL
        WHERE OrganizationId = @organization AND Scope = @scope AND EndedAt IS NULL AND ErasedByAuditId IS NULL
            AND Value IN (SELECT {HashSql.HashWith}(@value, Id) FROM HashKeys)
        """;

    public const string AddErasure = $"""
        INSERT INTO Erasures (OrganizationId, Channel, Hash, Domain, At, "By", AuditId)
        SELECT @organization, @channel, {HashSql.NewHash}(@value), @domain, @now, @by, @audit WHERE NOT EXISTS (SELECT 1 FROM Erasures
            WHERE OrganizationId = @organization AND Channel = @channel AND Hash IN (SELECT {HashSql.HashWith}(@value, Id) FROM HashKeys))
        """;

    /// <summary>Everything an address of this organisation may be in, for finding who was erased elsewhere.</summary>
    public const string KnownValues = """
        SELECT Channel, Value FROM Addresses WHERE OrganizationId = @organization
        UNION SELECT CASE Scope WHEN 2 THEN 1 ELSE 0 END, Value FROM Suppressions WHERE OrganizationId IN (@organization, 0) AND Scope IN (0, 2)
            AND NOT (Value >= 'hash:' AND Value < 'hash;')
        UNION SELECT CASE WHEN Channel IN (1, 2, 3) THEN 1 ELSE 0 END, Recipient FROM DeliveryEvents WHERE OrganizationId = @organization
        UNION SELECT 0, x.Value FROM SuppressionExceptions x JOIN Suppressions s ON s.Id = x.SuppressionId AND s.OrganizationId = @organization
        """;

    public const string DeleteProposal = "DELETE FROM DeclinedProposals WHERE Value = @value";

    public static string Find(PersonalColumn column, int patterns) => $"SELECT EXISTS (SELECT 1 FROM {column.Table} WHERE {column.Owned} AND ({Like(column, patterns)}))";

    public static string Replace(PersonalColumn column, int patterns) =>
        $"UPDATE {column.Table} SET {column.Column} = {Forget}({column.Column}, @regex) WHERE {column.Owned} AND ({Like(column, patterns)})";

    public static string Delete(PersonalColumn column, int patterns) =>
        $"DELETE FROM {column.Table} WHERE {column.Owned} AND {IsNamed}(CAST({column.Column} AS TEXT), @regex) AND ({Like(column, patterns)})";

    /// <summary>SQL function: a text without what a pattern matches.</summary>
    public const string Forget = "forget";

    /// <summary>SQL function: whether a pattern matches a text.</summary>
    public const string IsNamed = "is_named";

    private static string Like(PersonalColumn column, int patterns) =>
        string.Join(" OR ", Enumerable.Range(0, patterns).Select(i => $"CAST({column.Column} AS TEXT) LIKE @like{i} ESCAPE '\\'"));
}
