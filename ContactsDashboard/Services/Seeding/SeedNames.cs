using System.Globalization;

namespace ContactsDashboard.Services.Seeding;

/// <summary>Invented names, addresses and subjects; every domain ends in a top-level domain reserved for examples (RFC 2606).</summary>
internal static class SeedNames
{
    private static readonly string[] First =
    [
        "ada", "alan", "amir", "anna", "ben", "carla", "chen", "clara", "david", "diana", "elif", "emma", "eric", "fatima", "felix", "grace",
        "hanna", "hugo", "ines", "ivan", "jonas", "julia", "kenji", "lena", "luca", "maria", "mei", "nadia", "noah", "olga", "omar", "paula",
        "peter", "rosa", "sam", "sara", "tara", "tom", "vera", "yusuf",
    ];

    private static readonly string[] Last =
    [
        "abebe", "adams", "ahmed", "bauer", "berg", "brown", "castro", "clark", "costa", "davis", "diaz", "evans", "fischer", "ford", "garcia",
        "gruber", "haas", "hansen", "ito", "ivanov", "jansen", "jensen", "jones", "kaya", "keller", "khan", "kim", "klein", "kovacs", "lang",
        "larsen", "lee", "lopez", "martin", "meyer", "miller", "moreau", "mori", "nguyen", "novak", "olsen", "patel", "perez", "petrov", "reyes",
        "rossi", "roy", "santos", "sato", "silva", "singh", "smith", "stone", "suzuki", "tanaka", "tran", "weber", "wilson", "wong", "young",
    ];

    private static readonly string[] Trades =
    [
        "bakery", "books", "clinic", "cycles", "design", "energy", "farm", "foods", "freight", "garden", "glass", "hotel", "labs", "legal",
        "media", "metal", "music", "optics", "paper", "print", "school", "solar", "sports", "steel", "studio", "timber", "tools", "travel",
    ];

    private static readonly string[] Topics = ["Invoice", "Meeting", "Offer", "Order", "Question", "Report", "Schedule", "Travel", "Visit", "Welcome"];

    /// <summary>How many people a domain has before numbers are added to their names.</summary>
    public static int People => First.Length * Last.Length;

    /// <summary>Different for every number.</summary>
    public static string Domain(int number) => $"{Last[number % Last.Length]}-{Trades[number / Last.Length % Trades.Length]}{number}.example";

    /// <summary>Different for every number within a domain.</summary>
    public static string LocalPart(int person)
    {
        var (first, last) = Parts(person);
        return person < People ? $"{first}.{last}" : $"{first}.{last}{person / People}";
    }

    public static string DisplayName(int person)
    {
        var (first, last) = Parts(person);
        return $"{Capital(first)} {Capital(last)}";
    }

    public static string Phone(int number) => $"+1555{number.ToString("D7", CultureInfo.InvariantCulture)}";

    public static string Subject(int thread) => $"{Topics[thread % Topics.Length]} {thread}";

    private static (string First, string Last) Parts(int person) => (First[person % First.Length], Last[person / First.Length % Last.Length]);

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
