using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events;

/// <summary>By which way events came.</summary>
/// <param name="SourceId">The event source, where it was one.</param>
/// <param name="Name">What the record of a change calls it.</param>
internal sealed record EventOrigin(EventProvider Provider, long? SourceId, string Name);

public enum EventOutcome
{
    Stored,

    /// <summary>It was told before; nothing changed.</summary>
    Duplicate,

    /// <summary>Somebody who was erased; nothing is kept of it but what blocks them.</summary>
    Erased,

    /// <summary>It means nothing here.</summary>
    Ignored,

    Invalid,
}

/// <summary>What became of one event.</summary>
/// <param name="ContactId">Whose activity it is; null where it is nobody's.</param>
/// <param name="SuppressionId">The entry of the ledger it made or joined.</param>
public sealed record EventResult(EventOutcome Outcome, long? ContactId, long? SuppressionId, Domain.Problem? Problem)
{
    internal static readonly EventResult Duplicate = new(EventOutcome.Duplicate, null, null, null);

    internal static readonly EventResult Ignored = new(EventOutcome.Ignored, null, null, null);

    internal static EventResult Invalid(Domain.Problem problem) => new(EventOutcome.Invalid, null, null, problem);
}
