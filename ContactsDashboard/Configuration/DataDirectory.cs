using Microsoft.Extensions.Options;

namespace ContactsDashboard.Configuration;

/// <summary>Where everything is stored: beside the solution when run from the source, beside the binary when published, or as configured.</summary>
public sealed class DataDirectory
{
    private const string DefaultName = "App_Data";

    public DataDirectory(IOptions<DashboardOptions> options)
    {
        Root = Path.GetFullPath(options.Value.DataDirectory is { Length: > 0 } configured ? configured : Path.Combine(DefaultParent(), DefaultName));
        Directory.CreateDirectory(Root);
        var beside = Path.TrimEndingDirectorySeparator(Root);
        HashKeys = Path.GetFullPath(options.Value.HashKeys is { Length: > 0 } keys ? keys
            : Path.GetFileName(beside) == DefaultName ? Path.Combine(Path.GetDirectoryName(beside)!, "App_Keys") : beside + "-keys");
    }

    public string Root { get; }

    public string Database => Path.Combine(Root, "contacts.db");

    public string Keys => Path.Combine(Root, "keys");

    public string Uploads => Path.Combine(Root, "uploads");

    /// <summary>Files made for people to fetch.</summary>
    public string Exports => Path.Combine(Root, "exports");

    public string Outbox => Path.Combine(Root, "outbox");

    /// <summary>Certificates Amazon SNS signs with, in a folder for each of its hosts.</summary>
    public string SnsCertificates => Path.Combine(Root, "sns-certificates");

    /// <summary>Where the keys of hashes are: never below <see cref="Root"/>, so that no copy of the data can be tried against lists of addresses.</summary>
    public string HashKeys { get; }

    /// <summary>Copies of the database that were replaced by a restored one.</summary>
    public IEnumerable<string> Replaced => Directory.EnumerateFiles(Root, Path.GetFileName(Database) + ".before-*");

    private static string DefaultParent()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ContactsDashboard.sln")))
                return folder.FullName;
        }
        return AppContext.BaseDirectory;
    }
}
