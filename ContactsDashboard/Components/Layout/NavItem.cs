using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;

namespace ContactsDashboard.Components.Layout;

/// <summary>One line of the side navigation; <paramref name="Shortcut"/> is typed after "g".</summary>
/// <param name="Needs">Shown only to whoever has this right in the organisation that is open.</param>
public sealed record NavItem(string Text, string Path, string Icon, char? Shortcut = null, string? Section = null, string? Policy = null,
    Permissions Needs = Permissions.None)
{
    private const string Care = "Reputation";
    private const string Sources = "In and out";

    /// <summary>Every line, in order. The command palette offers the same.</summary>
    public static readonly IReadOnlyList<NavItem> All =
    [
        new("Contacts", "/dashboard/contacts", "users", 'c'),
        new("All contacts", DashboardUrls.AllContactsPath, "list", 'l'),
        new("Blacklist", DashboardUrls.BlacklistPath, "ban", 'b'),
        new("Deleted", DashboardUrls.DeletedPath, "trash"),
        new("Duplicates", DashboardUrls.DuplicatesPath, "copy", 'u'),
        new("Segments", DashboardUrls.SegmentsPath, "filter", 'e'),
        new("Analytics", DashboardUrls.AnalyticsPath, "pie", 'n'),
        new("Deliverability", DashboardUrls.DeliverabilityPath, "shield", 'd', Section: Care),
        new("Requests", DashboardUrls.RequestsPath, "inbox", 'r', Section: Care),
        new("Activity", "/dashboard/activity", "activity", 'a', Section: Care),
        new("Platform blacklist", DashboardUrls.PlatformPath, "ban", Section: Care, Needs: Permissions.ManagePlatform),
        new("Mail", "/dashboard/mail", "mail", 'm', Section: Sources),
        new("Event sources", DashboardUrls.EventSourcesPath, "mail-on", 'v', Section: Sources),
        new("Import", DashboardUrls.ImportPath, "upload", 'i', Section: Sources, Needs: Permissions.ImportContacts),
        new("My files", DashboardUrls.ExportsPath, "download", 'f', Section: Sources, Needs: Permissions.Export),
        new("API keys", "/dashboard/keys", "key", 'k', Section: Sources, Needs: Permissions.ManageApiKeys),
        new("Settings", "/dashboard/settings", "settings", 's', Section: Sources),
    ];

    /// <summary>Whether it is for whoever has this organisation open.</summary>
    public bool IsFor(OrganizationView? organization) => Needs == Permissions.None || organization?.May(Needs) == true;

    /// <summary>The entry a path belongs to: the longest one that is the path or stands above it.</summary>
    public static NavItem? Current(IEnumerable<NavItem> items, string path) => items
        .Where(i => path.Equals(i.Path, StringComparison.OrdinalIgnoreCase)
            || path.StartsWith(i.Path + "/", StringComparison.OrdinalIgnoreCase))
        .MaxBy(i => i.Path.Length);
}
