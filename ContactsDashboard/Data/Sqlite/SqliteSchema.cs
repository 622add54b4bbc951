namespace ContactsDashboard.Data.Sqlite;

/// <summary>The part of the schema that EF Core has no words for; run by the migration that needs it.</summary>
internal static class SqliteSchema
{
    /// <summary>Link tables stored in the order of their keys, without a hidden row id: half the size, and one look-up instead of two.</summary>
    public const string ClusteredTables = """
        DROP TABLE Participants;
        CREATE TABLE Participants (MessageId INTEGER NOT NULL, AddressId INTEGER NOT NULL, Roles INTEGER NOT NULL, PRIMARY KEY (MessageId, AddressId)) WITHOUT ROWID;
        CREATE INDEX IX_Participants_AddressId ON Participants (AddressId);
        DROP TABLE ThreadParticipants;
        CREATE TABLE ThreadParticipants (AddressId INTEGER NOT NULL, ThreadId INTEGER NOT NULL, PRIMARY KEY (AddressId, ThreadId)) WITHOUT ROWID;
        CREATE INDEX IX_ThreadParticipants_ThreadId ON ThreadParticipants (ThreadId);
        DROP TABLE ThreadLinks;
        CREATE TABLE ThreadLinks (OrganizationId INTEGER NOT NULL, Key BLOB NOT NULL, ThreadId INTEGER NOT NULL, PRIMARY KEY (OrganizationId, Key)) WITHOUT ROWID;
        CREATE INDEX IX_ThreadLinks_ThreadId ON ThreadLinks (ThreadId);
        DROP TABLE JobItems;
        CREATE TABLE JobItems (JobId INTEGER NOT NULL, AddressId INTEGER NOT NULL, Outcome INTEGER NOT NULL, PRIMARY KEY (JobId, AddressId)) WITHOUT ROWID;
        DROP TABLE WatchedFiles;
        CREATE TABLE WatchedFiles (SourceId INTEGER NOT NULL, Name TEXT NOT NULL, PRIMARY KEY (SourceId, Name)) WITHOUT ROWID;
        """;

    /// <summary>Keep the counts of listed addresses exact in the same transaction, whoever writes.</summary>
    public const string CountTriggers = """
        CREATE TRIGGER CountListedOnInsert AFTER INSERT ON Addresses WHEN NEW.Listed = 1 BEGIN
            INSERT INTO ContactCounts (OrganizationId, Blocked, Count) VALUES (NEW.OrganizationId, NEW.Blocked, 1)
            ON CONFLICT (OrganizationId, Blocked) DO UPDATE SET Count = Count + 1;
        END;
        CREATE TRIGGER CountListedOnDelete AFTER DELETE ON Addresses WHEN OLD.Listed = 1 BEGIN
            UPDATE ContactCounts SET Count = Count - 1 WHERE OrganizationId = OLD.OrganizationId AND Blocked = OLD.Blocked;
        END;
        CREATE TRIGGER CountListedOnUpdate AFTER UPDATE OF Listed, Blocked ON Addresses
        WHEN OLD.Listed <> NEW.Listed OR OLD.Blocked <> NEW.Blocked BEGIN
            UPDATE ContactCounts SET Count = Count - 1 WHERE OLD.Listed = 1 AND OrganizationId = OLD.OrganizationId AND Blocked = OLD.Blocked;
            INSERT INTO ContactCounts (OrganizationId, Blocked, Count) SELECT NEW.OrganizationId, NEW.Blocked, 1 WHERE NEW.Listed = 1
            ON CONFLICT (OrganizationId, Blocked) DO UPDATE SET Count = Count + 1;
        END;
        """;

