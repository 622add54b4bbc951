namespace ContactsDashboard.Data.Entities;

/// <summary>A request a program named, and the answer it got; the same name gets the same answer for a day.</summary>
internal sealed class IdempotentRequest
{
    public long ApiKeyId { get; set; }
    public required string Key { get; set; }

    /// <summary>SHA-256 of method, path, query and body; null while the request is at work.</summary>
    public byte[]? Hash { get; set; }

    /// <summary>Which server process took it: what a killed one left at work is free again.</summary>
    public Guid Server { get; set; }
    public int Status { get; set; }
    public string? Location { get; set; }
    public byte[]? Body { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
