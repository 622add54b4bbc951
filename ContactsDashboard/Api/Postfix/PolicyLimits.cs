namespace ContactsDashboard.Api.Postfix;

/// <summary>How much of the server's time and memory one listener gives away.</summary>
internal sealed record PolicyLimits
{
    /// <summary>Between two requests; longer than Postfix waits before it hangs up (<c>smtpd_policy_service_max_idle</c>, 300 s).</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From the first byte of a request to its last, and for taking an answer.</summary>
    public TimeSpan Transfer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the request to its answer.</summary>
    public TimeSpan Question { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Open at a time; Postfix's default is 100 SMTP servers, each with one.</summary>
    public int Connections { get; init; } = 500;

    /// <summary>Before the store at a time; the others wait for their turn.</summary>
    public int Questions { get; init; } = 8;
}