    public const string ContactBaseTables = """
        DROP TABLE FieldValues;
        CREATE TABLE FieldValues (ContactId INTEGER NOT NULL, FieldId INTEGER NOT NULL, Text TEXT NOT NULL, Key TEXT NULL, Number REAL NULL,
            PRIMARY KEY (ContactId, FieldId)) WITHOUT ROWID;
        CREATE INDEX IX_FieldValues_FieldId_Key ON FieldValues (FieldId, Key) WHERE Key IS NOT NULL;
        CREATE INDEX IX_FieldValues_FieldId_Number ON FieldValues (FieldId, Number) WHERE Number IS NOT NULL;
        DROP TABLE SegmentMembers;
        CREATE TABLE SegmentMembers (SegmentId INTEGER NOT NULL, ContactId INTEGER NOT NULL, AuditId INTEGER NOT NULL, PRIMARY KEY (SegmentId, ContactId)) WITHOUT ROWID;
        CREATE INDEX IX_SegmentMembers_ContactId ON SegmentMembers (ContactId);
        CREATE INDEX IX_SegmentMembers_AuditId ON SegmentMembers (AuditId);
        """;

    /// <summary>What a store of before knows of its contacts, before the indexes of all contacts are built.</summary>
    public static readonly string FillContactBase = LedgerSql.RestateAll.Replace("@now", $"{DateTimeOffset.UtcNow.UtcTicks}", StringComparison.Ordinal) + """
        ;
        UPDATE Contacts SET EmailStanding = coalesce((SELECT Standing FROM Addresses WHERE Id = EmailAddressId), 0),
            PhoneStanding = coalesce((SELECT Standing FROM Addresses WHERE Id = PhoneAddressId), 0),
            NameKey = (SELECT fold(Name) FROM Addresses WHERE Id = EmailAddressId);
        INSERT INTO BaseCounts (OrganizationId, Deleted, EmailStanding, PhoneStanding, Count)
            SELECT OrganizationId, DeletedAt IS NOT NULL, EmailStanding, PhoneStanding, count(*) FROM Contacts GROUP BY 1, 2, 3, 4;
        """;

    /// <summary>Standings of contacts follow those of their addresses in the same transaction, whoever writes.</summary>
    public const string StandingTriggers = """
        CREATE TRIGGER CopyEmailStanding AFTER UPDATE OF Standing ON Addresses WHEN OLD.Standing <> NEW.Standing AND NEW.Channel = 0 BEGIN
            UPDATE Contacts SET EmailStanding = NEW.Standing WHERE EmailAddressId = NEW.Id;
        END;
        CREATE TRIGGER CopyPhoneStanding AFTER UPDATE OF Standing ON Addresses WHEN OLD.Standing <> NEW.Standing AND NEW.Channel = 1 BEGIN
            UPDATE Contacts SET PhoneStanding = NEW.Standing WHERE PhoneAddressId = NEW.Id;
        END;
        CREATE TRIGGER TakeStandingOnInsert AFTER INSERT ON Contacts
        WHEN NEW.EmailStanding <> coalesce((SELECT Standing FROM Addresses WHERE Id = NEW.EmailAddressId), 0)
            OR NEW.PhoneStanding <> coalesce((SELECT Standing FROM Addresses WHERE Id = NEW.PhoneAddressId), 0) BEGIN
            UPDATE Contacts SET EmailStanding = coalesce((SELECT Standing FROM Addresses WHERE Id = NEW.EmailAddressId), 0),
                PhoneStanding = coalesce((SELECT Standing FROM Addresses WHERE Id = NEW.PhoneAddressId), 0) WHERE Id = NEW.Id;
        END;
        CREATE TRIGGER TakeStandingOnUpdate AFTER UPDATE OF EmailAddressId, PhoneAddressId ON Contacts
        WHEN OLD.EmailAddressId IS NOT NEW.EmailAddressId OR OLD.PhoneAddressId IS NOT NEW.PhoneAddressId BEGIN
            UPDATE Contacts SET EmailStanding = coalesce((SELECT Standing FROM Addresses WHERE Id = NEW.EmailAddressId), 0),
                PhoneStanding = coalesce((SELECT Standing FROM Addresses WHERE Id = NEW.PhoneAddressId), 0) WHERE Id = NEW.Id;
        END;
        """;

