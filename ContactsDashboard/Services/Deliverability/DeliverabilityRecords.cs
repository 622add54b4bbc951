using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Services.Deliverability;

/// <summary>How many entries came into the ledger on one day of the organisation's time zone, by reason; ended since or not.</summary>
public sealed record ReasonDay(DateOnly Day, IReadOnlyDictionary<SuppressionReason, long> ByReason)
{
    public long Of(SuppressionReason reason) => ByReason.GetValueOrDefault(reason);

    public long Total => ByReason.Values.Sum();
}

/// <summary>What stands out.</summary>
public enum WarningKind { ComplaintRate = 0, BounceRate = 1, Spike = 2 }

/// <summary>Something to look at: a share of sends for the rates, a multiple of the usual day for a spike.</summary>
public sealed record DeliverabilityWarning(WarningKind Kind, double Value, double Threshold, long Count);

/// <summary>Sends and what came back in the trailing 30 days.</summary>
/// <param name="Sends">Messages that events tell of, and mails from own domains to recipients elsewhere as far as the product saw them; each once.</param>
/// <param name="Bounces">Hard bounces that events tell of, one for each message, and those reported by programs or send attempts; imports and people's own
/// entries are no reports.</param>
public sealed record SendHealth(long Sends, long Bounces, long Complaints, IReadOnlyList<DeliverabilityWarning> Warnings)
{
    public double? BounceRate => Sends == 0 ? null : (double)Bounces / Sends;

    public double? ComplaintRate => Sends == 0 ? null : (double)Complaints / Sends;
}

/// <summary>A bounce or complaint, and whether its entry still stands.</summary>
public sealed record RecentReport(LedgerEntry Entry, bool IsEnded);
