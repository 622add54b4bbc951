using System.Globalization;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Outbox;

/// <summary>Where mail of the product itself waits: a folder of <c>.eml</c> files that a sender, or whoever keeps the server, empties.</summary>
public sealed class OutboxService(DataDirectory directory, IOptions<DashboardOptions> options, TimeProvider time)
{
    /// <summary>Mail is sent from here when nothing is configured; nobody reads what comes back.</summary>
    private const string DefaultFrom = "no-reply@localhost";

    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes a mail to disk where no sender sees it yet, so that it can go out the moment the change it tells of is committed, and not before.
    /// </summary>
    public async Task<PreparedMail> PrepareAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        var (from, now) = (EmailAddress.TryParse(options.Value.Smtp.From, out var parsed) ? parsed.Value : DefaultFrom, time.GetUtcNow());
        var name = $"{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}";
        var prepared = new PreparedMail(Path.Combine(Directory.CreateDirectory(directory.Outbox).FullName, name));
        try
        {
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
                how.UnixCreateMode = OwnersOnly;
            await using var file = new FileStream(prepared.Unfinished, how);
            await file.WriteAsync(mail.ToBytes(from, $"{Guid.NewGuid():N}@{from[(from.LastIndexOf('@') + 1)..]}", now), cancellationToken);
            file.Flush(flushToDisk: true);
            return prepared;
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }
}

/// <summary>A mail on disk that goes out when it is released and is deleted when it is not.</summary>
public sealed class PreparedMail : IDisposable
{
    private readonly string _path;

    internal PreparedMail(string path) => _path = path;

    internal string Unfinished => _path + ".part";

    /// <summary>From now on it is the sender's.</summary>
    public void Release() => File.Move(Unfinished, _path + ".eml");

    public void Dispose() => File.Delete(Unfinished);
}
