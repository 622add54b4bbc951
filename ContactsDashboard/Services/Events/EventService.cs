using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;

namespace ContactsDashboard.Services.Events;

/// <summary>What became of each event, in the order given.</summary>
public sealed record EventReport(IReadOnlyList<EventResult> Results);

/// <summary>Delivery events as programs tell them.</summary>
public sealed class EventService(EventIntake intake, AccessService access, TimeProvider time)
{
    public const int MaxEvents = 1_000;

    /// <summary>Stores up to <see cref="MaxEvents"/> events, each with its own result: one that is wrong does not stop the others. Answers when they are durable.</summary>
    public async Task<Result<EventReport>> RecordAsync(OrganizationId organization, IReadOnlyList<EventEdit> edits, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.RecordActivity, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (edits.Count > MaxEvents)
            return new Problem("VALIDATION_ERROR", $"At most {MaxEvents:N0} events at once.") { Field = "events" };
        var (now, results, sound) = (time.GetUtcNow(), new EventResult[edits.Count], new List<(int Index, DeliveryEvent Event)>());
        for (var i = 0; i < edits.Count; i++)
        {
            var read = EventReader.Read(edits[i], allowed.Value.PhoneCountry, now);
            results[i] = read.IsOk ? EventResult.Ignored : EventResult.Invalid(read.Problem!);
            if (read is { IsOk: true, Value: { } told })
                sound.Add((i, told));
        }
        if (sound.Count == 0)
            return new EventReport(results);
        var origin = new EventOrigin(EventProvider.Api, null, allowed.Value.Actor.Label);
        var stored = await intake.StoreAsync(allowed.Value, origin, sound.ConvertAll(s => s.Event));
        foreach (var (result, at) in stored.Zip(sound, (result, s) => (result, s.Index)))
            results[at] = result;
        return new EventReport(results);
    }
}
