namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// What is asked of stored events. Kinds are those of <c>DeliveryEventKind</c>: 0 to 3 sent, delivered, read, clicked; 5 bounced softly. Channels from 4 on
/// are no address's own: a push service's failures say nothing about the mailbox.
/// </summary>
internal static class EventSql
{
    /// <summary>How many messages to the recipient (<c>?2</c>) of the organisation (<c>?1</c>) bounced softly since its last delivery, the first and the last time.</summary>
    public const string SoftBounces = """
        SELECT count(DISTINCT coalesce(MessageKey, Key)), min(OccurredAt), max(OccurredAt) FROM DeliveryEvents
        WHERE OrganizationId = ?1 AND Recipient = ?2 AND Kind = 5 AND Channel < 4 AND OccurredAt > coalesce((
            SELECT max(OccurredAt) FROM DeliveryEvents WHERE OrganizationId = ?1 AND Recipient = ?2 AND Kind IN (1, 2, 3) AND Channel < 4), 0)
        """;

    /// <summary>All that soft bounces and deliveries say of addresses that ever bounced softly, address by address and in time.</summary>
    public const string Replay = """
        SELECT e.Recipient, e.Kind, e.OccurredAt, hex(coalesce(e.MessageKey, e.Key)), coalesce((SELECT a.Standing >= 3 FROM Addresses a
            WHERE a.OrganizationId = @organization AND a.Value = e.Recipient LIMIT 1), 0)
        FROM DeliveryEvents e WHERE e.OrganizationId = @organization AND e.Kind IN (1, 2, 3, 5) AND e.Channel < 4 AND EXISTS (
            SELECT 1 FROM DeliveryEvents s WHERE s.OrganizationId = e.OrganizationId AND s.Recipient = e.Recipient AND s.Kind = 5 AND s.Channel < 4)
        ORDER BY e.Recipient, e.OccurredAt, e.Kind DESC
        """;

    public const string Forget = "DELETE FROM DeliveryEvents WHERE Id IN (SELECT Id FROM DeliveryEvents WHERE OrganizationId = @organization AND Recipient = @value LIMIT @limit)";

    public const string AddDelivery = """
        INSERT INTO EventDeliveries (OrganizationId, SourceId, At, Times, Stored, Duplicates, Ignored, Invalid, Erased, Suppressed)
        VALUES (@organization, @source, @now, 1, @stored, @duplicates, @ignored, @invalid, @erased, @suppressed) RETURNING Id
        """;

    /// <summary>What delivers events is confirmed.</summary>
    public const string CountDelivery = """
        UPDATE EventSources SET LastDeliveryAt = @now, Deliveries = Deliveries + 1, Events = Events + @stored, ConfirmUrl = CASE WHEN @stored > 0 THEN NULL ELSE ConfirmUrl END
        WHERE Id = @source AND OrganizationId = @organization
        """;

    /// <summary>Run once with the migration: what organisations begin with.</summary>
    public const string Begin = "UPDATE Organizations SET SoftBounceMessages = 5, SoftBounceDays = 7, SoftBounceHoldDays = 90";
}
