using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Services.Filters;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>The dynamic segments a filter names, and those they name in turn, each read once.</summary>
internal sealed class OpenedSegments(KnownNames known)
{
    private const int MaxNested = 10;

    private readonly Dictionary<long, (Filter Meaning, int Conditions)> _opened = [];
    private readonly ILookup<string, KnownSegment> _byName = known.Segments.ToLookup(s => TextKey.Fold(s.Name)!);

    /// <summary>How many conditions the filter has with everything it names.</summary>
    public int Conditions { get; private set; }

    public ILookup<string, FilterSegment> ByName => known.Segments.ToLookup(s => TextKey.Fold(s.Name)!,
        s => new FilterSegment(s.Id, s.Kind, _opened.TryGetValue(s.Id, out var opened) ? opened.Meaning : null, s.HasMost));

    /// <summary>Opens what a filter names; what stands in the way, or null.</summary>
    /// <param name="within">The segments it is the search of, the outermost first.</param>
    public string? Open(Filter filter, KnownSegment[] within)
    {
        var leaves = Leaves(filter).ToList();
        Count(leaves.Count);
        foreach (var named in leaves.OfType<Comparison>().Where(c => c.Field == "segment").SelectMany(c => c.Test.Values).OfType<TextValue>())
        {
            foreach (var segment in _byName[TextKey.Fold(named.Text)!].Where(s => s.Kind == SegmentKind.Dynamic))
            {
                if (Open(segment, within) is { } problem)
                    return problem;
            }
        }
        return null;
    }

    private string? Open(KnownSegment segment, KnownSegment[] within)
    {
        if (within.Contains(segment))
            return $"Segment “{segment.Name}” leads back to itself: {string.Join(" → ", within.SkipWhile(s => s != segment).Append(segment).Select(s => $"“{s.Name}”"))}. Change the search of one of them.";
        if (within.Length >= MaxNested)
            return $"Segments name one another more than {MaxNested} deep. Freeze “{segment.Name}” into a list.";
        if (_opened.TryGetValue(segment.Id, out var known))
        {
            Count(known.Conditions);
            return null;
        }
        var reading = FilterText.Parse(segment.Query, Names);
        if (reading.Filter is null)
            return $"Segment “{segment.Name}” cannot be used: {reading.Error?.Message ?? "its search is empty."}";
        var before = Conditions;
        if (Open(reading.Filter, [.. within, segment]) is { } problem)
            return problem;
        _opened.Add(segment.Id, (reading.Filter, Conditions - before));
        return null;
    }

    // A few segments that name one another many times come to more than a number holds.
    private void Count(int more) => Conditions = Math.Min(Conditions + more, 1_000_000);

    private FilterNames Names => known.Names;

    private static IEnumerable<Filter> Leaves(Filter filter) => filter switch
    {
        AllOf all => all.Parts.SelectMany(Leaves),
        AnyOf any => any.Parts.SelectMany(Leaves),
        Not not => Leaves(not.Inner),
        Tally tally => [tally, .. tally.Parts],
        _ => [filter],
    };
}
