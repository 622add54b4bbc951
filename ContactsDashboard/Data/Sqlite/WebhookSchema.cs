namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// What is to be told to webhooks is written by triggers, in the transaction of the change and whoever makes it: page, API, job, undo, expiry or another process.
/// One event is one entry, however many addresses it covers; without an endpoint nothing is written.
/// </summary>
internal static class WebhookSchema
{
    private const string Insert = "INSERT INTO WebhookDeliveries (OrganizationId, EndpointId, Kind, SuppressionId, ExceptionId, CreatedAt, State, Attempts, NextAt) ";

    private const string Listening = "e.DisabledAt IS NULL";

    public const string Triggers = $"""
        CREATE TRIGGER TellOfEntry AFTER INSERT ON Suppressions WHEN NEW.EndedAt IS NULL BEGIN
            {Insert} SELECT e.OrganizationId, e.Id, 1, NEW.Id, NULL, NEW.CreatedAt, 0, 0, 0 FROM WebhookEndpoints e
            WHERE (e.OrganizationId = NEW.OrganizationId OR NEW.OrganizationId = 0) AND {Listening} AND (e.Events & 1) > 0;
        END;
        CREATE TRIGGER TellOfEnd AFTER UPDATE OF EndedAt ON Suppressions WHEN (OLD.EndedAt IS NULL) <> (NEW.EndedAt IS NULL) BEGIN
            {Insert} SELECT e.OrganizationId, e.Id, iif(NEW.EndedAt IS NULL, 1, 2), NEW.Id, NULL, coalesce(NEW.EndedAt, OLD.EndedAt), 0, 0, 0 FROM WebhookEndpoints e
            WHERE (e.OrganizationId = NEW.OrganizationId OR NEW.OrganizationId = 0) AND {Listening} AND (e.Events & iif(NEW.EndedAt IS NULL, 1, 2)) > 0;
        END;
        CREATE TRIGGER TellOfException AFTER INSERT ON SuppressionExceptions
        WHEN EXISTS (SELECT 1 FROM SuppressionClaims c WHERE c.SuppressionId = NEW.SuppressionId) BEGIN
            {Insert} SELECT e.OrganizationId, e.Id, 2, NEW.SuppressionId, NEW.Id, coalesce((SELECT At FROM Audit WHERE Id = NEW.AuditId), 0), 0, 0, 0
            FROM WebhookEndpoints e JOIN Suppressions s ON s.Id = NEW.SuppressionId AND s.OrganizationId = e.OrganizationId WHERE {Listening} AND (e.Events & 2) > 0;
        END;
        CREATE TRIGGER TellOfExceptionsEnd AFTER UPDATE OF RemovedByAuditId ON SuppressionExceptions WHEN (OLD.RemovedByAuditId IS NULL) <> (NEW.RemovedByAuditId IS NULL) BEGIN
            {Insert} SELECT e.OrganizationId, e.Id, iif(NEW.RemovedByAuditId IS NULL, 2, 1), NEW.SuppressionId, NEW.Id,
                coalesce((SELECT At FROM Audit WHERE Id = NEW.RemovedByAuditId), 0), 0, 0, 0
            FROM WebhookEndpoints e JOIN Suppressions s ON s.Id = NEW.SuppressionId AND s.OrganizationId = e.OrganizationId
            WHERE {Listening} AND (e.Events & iif(NEW.RemovedByAuditId IS NULL, 2, 1)) > 0;
        END;
        CREATE TRIGGER TellNoMoreOfErased AFTER UPDATE OF Value ON Suppressions WHEN NEW.Value LIKE 'hash:%' AND OLD.Value <> NEW.Value BEGIN
            UPDATE WebhookDeliveries SET Answer = NULL, State = iif(State = 0, 3, State) WHERE SuppressionId = NEW.Id;
        END;
        CREATE TRIGGER TellNoMoreOfDeleted AFTER DELETE ON Suppressions BEGIN
            DELETE FROM WebhookDeliveries WHERE SuppressionId = OLD.Id;
        END;
        CREATE TRIGGER TellNoMoreOfDeletedException AFTER DELETE ON SuppressionExceptions BEGIN
            DELETE FROM WebhookDeliveries WHERE ExceptionId = OLD.Id AND SuppressionId = OLD.SuppressionId;
        END;
        """;

    public const string DropTriggers = """
        DROP TRIGGER TellOfEntry; DROP TRIGGER TellOfEnd; DROP TRIGGER TellOfException; DROP TRIGGER TellOfExceptionsEnd;
        DROP TRIGGER TellNoMoreOfErased; DROP TRIGGER TellNoMoreOfDeleted; DROP TRIGGER TellNoMoreOfDeletedException;
        """;
}
