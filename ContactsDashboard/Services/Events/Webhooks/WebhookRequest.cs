namespace ContactsDashboard.Services.Events.Webhooks;

/// <summary>A delivery as it came over the wire: signatures are over its exact bytes.</summary>
public sealed record WebhookRequest(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Null when it was not sent; names in any case.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}

/// <summary>What became of a delivery's events.</summary>
public sealed record WebhookAnswer(int Stored, int Duplicates, int Ignored, int Invalid, int Erased, int Suppressed);
