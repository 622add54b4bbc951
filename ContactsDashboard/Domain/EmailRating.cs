namespace ContactsDashboard.Domain;

/// <summary>How a contact takes to e-mail, from 0 to 100.</summary>
public static class EmailRating
{
    /// <summary>How many of the latest e-mail messages count.</summary>
    public const int Messages = 20;

    private const double Fading = 0.9;

    /// <summary>
    /// The mean worth of the latest <see cref="Messages"/> e-mail messages, the latest first: clicked 100, read 80, delivered 40, sent 30, soft-bounced
    /// 15, undelivered, unsubscribed and spam 0. Each counts nine tenths of the one after it. Without messages 0.
    /// </summary>
    public static int Of(IEnumerable<ActivityStatus> latestFirst)
    {
        var (sum, weights, weight) = (0.0, 0.0, 1.0);
        foreach (var status in latestFirst.Take(Messages))
        {
            sum += weight * Worth(status);
            weights += weight;
            weight *= Fading;
        }
        return weights == 0 ? 0 : (int)Math.Round(sum / weights, MidpointRounding.AwayFromZero);
    }

    public static int Worth(ActivityStatus status) => status switch
    {
        ActivityStatus.Clicked => 100,
        ActivityStatus.Read => 80,
        ActivityStatus.Delivered => 40,
        ActivityStatus.Sent => 30,
        ActivityStatus.SoftBounced => 15,
        _ => 0,
    };
}
