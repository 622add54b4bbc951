using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Stores events and what they make of messages and addresses, inside the context's transaction. All of it is a function of the set of events: any order of
/// arrival, and any number of copies, ends in the same rows.
/// </summary>
internal sealed class EventTable : IDisposable
{
    private readonly long _organization;
    private readonly Statement _insert;
    private readonly Statement _link;
    private readonly Statement _findActivity;
    private readonly Statement _insertActivity;
    private readonly Statement _updateActivity;
    private readonly Statement _softBounces;
    private readonly Statement _countSoftBounces;

    public EventTable(DashboardDbContext context, OrganizationId organization)
    {
        _organization = organization.Value;
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        Statement Prepare(string sql) => new(connection, sql);
        _insert = Prepare("""
            INSERT INTO DeliveryEvents (OrganizationId, Key, Kind, Channel, Recipient, MessageKey, MailKey, OccurredAt, SentAt, ReceivedAt, Provider, SourceId, Code, Text)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (OrganizationId, Key) DO NOTHING RETURNING Id
            """);
        _link = Prepare("UPDATE DeliveryEvents SET SuppressionId = ?2 WHERE Id = ?1");
        _findActivity = Prepare("SELECT Id, ContactId, Status, SentAt, MessageName, Language FROM Activities WHERE OrganizationId = ?1 AND MessageKey = ?2");
        _insertActivity = Prepare("""
            INSERT INTO Activities (OrganizationId, ContactId, Channel, MessageName, Language, SentAt, Status, MessageKey) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """);
        _updateActivity = Prepare("UPDATE Activities SET Status = ?2, SentAt = ?3, MessageName = ?4, Language = ?5 WHERE Id = ?1");
        _softBounces = Prepare(EventSql.SoftBounces);
        _countSoftBounces = Prepare("UPDATE Addresses SET SoftBounces = ?2 WHERE Id = ?1 AND SoftBounces <> ?2");
    }

    /// <summary>Its id; null when the event was told before.</summary>
    public long? Add(StoredEvent told) => _insert.Number(_organization, told.Key, (int)told.Kind, (int)told.Channel, told.Recipient, told.MessageKey, told.MailKey,
        told.OccurredAt.UtcTicks, told.SentAt?.UtcTicks, told.ReceivedAt.UtcTicks, (int)told.Provider, told.SourceId, told.Code, told.Text);

    /// <summary>The event is what the entry stands on.</summary>
    public void Link(long id, long suppression) => _link.Run(id, suppression);

    /// <summary>Makes or advances the message's activity, and returns whose it is: a merge may have moved it.</summary>
    public long Advance(StoredEvent told, long contact, string? name, string? language)
    {
        var (status, sent) = (EventMeaning.StatusOf(told.Kind), (told.SentAt ?? told.OccurredAt).UtcTicks);
        var known = _findActivity.First(row => new KnownActivity(row.GetInt64(0), row.GetInt64(1), (ActivityStatus)row.GetInt32(2), row.GetInt64(3), row.GetString(4),
            row.TextOrNull(5)), _organization, told.MessageKey);
        if (known is null)
        {
            _insertActivity.Run(_organization, contact, (int)told.Channel, name ?? DeliveryEvent.Unnamed, language, sent, (int)status, told.MessageKey);
            return contact;
        }
        var advanced = known with
        {
            Status = EventMeaning.RankOf(status) > EventMeaning.RankOf(known.Status) ? status : known.Status, SentAt = Math.Min(sent, known.SentAt),
            Name = First(known.Name == DeliveryEvent.Unnamed ? null : known.Name, name) ?? DeliveryEvent.Unnamed, Language = First(known.Language, language),
        };
        if (advanced != known)
            _updateActivity.Run(known.Id, (int)advanced.Status, advanced.SentAt, advanced.Name, advanced.Language);
        return known.ContactId;
    }

    /// <summary>The soft bounces since the last delivery; null when there are none.</summary>
    public SoftBounceRun? SoftBounces(string recipient)
    {
        var run = _softBounces.All(row => row.GetInt32(0) is var messages and > 0 ? new SoftBounceRun(messages, row.Instant(1), row.Instant(2)) : default, _organization, recipient)[0];
        return run.Messages > 0 ? run : null;
    }

    public void Count(long address, int softBounces) => _countSoftBounces.Run(address, softBounces);

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _link, _findActivity, _insertActivity, _updateActivity, _softBounces, _countSoftBounces })
            statement.Dispose();
    }

    // Events may differ in what they call the message: which of them came first must not matter.
    private static string? First(string? known, string? told) => known is null ? told : told is null || string.CompareOrdinal(known, told) <= 0 ? known : told;

    private sealed record KnownActivity(long Id, long ContactId, ActivityStatus Status, long SentAt, string Name, string? Language);
}
