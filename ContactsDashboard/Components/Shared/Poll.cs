namespace ContactsDashboard.Components.Shared;

/// <summary>Asks every second how far a job is.</summary>
internal static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Until the answer is that it is over, or the page was left: the job goes on without anybody watching.</summary>
    public static async Task UntilAsync(TimeProvider time, Func<Task<bool>> isOver, CancellationToken left)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (!await isOver() && await timer.WaitForNextTickAsync(left))
                continue;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return;
        }
    }
}
