using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Audit;

namespace ContactsDashboard.Services.Events;

/// <summary>Events one caller hands over, all of one organisation.</summary>
internal sealed record EventCall(OrganizationScope Scope, EventOrigin Origin, IReadOnlyList<DeliveryEvent> Events);

/// <summary>Stores the events of several callers in one transaction, and all that follows from them.</summary>
internal sealed class EventBatch : IDisposable
{
    private const int MaxCode = 20, MaxText = 2_000;

    private readonly DashboardDbContext _context;
    private readonly OrganizationId _organization;
    private readonly EventRecipients _recipients;
    private readonly SoftBouncePolicy _policy;
    private readonly DateTimeOffset _now;
    private readonly EventTable _table;
    private readonly HashSet<long> _advanced = [];
    private readonly Dictionary<string, SoftBounceRun?> _runs = new(StringComparer.Ordinal);

    private EventBatch(DashboardDbContext context, OrganizationId organization, EventRecipients recipients, SoftBouncePolicy policy, DateTimeOffset now)
    {
        (_context, _organization, _recipients, _policy, _now) = (context, organization, recipients, policy, now);
        _table = new(context, organization);
    }

    /// <summary>What became of each event of each call, in the order given.</summary>
    public static async Task<List<IReadOnlyList<EventResult>>> StoreAsync(DashboardDbContext context, OrganizationId organization, IReadOnlyList<EventCall> calls,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var recipients = await EventRecipients.FindAsync(context, organization, [.. calls.SelectMany(c => c.Events)], now, cancellationToken);
        using var batch = new EventBatch(context, organization, recipients, await SoftBouncePolicies.LoadAsync(context, organization, cancellationToken), now);
        var results = new List<IReadOnlyList<EventResult>>(calls.Count);
        foreach (var call in calls)
            results.Add(await batch.StoreAsync(call, cancellationToken));
        await ActivityService.RateAsync(context, organization, [.. batch._advanced], cancellationToken);
        return results;
    }

    public void Dispose() => _table.Dispose();

    private async Task<IReadOnlyList<EventResult>> StoreAsync(EventCall call, CancellationToken cancellationToken)
    {
        var (results, news) = (new EventResult[call.Events.Count], new List<News>());
        for (var i = 0; i < results.Length; i++)
            results[i] = Store(call.Events[i], call.Origin, i, news);
        var additions = news.ConvertAll(n => (News: n, Addition: AdditionOf(n))).FindAll(n => n.Addition is not null);
        var made = news.Count(n => n.Recipient?.TakeMade() == true);
        if (additions.Count > 0)
            await SuppressAsync(call, additions!, made, results, cancellationToken);
        else if (made > 0)
        {
            var audit = await AuditLog.WriteAsync(_context, call.Scope, AuditVerb.RecordedEvents, _now, cancellationToken, details: new { source = call.Origin.Name, contacts = made });
            audit.Count = made;
            await _context.SaveChangesAsync(cancellationToken);
        }
        return results;
    }

    private EventResult Store(DeliveryEvent told, EventOrigin origin, int index, List<News> news)
    {
        if (_recipients.IsErased(told))
        {
            news.Add(new(index, told, null, null));
            return new(EventOutcome.Erased, null, null, null);
        }
        var row = Row(told, origin);
        if (_table.Add(row) is not { } id)
            return EventResult.Duplicate;
        var recipient = _recipients.Of(told);
        if (recipient?.ContactId is { } contact && row.MessageKey is not null)
            recipient.ContactId = contact = Advanced(told, _table.Advance(row, contact, Cut(told.MessageName, ActivityService.MaxName), Cut(told.Language, ActivityService.MaxLanguage)));
        if (EventMeaning.ScopeOf(told.Channel) is null)
            news.Add(new(index, told, id, recipient));
        else
            Follow(index, told, id, recipient, news);
        return new(EventOutcome.Stored, recipient?.ContactId, null, null);
    }

    private void Follow(int index, DeliveryEvent told, long id, EventRecipient? recipient, List<News> news)
    {
        if (told.Kind == DeliveryEventKind.SoftBounced || (EventMeaning.ProvesDelivery(told.Kind) && recipient?.SoftBounces > 0))
            CountSoftBounces(told.Recipient, recipient);
        news.Add(new(index, told, id, recipient));
    }

