namespace ContactsDashboard.Data.Sqlite;

/// <summary>The part of the schema that EF Core has no words for; run by the migration that needs it.</summary>
internal static class SqliteSchema
{
    /// <summary>Keep the counts of listed addresses exact in the same transaction, whoever writes.</summary>
    public const string CountTriggers = """
        CREATE TRIGGER CountListedOnInsert AFTER INSERT ON Addresses WHEN NEW.Listed = 1 BEGIN
            INSERT INTO ContactCounts (OrganizationId, Blocked, Count) VALUES (NEW.OrganizationId, NEW.Blocked, 1)
            ON CONFLICT (OrganizationId, Blocked) DO UPDATE SET Count = Count + 1;
        END;
        CREATE TRIGGER CountListedOnDelete AFTER DELETE ON Addresses WHEN OLD.Listed = 1 BEGIN
            UPDATE ContactCounts SET Count = Count - 1 WHERE OrganizationId = OLD.OrganizationId AND Blocked = OLD.Blocked;
        END;
        CREATE TRIGGER CountListedOnUpdate AFTER UPDATE OF ThreadCount, Hidden, Blocked ON Addresses
        WHEN OLD.Listed <> NEW.Listed OR OLD.Blocked <> NEW.Blocked BEGIN
            UPDATE ContactCounts SET Count = Count - 1 WHERE OLD.Listed = 1 AND OrganizationId = OLD.OrganizationId AND Blocked = OLD.Blocked;
            INSERT INTO ContactCounts (OrganizationId, Blocked, Count) SELECT NEW.OrganizationId, NEW.Blocked, 1 WHERE NEW.Listed = 1
            ON CONFLICT (OrganizationId, Blocked) DO UPDATE SET Count = Count + 1;
        END;
        """;
}
