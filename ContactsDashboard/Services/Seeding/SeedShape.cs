namespace ContactsDashboard.Services.Seeding;

/// <summary>How much of everything the benchmark's data set has for a number of contacts.</summary>
internal sealed record SeedShape(int Contacts)
{
    /// <summary>Fewer would leave no room below the one large domain.</summary>
    public const int MinContacts = 1_000;

    public const int MaxContacts = 10_000_000;

    private const int MostDomainSuppressions = 50;
    private const int MostPhoneSuppressions = 1_000;

    public int Domains => Contacts / 10;

    /// <summary>The first domain has exactly this many addresses, and every other one fewer.</summary>
    public int LargestDomain => Contacts / 10;

    public int Threads => Contacts / 10 * 6;

    public int Messages => Contacts * 2;

    public const int Segments = 40;

    /// <summary>Contacts with the address of another one.</summary>
    public int Duplicates => Contacts / 200;

    public int Deleted => Contacts / 50;

    /// <summary>At most so many contacts have a number.</summary>
    public int Phones => Contacts / 10;

    public int EmailSuppressions => Contacts / 100 * 3;

    public int DomainSuppressions => Math.Clamp(Contacts / 1_000, 1, MostDomainSuppressions);

    public int PhoneSuppressions => Math.Clamp(Contacts / 100, 1, MostPhoneSuppressions);
}
