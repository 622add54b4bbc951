using System.IO.Enumeration;

namespace ContactsDashboard.Mail;

/// <summary>Finds the files that may hold mail, in ordinal order, following no symbolic link.</summary>
internal static class MailFileFinder
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false };

    /// <summary>What mail programs keep beside the mail.</summary>
    private static readonly string[] Housekeeping =
    [
        "dovecot*", "courier*", "maildirfolder", "maildirsize", "subscriptions", "shared-maildirs*", "*.lock", ".uidvalidity", ".uidlist*",
        ".customflags", ".mbsyncstate*", ".isyncuidmap.db*", ".mh_sequences*", ".xmhcache", ".nfs*", ".DS_Store", "*.msf", ".gitkeep", ".gitignore",
        ".imap.index*", ".cmeta", ".dovecot*", ".temp.*", ".sieve", ".nov", ".marks", ".overview",
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
            : IsHousekeeping(Path.GetFileName(entry.Path.AsSpan())));
        entries.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return true;
    }

    private static bool IsHousekeeping(ReadOnlySpan<char> name)
    {
        foreach (var pattern in Housekeeping)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name))
                return true;
        }
        return false;
    }

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
