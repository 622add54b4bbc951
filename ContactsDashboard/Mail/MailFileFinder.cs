using System.IO.Enumeration;

namespace ContactsDashboard.Mail;

/// <summary>Finds the files that may hold mail, in ordinal order, following no symbolic link.</summary>
internal static class MailFileFinder
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>What mail programs and systems keep beside the mail.</summary>
    private static readonly string[] Housekeeping =
    [
        "*.lock", "*.msf", "dovecot.index*", "dovecot-uid*", ".imap.index*", ".subscriptions", ".mh_sequences*", ".xmhcache",
        ".mbsyncstate*", ".isyncuidmap.db*", ".uidvalidity", ".nfs*", ".DS_Store", ".gitkeep", ".gitignore",
    ];

    /// <summary>Names that elsewhere may well be those of mailboxes.</summary>
    private static readonly string[] MaildirHousekeeping =
    [
        "dovecot*", "courier*", "maildirfolder", "maildirsize", "subscriptions", "shared-*", ".uidlist*", ".customflags", ".sieve",
    ];

    public static IEnumerable<MailFile> Find(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (!TryGetAttributes(path, out var attributes))
                yield return new(path, "There is no such file.");
            else if (attributes.HasFlag(FileAttributes.ReparsePoint))
                yield return new(path, "It is a symbolic link, which is not followed.");
            else if (!attributes.HasFlag(FileAttributes.Directory))
                yield return new(path);
            else
            {
                foreach (var file in FindIn(path))
                    yield return file;
            }
        }
    }

    /// <summary>Depth first with a stack of its own: directories may be nested deeper than calls.</summary>
    private static IEnumerable<MailFile> FindIn(string root)
    {
        var waiting = new Stack<(string Path, bool IsDirectory)>([(root, true)]);
        while (waiting.TryPop(out var next))
        {
            if (!next.IsDirectory)
                yield return new(next.Path);
            else if (TryList(next.Path, out var entries))
            {
                for (var i = entries.Count - 1; i >= 0; i--)
                    waiting.Push(entries[i]);
            }
            else
                yield return new(next.Path, "The directory could not be listed.");
        }
    }

    private static bool TryList(string directory, out List<(string Path, bool IsDirectory)> entries)
    {
        entries = [];
        try
        {
            entries.AddRange(new FileSystemEnumerable<(string, bool)>(
                directory, (ref FileSystemEntry entry) => (entry.ToSpecifiedFullPath(), entry.IsDirectory), Everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        var isMaildir = entries.Exists(entry => entry.IsDirectory && Path.GetFileName(entry.Path) is "cur" or "new");
        entries.RemoveAll(entry => entry.IsDirectory
            ? isMaildir && Path.GetFileName(entry.Path) == "tmp" // deliveries under way
            : Matches(entry.Path, Housekeeping) || (isMaildir && Matches(entry.Path, MaildirHousekeeping)));
        entries.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return true;
    }

    private static bool Matches(string path, string[] patterns) =>
        Array.Exists(patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path.AsSpan())));

    private static bool TryGetAttributes(string path, out FileAttributes attributes)
    {
        attributes = default;
        try
        {
            attributes = File.GetAttributes(Path.TrimEndingDirectorySeparator(path));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
