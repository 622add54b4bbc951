using System.IO.Compression;

namespace ContactsDashboard.Mail;

/// <summary>A file that may hold mail, or why a path does not lead to one.</summary>
public sealed record MailFile(string Path, string? Problem = null)
{
    /// <summary>Bytes as they were before compression; gzip is known by its first two bytes, whatever the name says.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public Stream Open()
    {
        // Nothing is in it, or it is a pipe or device, which would keep whoever opens it waiting.
        if (new FileInfo(Path) is { Exists: true, Length: 0 })
            return Stream.Null;
        var file = new FileStream(Path, new FileStreamOptions
        {
            BufferSize = 0,
            Options = FileOptions.SequentialScan,
            Share = FileShare.ReadWrite | FileShare.Delete,
        });
        try
        {
            Span<byte> magic = stackalloc byte[2];
            var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
            file.Position = 0;
            return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
