namespace ContactsDashboard.Services.Seeding;

/// <summary>The statements that write the data set; what follows from other tables is left to SQL.</summary>
internal static class SeedSql
{
    /// <summary>Indexes of a table are filled in random order: they must fit in the cache. For this connection until it is opened again.</summary>
    public const string LargeCache = "PRAGMA cache_size = -524288";

    public const string Checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";

    public const string IsUsed = """
        SELECT EXISTS (SELECT 1 FROM Addresses WHERE OrganizationId = @organization) OR EXISTS (SELECT 1 FROM Contacts WHERE OrganizationId = @organization)
            OR EXISTS (SELECT 1 FROM Messages WHERE OrganizationId = @organization) OR EXISTS (SELECT 1 FROM Suppressions WHERE OrganizationId = @organization)
        """;

    /// <summary>The last id a table gave away.</summary>
    public const string LastId = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = @table";

    public const string Address = """
        INSERT INTO Addresses (Id, OrganizationId, Channel, Value, Domain, SpellingTicks, Name, NameRank, FirstSeenTicks, LastActiveTicks, ThreadCount, Hidden, Standing, Blocked, Confirmation, Listed)
        VALUES (?1, ?2, 0, ?3, ?4, ?7, ?5, ?6, ?7, ?8, ?9, ?10, 1, 0, 0, ?9 > 0 AND ?10 = 0)
        """;

    public const string Thread = "INSERT INTO Threads (Id, OrganizationId, MessageCount) VALUES (?1, ?2, ?3)";

    public const string Message = "INSERT INTO Messages (Id, OrganizationId, Key, ThreadId, SentTicks, Subject) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    public const string Participant = "INSERT INTO Participants (MessageId, AddressId, Roles) VALUES (?1, ?2, ?3)";

    public const string Suppression = """
        INSERT INTO Suppressions (OrganizationId, Level, Scope, Value, Reason, Source, CreatedAt, CreatedBy) VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING Id
        """;

    public const string Claim = "INSERT INTO SuppressionClaims (SuppressionId, AuditId, ClaimedBy) VALUES (?1, ?2, ?3)";

    /// <summary>In the order of the key, so that the table grows at its end.</summary>
    public const string ThreadLinks = """
        INSERT INTO ThreadLinks (OrganizationId, Key, ThreadId) SELECT OrganizationId, Key, ThreadId FROM Messages WHERE OrganizationId = @organization ORDER BY Key
        """;

    public const string ThreadParticipants = """
        INSERT INTO ThreadParticipants (AddressId, ThreadId)
        SELECT DISTINCT p.AddressId, m.ThreadId FROM Messages m JOIN Participants p ON p.MessageId = m.Id WHERE m.OrganizationId = @organization ORDER BY 1, 2
        """;
}
