using System.Globalization;
using System.Text;

namespace ContactsDashboard.Tests.Services.ContactImports;

/// <summary>Files with every defect files of contacts have, the same for the same seed.</summary>
internal static class FuzzedFile
{
    /// <summary>The second line is about somebody who is known, and says nothing new.</summary>
    public const string Header = "email,phone,external id,first name,last name,country,time zone,status,categories,Shoe size,note\r\np7@x.test\r\n";

    private static readonly string[] Countries = ["DE", "Austria", "atlantis", "", "gb", "Deutschland", "XX"];
    private static readonly string[] Zones = ["Europe/Vienna", "", "Mars/Base", "W. Europe Standard Time"];
    private static readonly string[] Statuses = ["", "active", "subscribed", "unsubscribed", "hard bounce", "complaint", "what?", "", "", "", "", "", "", "", "", "", "", ""];
    private static readonly string[] Sizes = ["42", "", "4,5", "x", "1e3"];

    public static string Make(int rows, int seed, int people)
    {
        var (random, text) = (new Random(seed), new StringBuilder(Header));
        for (var i = 0; i < rows; i++)
        {
            var cells = new[]
            {
                Email(random, people), random.Next(3) switch { 0 => $"+4420794{random.Next(9_999):D5}", 1 => "", _ => random.Next(20) == 0 ? "call me" : $"020 794{random.Next(9_999):D5}" },
                random.Next(4) == 0 ? $"c{random.Next(people)}" : "", Quoted(random, $"Ann{random.Next(50)}"), random.Next(5) == 0 ? "=cmd()" : $"Lee {random.Next(9)}", Countries[random.Next(random.Next(4) == 0 ? Countries.Length : 2)],
                Zones[random.Next(random.Next(9) == 0 ? Zones.Length : 2)], Statuses[random.Next(Statuses.Length)], random.Next(12) switch { 0 => "offers", 1 => "Offers; news", 2 => "nothing of ours", _ => "" },
                Sizes[random.Next(random.Next(9) == 0 ? Sizes.Length : 2)], random.Next(200) == 0 ? "nul\0here" : "ignored",
            };
            // Ragged rows, blank lines, and line ends of every kind.
            text.Append(string.Join(',', cells.Take(random.Next(60) == 0 ? random.Next(1, cells.Length) : cells.Length)));
            text.Append(random.Next(80) == 0 ? ",more,cells" : "").Append(random.Next(100) switch { 0 => "\n\n", 1 => "\r\n,,,,\r\n", < 50 => "\n", _ => "\r\n" });
        }
        return text.ToString();
    }

    private static string Email(Random random, int people)
    {
        var who = random.Next(random.Next(10) == 0 ? Math.Min(people, 420) : people).ToString(CultureInfo.InvariantCulture);
        return random.Next(30) switch
        {
            0 => "", 1 => "not an address", 2 => $"P{who}@X.TEST", 3 => $"\"Ann <p{who}@x.test>\"", 4 => $"p{who}@bücher.test", 5 => $" p{who}@x.test ", 6 => $"p{who}@d{random.Next(20)}.test", 7 => new string('a', 400) + "@x.test",
            _ => $"p{who}@x.test",
        };
    }

    private static string Quoted(Random random, string name) => random.Next(20) switch
    {
        0 => $"\"{name}\nsecond line\"", 1 => $"\"{name} \"\"the great\"\"\"", 2 => "'apostrophe", 3 => new string('n', 300), 4 => $"\"{name}, jr.\"", _ => name,
    };
}
