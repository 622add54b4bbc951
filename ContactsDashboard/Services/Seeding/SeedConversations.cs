using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Seeding;

/// <summary>
/// Who talks to whom and when: every address is in at least one thread, a few are in very many. A thread's first message names all its members,
/// each later one goes from one member to the next.
/// </summary>
internal sealed class SeedConversations
{
    private const int MostExtraMembers = 2;
    private const double Popularity = 3;
    private const double ThreadLengthSkew = 2;
    private static readonly DateTime Newest = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly long Span = TimeSpan.FromDays(3 * 365).Ticks;

    private readonly int[][] _members;
    private readonly int[] _messages;
    private readonly long[] _starts;
    private readonly long[] _gaps;

    public SeedConversations(SeedShape shape, Random random)
    {
        _members = Members(shape, random);
        _messages = MessageCounts(shape, random);
        _starts = new long[shape.Threads];
        _gaps = new long[shape.Threads];
        for (var thread = 0; thread < shape.Threads; thread++)
        {
            // Squared: recent months are fuller than old ones. A thread ends before the newest instant, however long it is.
            _starts[thread] = Newest.Ticks - Span / 4 - (long)(Span * 0.75 * Math.Pow(random.NextDouble(), 2));
            _gaps[thread] = Math.Min(TimeSpan.FromMinutes(random.Next(1, 3 * 24 * 60)).Ticks, (Newest.Ticks - _starts[thread]) / _messages[thread]);
        }
    }

    public int Threads => _members.Length;

    public IReadOnlyList<int> MembersOf(int thread) => _members[thread];

    public int MessagesOf(int thread) => _messages[thread];

    public long SentTicks(int thread, int message) => _starts[thread] + message * _gaps[thread];

    /// <summary>The part each member has in one message of the thread; a member appears at most once.</summary>
    public IEnumerable<(int Address, ParticipantRoles Roles)> Participants(int thread, int message)
    {
        var members = _members[thread];
        var sender = message % members.Length;
        yield return (members[sender], ParticipantRoles.From);
        var named = message == 0 ? members.Length - 1 : Math.Min(1, members.Length - 1);
        for (var i = 1; i <= named; i++)
            yield return (members[(sender + i) % members.Length], i == 1 ? ParticipantRoles.To : ParticipantRoles.Cc);
    }

    private static int[][] Members(SeedShape shape, Random random)
    {
        var order = Enumerable.Range(0, shape.Contacts).ToArray();
        random.Shuffle(order);
        var popular = Enumerable.Range(0, shape.Contacts).ToArray();
        random.Shuffle(popular);
        var members = new int[shape.Threads][];
        var found = new List<int>();
        for (var thread = 0; thread < shape.Threads; thread++)
        {
            found.Clear();
            for (var place = thread; place < shape.Contacts; place += shape.Threads)
                found.Add(order[place]);
            for (var extra = random.Next(MostExtraMembers + 1); extra > 0; extra--)
            {
                var address = popular[(int)(shape.Contacts * Math.Pow(random.NextDouble(), Popularity))];
                if (!found.Contains(address))
                    found.Add(address);
            }
            members[thread] = [.. found];
        }
        return members;
    }

    private static int[] MessageCounts(SeedShape shape, Random random)
    {
        var counts = new int[shape.Threads];
        Array.Fill(counts, 1);
        for (var more = shape.Messages - shape.Threads; more > 0; more--)
            counts[(int)(shape.Threads * Math.Pow(random.NextDouble(), ThreadLengthSkew))]++;
        return counts;
    }
}
