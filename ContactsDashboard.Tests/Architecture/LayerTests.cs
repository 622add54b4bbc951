using System.Text.RegularExpressions;

namespace ContactsDashboard.Tests.Architecture;

/// <summary>Reading the project folder from top to bottom is reading a request go down; nothing points up.</summary>
public sealed partial class LayerTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Domain"] = [],
        ["Mail"] = ["Domain"],
        ["Data"] = ["Domain", "Mail"],
        ["Services"] = ["Domain", "Mail", "Data", "Configuration"],
        ["Api"] = ["Domain", "Mail", "Services", "Configuration"],
        ["Cli"] = ["Domain", "Services", "Configuration", "Data"],
        ["Components"] = ["Domain", "Services", "Configuration", "Security", "Api"],
        ["Security"] = ["Domain", "Services", "Data", "Configuration"],
    };

    // Identity's own type and its sign-in stand in the account pages; the upload's address is the API's.
    private static readonly (string File, string Uses)[] Exceptions = [("Components/Account/", "Data.Entities"), ("Components/Account/", "Data")];

    [Fact]
    public void Folders_UseOnlyWhatLiesBelowThem()
    {
        var wrong = from file in SourceFiles()
                    let folder = file.Split('/')[0]
                    where MayUse.ContainsKey(folder)
                    from Match use in Using().Matches(File.ReadAllText(Path.Combine(Root, file)))
                    let used = use.Groups[1].Value
                    let target = used.Split('.')[0]
                    where target != folder && !MayUse[folder].Contains(target) && !Exceptions.Any(e => file.StartsWith(e.File, StringComparison.Ordinal) && e.Uses == used)
                    select $"{file} uses {used}";

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Pages_HoldNoDbContext() =>
        SourceFiles().Where(f => f.StartsWith("Components/", StringComparison.Ordinal) && File.ReadAllText(Path.Combine(Root, f)).Contains("DbContext", StringComparison.Ordinal))
            .Should().BeEmpty();

    [Fact]
    public void Program_StaysShort() => File.ReadAllLines(Path.Combine(Root, "Program.cs")).Length.Should().BeLessThanOrEqualTo(70);

    [Fact]
    public void Markup_HoldsNoInlineScriptOrStyle() =>
        SourceFiles().Where(f => f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => InlineCode().IsMatch(File.ReadAllText(Path.Combine(Root, f)))).Should().BeEmpty("the Content-Security-Policy would stop it");

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "ContactsDashboard.sln")))
                folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution is not above the tests.");
            return Path.Combine(folder.FullName, "ContactsDashboard");
        }
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Root, "*.*", SearchOption.AllDirectories).Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("bin/", StringComparison.Ordinal) && !f.StartsWith("obj/", StringComparison.Ordinal) && !f.StartsWith("Data/Migrations/", StringComparison.Ordinal));

    [GeneratedRegex(@"^@?using (?:static )?ContactsDashboard\.([\w.]+?);?\s*$", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex("<script(?![^>]*src=)|\\sstyle=\"|\\son[a-z]+=\"(?!@)")]
    private static partial Regex InlineCode();
}
