namespace ContactsDashboard.Data.Sqlite;

/// <summary>Status and counts of lists: kept with each member, so that a million of them are listed and counted without a look at every one.</summary>
internal static class ListSchema
{
    // An entry that ran out a moment ago still counts here: whoever ends it restates its members.
    private static readonly string StatusOfMember = $"""
        coalesce((SELECT {ListSql.Status("s.EndedAt IS NULL")} FROM Contacts c JOIN Addresses a ON a.Id = c.EmailAddressId
            WHERE c.Id = NEW.ContactId AND c.DeletedAt IS NULL), 0)
        """;

    /// <summary>What a store of before knows; before the triggers are there.</summary>
    public static readonly string Fill = $"""
        UPDATE SegmentMembers AS m SET Status = {ListSql.Status("s.EndedAt IS NULL")} FROM Contacts c JOIN Addresses a ON a.Id = c.EmailAddressId
        WHERE c.Id = m.ContactId AND c.DeletedAt IS NULL;
        INSERT INTO ListCounts (SegmentId, Status, Count) SELECT SegmentId, Status, count(*) FROM SegmentMembers GROUP BY SegmentId, Status;
        """;

    /// <summary>Status and counts follow their facts in the same transaction, whoever writes; entries of the ledger are <see cref="ListSql.Restate"/>'s.</summary>
    public static readonly string Triggers = $"""
        CREATE TRIGGER TakeListStatusOnInsert AFTER INSERT ON SegmentMembers BEGIN
            INSERT INTO ListCounts (SegmentId, Status, Count) VALUES (NEW.SegmentId, NEW.Status, 1) ON CONFLICT (SegmentId, Status) DO UPDATE SET Count = Count + 1;
            UPDATE SegmentMembers SET Status = {StatusOfMember} WHERE SegmentId = NEW.SegmentId AND ContactId = NEW.ContactId;
        END;
        CREATE TRIGGER CountListStatusOnUpdate AFTER UPDATE OF Status ON SegmentMembers WHEN OLD.Status <> NEW.Status BEGIN
            UPDATE ListCounts SET Count = Count - 1 WHERE SegmentId = OLD.SegmentId AND Status = OLD.Status;
            INSERT INTO ListCounts (SegmentId, Status, Count) VALUES (NEW.SegmentId, NEW.Status, 1) ON CONFLICT (SegmentId, Status) DO UPDATE SET Count = Count + 1;
        END;
        CREATE TRIGGER LeaveListOnDelete AFTER DELETE ON SegmentMembers BEGIN
            UPDATE ListCounts SET Count = Count - 1 WHERE SegmentId = OLD.SegmentId AND Status = OLD.Status;
            DELETE FROM ListMemberships WHERE SegmentId = OLD.SegmentId AND ContactId = OLD.ContactId;
        END;
        CREATE TRIGGER TakeListStatusOnContactUpdate AFTER UPDATE OF EmailAddressId, DeletedAt ON Contacts
        WHEN OLD.EmailAddressId IS NOT NEW.EmailAddressId OR (OLD.DeletedAt IS NULL) <> (NEW.DeletedAt IS NULL) BEGIN
            UPDATE SegmentMembers SET Status = coalesce((SELECT {ListSql.Status("s.EndedAt IS NULL")} FROM Addresses a
                WHERE a.Id = NEW.EmailAddressId AND NEW.DeletedAt IS NULL), 0) WHERE ContactId = NEW.Id;
        END;
        """;

    public const string DropTriggers = """
        DROP TRIGGER TakeListStatusOnInsert; DROP TRIGGER CountListStatusOnUpdate; DROP TRIGGER LeaveListOnDelete; DROP TRIGGER TakeListStatusOnContactUpdate;
        """;
}