    private long Advanced(DeliveryEvent told, long contact)
    {
        if (told.Channel == MessageChannel.Email)
            _advanced.Add(contact);
        return contact;
    }

    private void CountSoftBounces(string value, EventRecipient? recipient)
    {
        var run = _runs[value] = _table.SoftBounces(value);
        if (recipient is null)
            return;
        recipient.SoftBounces = run?.Messages ?? 0;
        _table.Count(recipient.AddressId, recipient.SoftBounces);
    }

    private LedgerAddition? AdditionOf(News news)
    {
        if (EventMeaning.ScopeOf(news.Told.Channel) is not { } scope)
            return null;
        var (code, text) = (Cut(news.Told.Code, MaxCode), Cut(news.Told.Text, MaxText));
        if (EventMeaning.ReasonOf(news.Told.Kind) is { } reason)
            return new(scope, news.Told.Recipient, reason) { EvidenceCode = code, EvidenceText = text };
        if (news.Told.Kind != DeliveryEventKind.SoftBounced || news.Id is null || _runs[news.Told.Recipient] is not { } run || !_policy.IsReached(run))
            return null;
        return new(scope, news.Told.Recipient, SuppressionReason.Bounced)
        {
            EvidenceCode = code, EvidenceText = text, ExpiresAt = _policy.ExpiryOf(_now), Note = $"{run.Messages:N0} soft bounces in a row, without a delivery since {run.First:yyyy-MM-dd}",
        };
    }

    private async Task SuppressAsync(EventCall call, List<(News News, LedgerAddition Addition)> additions, int made, EventResult[] results, CancellationToken cancellationToken)
    {
        var audit = await AuditLog.WriteAsync(_context, call.Scope, AuditVerb.SuppressedByEvents, _now, cancellationToken, details: new { source = call.Origin.Name, contacts = made });
        var entries = new HashSet<long>();
        using (var ledger = Suppressions.Ledger.Open(_context, call.Scope, SuppressionLevel.Own, SuppressionSource.Event, audit, _now))
        {
            foreach (var (news, addition) in additions)
            {
                var standing = ledger.Standing(addition.Scope, addition.Value);
                var same = standing.Find(e => e.Reason == addition.Reason);
                // Nobody knows whether this was told before of somebody erased, and a run of soft bounces blocks once.
                var needless = same is not null && (news.Id is null || ledger.IsClaimed(same.Id) || news.Told.Kind == DeliveryEventKind.SoftBounced);
                var entry = needless ? same!.Id : ledger.Add(addition, standing);
                if (!needless)
                    entries.Add(entry);
                if (news.Id is { } id)
                    _table.Link(id, entry);
                results[news.Index] = results[news.Index] with { SuppressionId = entry };
            }
        }
        (audit.Count, audit.SuppressionId) = (entries.Count, entries.Count == 1 ? entries.First() : null);
        foreach (var targets in additions.GroupBy(a => a.Addition.Scope, a => a.Addition.Value))
            await Suppressions.Ledger.RestateAsync(_context, call.Scope, SuppressionLevel.Own, targets.Key, [.. targets.Distinct()], _now, cancellationToken);
        // What joined nothing new leaves no record.
        if (entries.Count == 0 && made == 0)
            _context.Audit.Remove(audit);
        await _context.SaveChangesAsync(cancellationToken);
    }

    private StoredEvent Row(DeliveryEvent told, EventOrigin origin) => new()
    {
        OrganizationId = _organization.Value, Key = EventKeys.OfEvent(origin.Provider, told), Kind = told.Kind, Channel = told.Channel, Recipient = told.Recipient,
        MessageKey = EventKeys.OfMessage(told), MailKey = EventKeys.OfMail(told), OccurredAt = told.OccurredAt > _now ? _now : told.OccurredAt,
        SentAt = told.SentAt > _now ? _now : told.SentAt, ReceivedAt = _now, Provider = origin.Provider, SourceId = origin.SourceId, Code = Cut(told.Code, MaxCode),
        Text = Cut(told.Text, MaxText),
    };

    private static string? Cut(string? text, int length) => text?.Trim() is not { Length: > 0 } trimmed ? null : trimmed.Length <= length ? trimmed : trimmed[..length];

    // Id: null for somebody who was erased.
    private sealed record News(int Index, DeliveryEvent Told, long? Id, EventRecipient? Recipient);
}
