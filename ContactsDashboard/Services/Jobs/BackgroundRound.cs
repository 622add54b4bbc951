namespace ContactsDashboard.Services.Jobs;

/// <summary>One round of work in the background. An exception that leaves a background service stops the whole server, so none does.</summary>
internal static class BackgroundRound
{
    /// <summary>How long to wait after a round that failed.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>False when the round failed, which is logged: a locked store, a full disk and a bad row pass, or are the log reader's to mend.</summary>
    public static async Task<bool> TryAsync(Func<CancellationToken, Task> round, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await round(cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever it was, the other rounds and the server go on
        catch (Exception e)
        {
            log.LogError(e, "A round in the background failed; the next one tries again.");
            return false;
        }
#pragma warning restore CA1031
    }
}
