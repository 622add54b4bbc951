using Microsoft.Extensions.Options;

namespace ContactsDashboard.Configuration;

/// <summary>Where everything is stored: beside the solution when run from the source, beside the binary when published, or as configured.</summary>
public sealed class DataDirectory
{
    public DataDirectory(IOptions<DashboardOptions> options)
    {
        Root = Path.GetFullPath(options.Value.DataDirectory is { Length: > 0 } configured ? configured : Path.Combine(DefaultParent(), "App_Data"));
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string Database => Path.Combine(Root, "contacts.db");

    public string Keys => Path.Combine(Root, "keys");

    public string Uploads => Path.Combine(Root, "uploads");

    public string Outbox => Path.Combine(Root, "outbox");

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
