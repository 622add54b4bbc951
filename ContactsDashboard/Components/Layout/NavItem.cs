namespace ContactsDashboard.Components.Layout;

/// <summary>One line of the side navigation; <paramref name="Shortcut"/> is typed after "g".</summary>
public sealed record NavItem(string Text, string Path, string Icon, char? Shortcut = null, string? Section = null, string? Policy = null)
{
    /// <summary>Every line, in order. The command palette offers the same.</summary>
    public static readonly IReadOnlyList<NavItem> All =
    [
        new("Contacts", "/dashboard/contacts", "users", 'c'),
        new("Mail", "/dashboard/mail", "mail", 'm'),
        new("Activity", "/dashboard/activity", "activity", 'a'),
        new("Settings", "/dashboard/settings", "settings", 's'),
    ];

    /// <summary>The entry a path belongs to: the longest one that is the path or stands above it.</summary>
    public static NavItem? Current(IEnumerable<NavItem> items, string path) => items
        .Where(i => path.Equals(i.Path, StringComparison.OrdinalIgnoreCase)
            || path.StartsWith(i.Path + "/", StringComparison.OrdinalIgnoreCase))
        .MaxBy(i => i.Path.Length);
}
