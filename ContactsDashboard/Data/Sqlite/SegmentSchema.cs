namespace ContactsDashboard.Data.Sqlite;

/// <summary>The counters of lists and categories: a look at forty of them must not count a million members.</summary>
internal static class SegmentSchema
{
    /// <summary>How many contacts each list and category has, counted.</summary>
    public const string Recount = """
        SELECT m.SegmentId, sum(c.DeletedAt IS NULL) AS Contacts, sum(c.DeletedAt IS NOT NULL) AS Deleted
        FROM SegmentMembers m CROSS JOIN Contacts c ON c.Id = m.ContactId WHERE m.SegmentId > 0 GROUP BY m.SegmentId
        """;

    /// <summary>What a store of before knows; before the triggers are there.</summary>
    public const string Fill = $"INSERT INTO SegmentCounts (SegmentId, Contacts, Deleted) {Recount};";

    public const string Triggers = """
        CREATE TRIGGER CountMemberOnInsert AFTER INSERT ON SegmentMembers WHEN NEW.SegmentId > 0 BEGIN
            INSERT INTO SegmentCounts (SegmentId, Contacts, Deleted)
            SELECT NEW.SegmentId, DeletedAt IS NULL, DeletedAt IS NOT NULL FROM Contacts WHERE Id = NEW.ContactId
            ON CONFLICT (SegmentId) DO UPDATE SET Contacts = Contacts + excluded.Contacts, Deleted = Deleted + excluded.Deleted;
        END;
        CREATE TRIGGER CountMemberOnDelete AFTER DELETE ON SegmentMembers WHEN OLD.SegmentId > 0 BEGIN
            UPDATE SegmentCounts SET Contacts = Contacts - (SELECT count(*) FROM Contacts WHERE Id = OLD.ContactId AND DeletedAt IS NULL),
                Deleted = Deleted - (SELECT count(*) FROM Contacts WHERE Id = OLD.ContactId AND DeletedAt IS NOT NULL) WHERE SegmentId = OLD.SegmentId;
        END;
        CREATE TRIGGER CountMembersOnContactUpdate AFTER UPDATE OF DeletedAt ON Contacts WHEN (OLD.DeletedAt IS NULL) <> (NEW.DeletedAt IS NULL) BEGIN
            UPDATE SegmentCounts SET Contacts = Contacts + (NEW.DeletedAt IS NULL) - (OLD.DeletedAt IS NULL), Deleted = Deleted + (OLD.DeletedAt IS NULL) - (NEW.DeletedAt IS NULL)
            WHERE SegmentId IN (SELECT SegmentId FROM SegmentMembers WHERE ContactId = NEW.Id);
        END;
        CREATE TRIGGER LeaveSegmentsOnContactDelete BEFORE DELETE ON Contacts BEGIN
            DELETE FROM SegmentMembers WHERE ContactId = OLD.Id;
        END;
        """;

    public const string DropTriggers = """
        DROP TRIGGER CountMemberOnInsert; DROP TRIGGER CountMemberOnDelete; DROP TRIGGER CountMembersOnContactUpdate; DROP TRIGGER LeaveSegmentsOnContactDelete;
        """;
}
