namespace ContactsDashboard.Domain.Filters;

/// <summary>Which known word somebody meant.</summary>
internal static class NearestWord
{
    /// <summary>The known word that takes the fewest slips of the fingers, if few enough; a transposition is one.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        var folded = TextKey.Fold(typed)!;
        var most = Math.Clamp(folded.Length / 3, 1, 3);
        return folded.Length > 60 ? null : known.Where(k => k.Length <= 60).Select(k => (Word: k, Slips: Slips(folded, TextKey.Fold(k)!))).Where(k => k.Slips <= most)
            .OrderBy(k => k.Slips).Select(k => k.Word).FirstOrDefault();
    }

    private static int Slips(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            cost[i, 0] = i;
        for (var j = 0; j <= to.Length; j++)
            cost[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[from.Length, to.Length];
    }
}
