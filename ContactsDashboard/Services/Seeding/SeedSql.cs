using System.Globalization;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Seeding;

/// <summary>The statements that write the data set; what follows from other tables is left to SQL.</summary>
internal static class SeedSql
{
    /// <summary>
    /// Indexes of a table are filled in random order: they must fit in the cache, a kilobyte for each contact as far as half of the machine's memory goes. What does
    /// not fit is written to the log and looked for in it again, which takes longer the longer the log is.
    /// </summary>
    public static string LargeCache(int contacts)
    {
        const long least = 512 << 10;
        var kilobytes = Math.Max(least, Math.Min(contacts, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / 1_024));
        return string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{kilobytes}");
    }

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

    public const string Contact = """
        INSERT INTO Contacts (Id, OrganizationId, EmailAddressId, PhoneAddressId, EmailStanding, PhoneStanding, CreationMethod, CreatedAt, UpdatedAt, Rating,
            FirstName, LastName, NameKey, Language, City, Country, DeletedAt, DeletedBy, DeletedReason)
        VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        """;

    public const string Number = """
        INSERT INTO Addresses (OrganizationId, Channel, Value, Domain, SpellingTicks, NameRank, FirstSeenTicks, LastActiveTicks, ThreadCount, Hidden, Standing, Blocked, Confirmation, Listed)
        VALUES (?1, 1, ?2, '', 0, 0, 0, 0, 0, 0, 1, 0, 0, 0) RETURNING Id
        """;

    public const string Activity = "INSERT INTO Activities (OrganizationId, ContactId, Channel, MessageName, Language, SentAt, Status) VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6)";

    public const string Order = "INSERT INTO Orders (OrganizationId, ContactId, ExternalId, Cents, OrderedAt) VALUES (?1, ?2, ?3, ?4, ?5)";

    public const string Field = """
        INSERT INTO FieldDefinitions (OrganizationId, Key, Label, Type, Options, CreatedAt) VALUES (@organization, @key, @label, @type, @options, @now) RETURNING Id
        """;

    public const string FieldValue = "INSERT INTO FieldValues (ContactId, FieldId, Text, Key, Number) VALUES (?1, ?2, ?3, ?4, ?5)";

    public const string Segment = """
        INSERT INTO Segments (OrganizationId, Name, Kind, Query, CreatedAt, UpdatedAt) VALUES (@organization, @name, @kind, @query, @now, @now) RETURNING Id
        """;

    /// <summary>What activity that was written before its contacts says of them.</summary>
    public static readonly string Reach = $"""
        UPDATE Contacts SET EmailOutcome = {ReachSchema.FromActivity("Contacts.Id", ReachChannel.Email).Outcome},
            EmailReadQuarter = {ReachSchema.FromActivity("Contacts.Id", ReachChannel.Email).Read}
        WHERE Id IN (SELECT ContactId FROM Activities WHERE OrganizationId = @organization)
        """;

    /// <summary>A year of days as the first day's slices grew to today's: what a page that shows them reads is as much as after a year.</summary>
    public const string Days = """
        INSERT OR IGNORE INTO ReachDays (OrganizationId, Channel, Day, Active, Inactive, Lost, NeverSent, Created, Deleted)
        WITH RECURSIVE Days (Ago) AS (SELECT 0 UNION ALL SELECT Ago + 1 FROM Days WHERE Ago < 364),
            Sums AS (SELECT Channel, sum(CASE WHEN Standing >= 3 AND Sent THEN Count ELSE 0 END) AS Lost, sum(CASE WHEN NOT Sent THEN Count ELSE 0 END) AS Never,
                sum(CASE WHEN Standing < 3 AND Sent THEN Count ELSE 0 END) AS Reached FROM ReachCounts WHERE OrganizationId = @organization GROUP BY Channel)
        SELECT @organization, Channel, @yesterday - Ago, Reached * (700 - Ago) / 1400, Reached * (700 - Ago) / 1400, Lost * (700 - Ago) / 700, Never * (700 - Ago) / 700, Reached / 1000, Lost / 1000
        FROM Sums, Days
        """;

    public const string Member = "INSERT OR IGNORE INTO SegmentMembers (SegmentId, ContactId, AuditId) VALUES (?1, ?2, 0)";

    /// <summary>The numbers the ledger may cover, in the order they were written.</summary>
    public const string PhoneIds = "SELECT Id FROM Addresses WHERE OrganizationId = @organization AND Channel = 1 ORDER BY Id LIMIT @limit";

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
