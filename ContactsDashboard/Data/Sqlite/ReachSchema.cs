using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// The facts behind analytics: of each contact and channel what became of the latest message and when it last read one, of each address whether mail of an
/// own domain went to it; and how many contacts are alike in them. Triggers keep all of it in the transaction of whoever writes.
/// </summary>
internal static class ReachSchema
{
    private const string Quarter = "9000000000"; // Reaches.QuarterTicks
    private const string HasRead = "(2, 3)"; // ActivityStatus.Read, Clicked

    /// <summary>Stored in the order of its key: what a page adds up lies together.</summary>
    public const string Tables = """
        DROP TABLE ReachCounts;
        CREATE TABLE ReachCounts (OrganizationId INTEGER NOT NULL, Channel INTEGER NOT NULL, Standing INTEGER NOT NULL, Sent INTEGER NOT NULL, SoftBounced INTEGER NOT NULL,
            ReadQuarter INTEGER NOT NULL, Count INTEGER NOT NULL, PRIMARY KEY (OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter)) WITHOUT ROWID;
        """;

    /// <summary>Whether mail of an own domain went to the address <c>a</c>, asked of the mail itself.</summary>
    public const string IsMailed = """
        EXISTS (SELECT 1 FROM Participants p CROSS JOIN Participants f ON f.MessageId = p.MessageId AND f.Roles & 1 <> 0 CROSS JOIN Addresses s ON s.Id = f.AddressId
            WHERE p.AddressId = a.Id AND p.Roles & 14 <> 0
                AND EXISTS (SELECT 1 FROM DerivationRules r WHERE r.OrganizationId = s.OrganizationId AND r.Kind = 0 AND s.Value GLOB r.Pattern))
        """;

    /// <summary>What activity says of the contact whose id <paramref name="contact"/> is: the status of its latest message, and the quarter of the last one it read.</summary>
    public static (string Outcome, string Read) FromActivity(string contact, ReachChannel channel) =>
        ($"(SELECT Status FROM Activities WHERE ContactId = {contact} AND {Of(channel)} ORDER BY SentAt DESC, Id DESC LIMIT 1)",
            $"coalesce((SELECT SentAt / {Quarter} FROM Activities WHERE ContactId = {contact} AND {Of(channel)} AND Status IN {HasRead} ORDER BY SentAt DESC LIMIT 1), 0)");

    /// <summary>What a store of before knows; before the triggers are there.</summary>
    public static readonly string Fill = $"""
        UPDATE Addresses AS a SET Mailed = 1 WHERE a.Channel = 0 AND {IsMailed};
        UPDATE Contacts SET EmailMailed = coalesce((SELECT Mailed FROM Addresses WHERE Id = EmailAddressId), 0),
            EmailOutcome = {FromActivity("Contacts.Id", ReachChannel.Email).Outcome}, EmailReadQuarter = {FromActivity("Contacts.Id", ReachChannel.Email).Read},
            PhoneOutcome = {FromActivity("Contacts.Id", ReachChannel.Phone).Outcome}, PhoneReadQuarter = {FromActivity("Contacts.Id", ReachChannel.Phone).Read};
        INSERT INTO ReachCounts (OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter, Count) {Recount("1")};
        """;

    /// <summary>The counts, counted.</summary>
    public static string Recount(string which) => string.Join(" UNION ALL ", Enum.GetValues<ReachChannel>().Select(channel =>
        $"SELECT c.OrganizationId, {(int)channel}, {Key("c", channel)}, count(*) FROM Contacts c WHERE {IsCounted("c", channel)} AND {which} GROUP BY 1, 2, 3, 4, 5, 6"));

    /// <summary>One for each channel: most contacts have one, and the other opens nothing then.</summary>
    public static readonly string CountOnInsert = string.Concat(Enum.GetValues<ReachChannel>().Select(channel => $"""
        CREATE TRIGGER Count{channel}ReachOnInsert AFTER INSERT ON Contacts WHEN {IsCounted("NEW", channel)} BEGIN
            INSERT INTO ReachCounts (OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter, Count)
            VALUES (NEW.OrganizationId, {(int)channel}, {Key("NEW", channel)}, 1)
            ON CONFLICT (OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter) DO UPDATE SET Count = Count + 1;
        END;

        """));

