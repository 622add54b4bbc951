using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Events.Providers;

/// <summary>What an event says besides whom and when.</summary>
internal sealed record ProviderFacts
{
    public string? MessageId { get; init; }

    public string? MailId { get; init; }

    public string? MessageName { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public string? EventId { get; init; }

    public string? Code { get; init; }

    public string? Text { get; init; }
}

/// <summary>Gathers the events of one delivery; what cannot be read or means nothing is counted and stops nothing else.</summary>
internal sealed class ProviderReading(DateTimeOffset now)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<DeliveryEvent> Events { get; } = [];

    public int Ignored { get; private set; }

    public int Invalid { get; private set; }

    /// <summary>Reads each element by itself.</summary>
    public void Each(JsonElement body, Action<JsonElement> read)
    {
        foreach (var element in body.Each())
        {
            try
            {
                read(element);
            }
            catch (InvalidOperationException) // half a character is no text
            {
                Invalid++;
            }
        }
    }

    public void Ignore() => Ignored++;

    public void Tell(Verdict verdict, string? recipient, DateTimeOffset? at, ProviderFacts facts)
    {
        var diagnostic = Diagnostic.Parse(facts.Text, facts.Code);
        if (Verdicts.KindOf(verdict, diagnostic) is not { } kind)
            Ignored++;
        else if (at is not { } occurred || occurred < Earliest || occurred > now.AddDays(1) || !EmailAddress.TryParse(Bare(recipient), out var email))
            Invalid++;
        else
            Events.Add(new()
            {
                Kind = kind, Email = email, OccurredAt = occurred, SentAt = facts.SentAt > Earliest ? facts.SentAt : null, MessageId = facts.MessageId, MailId = facts.MailId,
                MessageName = facts.MessageName, EventId = facts.EventId, Text = facts.Text,
                Code = diagnostic.Status?.ToString() ?? diagnostic.Reply?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? facts.Code,
            });
    }

    // Some repeat the recipient as the header has it: Ann <ann@example.com>.
    private static string? Bare(string? recipient) => recipient is not null && recipient.EndsWith('>') && recipient.LastIndexOf('<') is >= 0 and var open
        ? recipient[(open + 1)..^1] : recipient;
}