    /// <summary>Keep the counts of the rails exact.</summary>
    public const string BaseCountTriggers = """
        CREATE TRIGGER CountBaseOnInsert AFTER INSERT ON Contacts BEGIN
            INSERT INTO BaseCounts (OrganizationId, Deleted, EmailStanding, PhoneStanding, Count)
            VALUES (NEW.OrganizationId, NEW.DeletedAt IS NOT NULL, NEW.EmailStanding, NEW.PhoneStanding, 1)
            ON CONFLICT (OrganizationId, Deleted, EmailStanding, PhoneStanding) DO UPDATE SET Count = Count + 1;
        END;
        CREATE TRIGGER CountBaseOnDelete AFTER DELETE ON Contacts BEGIN
            UPDATE BaseCounts SET Count = Count - 1 WHERE OrganizationId = OLD.OrganizationId AND Deleted = (OLD.DeletedAt IS NOT NULL)
                AND EmailStanding = OLD.EmailStanding AND PhoneStanding = OLD.PhoneStanding;
        END;
        CREATE TRIGGER CountBaseOnUpdate AFTER UPDATE OF DeletedAt, EmailStanding, PhoneStanding ON Contacts
        WHEN (OLD.DeletedAt IS NULL) <> (NEW.DeletedAt IS NULL) OR OLD.EmailStanding <> NEW.EmailStanding OR OLD.PhoneStanding <> NEW.PhoneStanding BEGIN
            UPDATE BaseCounts SET Count = Count - 1 WHERE OrganizationId = OLD.OrganizationId AND Deleted = (OLD.DeletedAt IS NOT NULL)
                AND EmailStanding = OLD.EmailStanding AND PhoneStanding = OLD.PhoneStanding;
            INSERT INTO BaseCounts (OrganizationId, Deleted, EmailStanding, PhoneStanding, Count)
            VALUES (NEW.OrganizationId, NEW.DeletedAt IS NOT NULL, NEW.EmailStanding, NEW.PhoneStanding, 1)
            ON CONFLICT (OrganizationId, Deleted, EmailStanding, PhoneStanding) DO UPDATE SET Count = Count + 1;
        END;
        """;

    /// <summary>Keep the rank of the place where the plan ends; <c>PlanLimitSql</c> moves the place when the rank is off.</summary>
    public const string PlanLimitTriggers = """
        CREATE TRIGGER RankLimitOnInsert AFTER INSERT ON Contacts WHEN NEW.EmailAddressId IS NOT NULL AND NEW.DeletedAt IS NULL BEGIN
            UPDATE Organizations SET LimitRank = LimitRank + 1 WHERE Id = NEW.OrganizationId AND ContactLimit IS NOT NULL
                AND (NEW.CreatedAt, NEW.Id) <= (LimitCreatedTicks, LimitContactId);
        END;
        CREATE TRIGGER RankLimitOnDelete AFTER DELETE ON Contacts WHEN OLD.EmailAddressId IS NOT NULL AND OLD.DeletedAt IS NULL BEGIN
            UPDATE Organizations SET LimitRank = LimitRank - 1 WHERE Id = OLD.OrganizationId AND ContactLimit IS NOT NULL
                AND (OLD.CreatedAt, OLD.Id) <= (LimitCreatedTicks, LimitContactId);
        END;
        CREATE TRIGGER RankLimitOnUpdate AFTER UPDATE OF DeletedAt, EmailAddressId ON Contacts
        WHEN (OLD.EmailAddressId IS NOT NULL AND OLD.DeletedAt IS NULL) <> (NEW.EmailAddressId IS NOT NULL AND NEW.DeletedAt IS NULL) BEGIN
            UPDATE Organizations SET LimitRank = LimitRank + CASE WHEN NEW.EmailAddressId IS NOT NULL AND NEW.DeletedAt IS NULL THEN 1 ELSE -1 END
            WHERE Id = NEW.OrganizationId AND ContactLimit IS NOT NULL AND (NEW.CreatedAt, NEW.Id) <= (LimitCreatedTicks, LimitContactId);
        END;
        """;