    public static readonly string Triggers = $"""
        CREATE TRIGGER CopyMailed AFTER UPDATE OF Mailed ON Addresses WHEN OLD.Mailed <> NEW.Mailed BEGIN
            UPDATE Contacts SET EmailMailed = NEW.Mailed WHERE EmailAddressId = NEW.Id;
        END;
        CREATE TRIGGER TakeMailedOnInsert AFTER INSERT ON Contacts WHEN NEW.EmailMailed <> coalesce((SELECT Mailed FROM Addresses WHERE Id = NEW.EmailAddressId), 0) BEGIN
            UPDATE Contacts SET EmailMailed = NOT NEW.EmailMailed WHERE Id = NEW.Id;
        END;
        CREATE TRIGGER TakeMailedOnUpdate AFTER UPDATE OF EmailAddressId ON Contacts WHEN OLD.EmailAddressId IS NOT NEW.EmailAddressId BEGIN
            UPDATE Contacts SET EmailMailed = coalesce((SELECT Mailed FROM Addresses WHERE Id = NEW.EmailAddressId), 0) WHERE Id = NEW.Id;
        END;
        CREATE TRIGGER ReachOnActivityInsert AFTER INSERT ON Activities WHEN NEW.Channel <= 3 BEGIN
            {Learn(ReachChannel.Email)}
            {Learn(ReachChannel.Phone)}
        END;
        CREATE TRIGGER ReachOnActivityDelete AFTER DELETE ON Activities WHEN OLD.Channel <= 3 BEGIN
            {Restate("OLD", ReachChannel.Email)}
            {Restate("OLD", ReachChannel.Phone)}
        END;
        CREATE TRIGGER ReachOnActivityUpdate AFTER UPDATE OF ContactId, Channel, SentAt, Status ON Activities
        WHEN OLD.ContactId <> NEW.ContactId OR OLD.Channel <> NEW.Channel OR OLD.SentAt <> NEW.SentAt OR OLD.Status <> NEW.Status BEGIN
            {Restate("OLD", ReachChannel.Email)}
            {Restate("OLD", ReachChannel.Phone)}
            {Restate("NEW", ReachChannel.Email, " AND (OLD.ContactId <> NEW.ContactId OR OLD.Channel <> NEW.Channel)")}
            {Restate("NEW", ReachChannel.Phone, " AND (OLD.ContactId <> NEW.ContactId OR OLD.Channel <> NEW.Channel)")}
        END;
        {CountOnInsert}
        CREATE TRIGGER CountReachOnDelete AFTER DELETE ON Contacts BEGIN
            {Count("OLD", ReachChannel.Email, -1)}
            {Count("OLD", ReachChannel.Phone, -1)}
        END;
        {CountOnUpdate(ReachChannel.Email, "EmailStanding, EmailMailed, EmailOutcome, EmailReadQuarter")}
        {CountOnUpdate(ReachChannel.Phone, "PhoneStanding, PhoneOutcome, PhoneReadQuarter")}
        """;

    public static readonly string DropTriggers = string.Concat(new[]
    {
        "CopyMailed", "TakeMailedOnInsert", "TakeMailedOnUpdate", "ReachOnActivityInsert", "ReachOnActivityDelete", "ReachOnActivityUpdate", "CountEmailReachOnInsert", "CountPhoneReachOnInsert",
        "CountReachOnDelete", "CountEmailReachOnUpdate", "CountPhoneReachOnUpdate",
    }.Select(name => $"DROP TRIGGER {name};\n"));

    private static string Of(ReachChannel channel) => channel == ReachChannel.Email ? "Channel = 0" : "Channel IN (1, 2, 3)";

    // Nearly every message is the latest one: nothing but its place is looked up.
    private static string Learn(ReachChannel channel) => $"""
        UPDATE Contacts SET {channel}ReadQuarter = max({channel}ReadQuarter, CASE WHEN NEW.Status IN {HasRead} THEN NEW.SentAt / {Quarter} ELSE 0 END),
            {channel}Outcome = CASE WHEN EXISTS (SELECT 1 FROM Activities WHERE ContactId = NEW.ContactId AND SentAt >= NEW.SentAt AND (SentAt, Id) > (NEW.SentAt, NEW.Id)
                AND {Of(channel)}) THEN {channel}Outcome ELSE NEW.Status END
        WHERE Id = NEW.ContactId AND NEW.{Of(channel)};
        """;

    private static string Restate(string row, ReachChannel channel, string when = "")
    {
        var (outcome, read) = FromActivity($"{row}.ContactId", channel);
        return $"UPDATE Contacts SET {channel}Outcome = {outcome}, {channel}ReadQuarter = {read} WHERE Id = {row}.ContactId AND {row}.{Of(channel)}{when};";
    }

    private static string CountOnUpdate(ReachChannel channel, string columns) => $"""
        CREATE TRIGGER Count{channel}ReachOnUpdate AFTER UPDATE OF DeletedAt, {columns} ON Contacts
        WHEN (OLD.DeletedAt IS NULL) <> (NEW.DeletedAt IS NULL) OR ({Key("OLD", channel)}) <> ({Key("NEW", channel)}) BEGIN
            {Count("OLD", channel, -1)}
            {Count("NEW", channel, 1)}
        END;
        """;

    private static string Count(string row, ReachChannel channel, int by) => $"""
        INSERT INTO ReachCounts (OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter, Count)
        SELECT {row}.OrganizationId, {(int)channel}, {Key(row, channel)}, {by} WHERE {IsCounted(row, channel)}
        ON CONFLICT (OrganizationId, Channel, Standing, Sent, SoftBounced, ReadQuarter) DO UPDATE SET Count = Count + excluded.Count;
        """;

    private static string IsCounted(string row, ReachChannel channel) => $"{row}.DeletedAt IS NULL AND {row}.{channel}Standing <> 0";

    // Of the blocked nobody asks what they read: their rows are few.
    private static string Key(string row, ReachChannel channel)
    {
        var (standing, mailed) = ($"{row}.{channel}Standing", channel == ReachChannel.Email ? $"{row}.EmailMailed OR " : "");
        return $"{standing}, ({mailed}{row}.{channel}Outcome IS NOT NULL), CASE WHEN {standing} >= 3 THEN 0 ELSE {row}.{channel}Outcome IS 7 END, "
            + $"CASE WHEN {standing} >= 3 THEN 0 ELSE {row}.{channel}ReadQuarter END";
    }
}
