namespace ContactsDashboard.Components.Shared;

/// <summary>How far the rows shown are from those the query would give now.</summary>
internal static class PageDifference
{
    /// <summary>Rows that came or went, plus rows that would have to move; 0 when the page may stay as it is.</summary>
    public static int Count(IReadOnlyList<long> shown, IReadOnlyList<long> now)
    {
        var places = shown.Select((row, at) => (row, at)).ToDictionary(p => p.row, p => p.at);
        var kept = now.Where(places.ContainsKey).Select(r => places[r]).ToList();
        return Math.Max(now.Count, shown.Count) - LongestRun(kept);
    }

    // The most rows that can stay where they are: the longest increasing subsequence of their old places.
    private static int LongestRun(List<int> places)
    {
        var tails = new List<int>();
        foreach (var place in places)
        {
            var at = tails.BinarySearch(place);
            if (~at == tails.Count)
                tails.Add(place);
            else
                tails[~at] = place;
        }
        return tails.Count;
    }
}