    /// <summary>Tell which rows those who search in memory have to read again.</summary>
    public const string SearchTriggers = """
        CREATE TRIGGER TellAddressOnInsert AFTER INSERT ON Addresses WHEN NEW.Listed = 1 BEGIN
            INSERT INTO SearchChanges ("Table", RowId) VALUES (0, NEW.Id);
        END;
        CREATE TRIGGER TellAddressOnUpdate AFTER UPDATE OF Listed ON Addresses WHEN OLD.Listed <> NEW.Listed BEGIN
            INSERT INTO SearchChanges ("Table", RowId) VALUES (0, NEW.Id);
        END;
        CREATE TRIGGER TellAddressOnDelete AFTER DELETE ON Addresses BEGIN
            INSERT INTO SearchChanges ("Table", RowId) VALUES (0, OLD.Id);
        END;
        CREATE TRIGGER TellContactOnInsert AFTER INSERT ON Contacts BEGIN
            INSERT INTO SearchChanges ("Table", RowId) VALUES (1, NEW.Id);
        END;
        CREATE TRIGGER TellContactOnUpdate AFTER UPDATE OF NameKey, EmailAddressId, PhoneAddressId ON Contacts
        WHEN OLD.NameKey IS NOT NEW.NameKey OR OLD.EmailAddressId IS NOT NEW.EmailAddressId OR OLD.PhoneAddressId IS NOT NEW.PhoneAddressId BEGIN
            INSERT INTO SearchChanges ("Table", RowId) VALUES (1, NEW.Id);
        END;
        CREATE TRIGGER TellContactOnDelete AFTER DELETE ON Contacts BEGIN
            INSERT INTO SearchChanges ("Table", RowId) VALUES (1, OLD.Id);
        END;
        """;

    /// <summary>Those who search in memory order there too: what their lists are ordered by is told like the texts.</summary>
    public const string SearchOrderTriggers = """
        DROP TRIGGER TellAddressOnUpdate;
        CREATE TRIGGER TellAddressOnUpdate AFTER UPDATE OF Listed, LastActiveTicks, ThreadCount ON Addresses
        WHEN OLD.Listed <> NEW.Listed OR (NEW.Listed = 1 AND (OLD.LastActiveTicks <> NEW.LastActiveTicks OR OLD.ThreadCount <> NEW.ThreadCount)) BEGIN
            INSERT INTO SearchChanges ("Table", RowId) VALUES (0, NEW.Id);
        END;
        DROP TRIGGER TellContactOnUpdate;
        CREATE TRIGGER TellContactOnUpdate AFTER UPDATE OF NameKey, EmailAddressId, PhoneAddressId, CreatedAt, UpdatedAt, Rating, DeletedAt ON Contacts
        WHEN OLD.NameKey IS NOT NEW.NameKey OR OLD.EmailAddressId IS NOT NEW.EmailAddressId OR OLD.PhoneAddressId IS NOT NEW.PhoneAddressId
            OR OLD.CreatedAt <> NEW.CreatedAt OR OLD.UpdatedAt <> NEW.UpdatedAt OR OLD.Rating <> NEW.Rating OR OLD.DeletedAt IS NOT NEW.DeletedAt BEGIN
            INSERT INTO SearchChanges ("Table", RowId) VALUES (1, NEW.Id);
        END;
        """;

