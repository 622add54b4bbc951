using System.Runtime.CompilerServices;

namespace ContactsDashboard.Mail;

/// <summary>Reads all mail below some paths: messages and mailboxes, gzipped or not, Maildirs, and directories of any of them.</summary>
public static class MailFiles
{
    /// <summary>The files below the paths that may hold mail, in ordinal order; symbolic links are not followed.</summary>
    public static IEnumerable<MailFile> Find(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return MailFileFinder.Find(paths);
    }

    /// <summary>Everything that is in the files below the paths.</summary>
    public static async IAsyncEnumerable<MailItem> ReadAsync(
        IEnumerable<string> paths, [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var file in Find(paths))
        {
            await foreach (var item in ReadAsync(file, 0, ct))
                yield return item;
        }
    }

    /// <summary>One file, from where it was left; what goes wrong with the file is the last item, never an exception.</summary>
    public static async IAsyncEnumerable<MailItem> ReadAsync(
        MailFile file, long startOffset = 0, [EnumeratorCancellation] CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var offset = startOffset;
        MailItem Unreadable(string why) => new(file.Path, offset, offset, null, MailRejections.Unreadable(why));

        var (stream, problem) = Open(file);
        if (stream is null)
        {
            yield return Unreadable(problem!);
            yield break;
        }
        await using var items = MailReader.ReadAsync(stream, file.Path, startOffset, ct).GetAsyncEnumerator(ct);
        await using (stream)
        {
            while (true)
            {
                try
                {
                    if (!await items.MoveNextAsync())
                        yield break;
                }
                catch (Exception error) when (IsTrouble(error))
                {
                    problem = Describe(error);
                }
                if (problem is not null)
                {
                    yield return Unreadable(problem);
                    yield break;
                }
                offset = items.Current.NextOffset;
                yield return items.Current;
            }
        }
    }

    private static (Stream? Stream, string? Problem) Open(MailFile file)
    {
        if (file.Problem is not null)
            return (null, file.Problem);
        try
        {
            return (file.Open(), null);
        }
        catch (Exception error) when (IsTrouble(error))
        {
            return (null, Describe(error));
        }
    }

    private static bool IsTrouble(Exception error) => error is IOException or UnauthorizedAccessException or InvalidDataException;

    private static string Describe(Exception error) => error switch
    {
        UnauthorizedAccessException => "It may not be read.",
        FileNotFoundException or DirectoryNotFoundException => "It is not there any more.",
        InvalidDataException => "The compressed data are damaged.",
        _ => "Reading it failed.",
    };
}
