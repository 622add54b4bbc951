namespace ContactsDashboard.Services.Seeding;

/// <summary>Who there is: addresses numbered from 0, domain by domain, the largest domain first.</summary>
internal sealed class SeedAddresses
{
    // Zipf's law as Mandelbrot mended it: without the shift the second domain would outgrow the largest in small sets.
    private const double ZipfShift = 2;

    private readonly int[] _domainOf;
    private readonly int[] _personOf;

    public SeedAddresses(SeedShape shape, Random random)
    {
        (_domainOf, _personOf) = (new int[shape.Contacts], new int[shape.Contacts]);
        var address = 0;
        var sizes = DomainSizes(shape);
        for (var domain = 0; domain < sizes.Length; domain++)
        {
            var person = random.Next(SeedNames.People);
            for (var i = 0; i < sizes[domain]; i++)
                (_domainOf[address], _personOf[address++]) = (domain, person++);
        }
    }

    public int Count => _domainOf.Length;

    public string Domain(int address) => SeedNames.Domain(_domainOf[address]);

    public string Value(int address) => $"{SeedNames.LocalPart(_personOf[address])}@{Domain(address)}";

    public string Name(int address) => SeedNames.DisplayName(_personOf[address]);

    private static int[] DomainSizes(SeedShape shape)
    {
        var sizes = new int[shape.Domains];
        sizes[0] = shape.LargestDomain;
        var shared = shape.Contacts - shape.LargestDomain - (shape.Domains - 1);
        var weights = Enumerable.Range(1, shape.Domains - 1).Sum(rank => 1 / (rank + ZipfShift));
        var left = shared;
        for (var rank = 1; rank < sizes.Length; rank++)
        {
            var more = (int)(shared / (rank + ZipfShift) / weights);
            sizes[rank] = 1 + more;
            left -= more;
        }
        // What rounding left goes one each to the middle of the order, where nothing comes near the largest.
        for (var rank = sizes.Length / 2; left > 0; rank = rank == sizes.Length - 1 ? sizes.Length / 2 : rank + 1, left--)
            sizes[rank]++;
        return sizes;
    }
}
