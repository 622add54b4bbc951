namespace ContactsDashboard.Services.Demo;

/// <summary>The time of what the demo tells: it stands where the story is.</summary>
internal sealed class DemoClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