    /// <summary>What a store of before knows of its duplicates; before the triggers are there.</summary>
    public const string FillDuplicates = """
        UPDATE Addresses SET Surplus = n.Surplus FROM (
            SELECT EmailAddressId AS Id, count(*) - 1 AS Surplus FROM Contacts WHERE DeletedAt IS NULL AND EmailAddressId IS NOT NULL GROUP BY 1 HAVING count(*) > 1
            UNION ALL SELECT PhoneAddressId, count(*) - 1 FROM Contacts WHERE DeletedAt IS NULL AND PhoneAddressId IS NOT NULL GROUP BY 1 HAVING count(*) > 1) n
        WHERE n.Id = Addresses.Id;
        INSERT INTO DuplicateCounts (OrganizationId, Channel, Addresses, Surplus)
            SELECT OrganizationId, Channel, count(*), sum(Surplus) FROM Addresses WHERE Surplus > 0 GROUP BY 1, 2;
        """;

    /// <summary>Asks before it opens what it would write: an import adds contacts by the hundred thousand.</summary>
    public static readonly string SurplusOnInsert = $"""
        CREATE TRIGGER SurplusOnInsert AFTER INSERT ON Contacts WHEN NEW.DeletedAt IS NULL AND ({IsShared("EmailAddressId")} OR {IsShared("PhoneAddressId")}) BEGIN
            {Joins("EmailAddressId")}
            {Joins("PhoneAddressId")}
        END;
        """;

    /// <summary>The triggers of a new contact as they are now, in a store that has them as they were.</summary>
    public static readonly string LeanTriggers = string.Concat(new[] { "SurplusOnInsert", "CountReachOnInsert", "CountEmailReachOnInsert", "CountPhoneReachOnInsert" }
        .Select(name => $"DROP TRIGGER IF EXISTS {name};\n")) + $"{SurplusOnInsert}\n{ReachSchema.CountOnInsert}";

    /// <summary>
    /// Keep the surplus of addresses exact. A contact that shares its address with nobody, and nearly all do, costs one look into an index and writes nothing.
    /// </summary>
    public static readonly string DuplicateTriggers = $"""
        {SurplusOnInsert}
        CREATE TRIGGER SurplusOnDelete AFTER DELETE ON Contacts WHEN OLD.DeletedAt IS NULL BEGIN
            UPDATE Addresses SET Surplus = Surplus - 1 WHERE Id IN (OLD.EmailAddressId, OLD.PhoneAddressId) AND Surplus > 0;
        END;
        CREATE TRIGGER SurplusOnUpdate AFTER UPDATE OF DeletedAt, EmailAddressId, PhoneAddressId ON Contacts
        WHEN (OLD.DeletedAt IS NULL) <> (NEW.DeletedAt IS NULL) OR OLD.EmailAddressId IS NOT NEW.EmailAddressId OR OLD.PhoneAddressId IS NOT NEW.PhoneAddressId BEGIN
            UPDATE Addresses SET Surplus = Surplus - 1 WHERE Id IN (OLD.EmailAddressId, OLD.PhoneAddressId) AND OLD.DeletedAt IS NULL AND Surplus > 0;
            {Joins("EmailAddressId")}
            {Joins("PhoneAddressId")}
        END;
        CREATE TRIGGER CountDuplicatesOnUpdate AFTER UPDATE OF Surplus ON Addresses WHEN OLD.Surplus <> NEW.Surplus BEGIN
            INSERT INTO DuplicateCounts (OrganizationId, Channel, Addresses, Surplus)
            VALUES (NEW.OrganizationId, NEW.Channel, (NEW.Surplus > 0) - (OLD.Surplus > 0), NEW.Surplus - OLD.Surplus)
            ON CONFLICT (OrganizationId, Channel) DO UPDATE SET Addresses = Addresses + excluded.Addresses, Surplus = Surplus + excluded.Surplus;
        END;
        """;

    // The second of an address and every further one are too many.
    private static string Joins(string column) => $"""
        UPDATE Addresses SET Surplus = Surplus + 1 WHERE Id = NEW.{column} AND NEW.DeletedAt IS NULL
            AND (Surplus > 0 OR {IsShared(column)});
        """;

    private static string IsShared(string column) => $"EXISTS (SELECT 1 FROM Contacts o WHERE o.{column} = NEW.{column} AND o.DeletedAt IS NULL AND o.Id <> NEW.Id)";
}
