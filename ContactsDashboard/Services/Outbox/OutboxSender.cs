using System.Text;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Jobs;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Outbox;

/// <summary>Delivers what waits in the outbox, where a mail server is configured; what it refuses for good is put aside.</summary>
internal sealed class OutboxSender(DataDirectory directory, IOptions<DashboardOptions> options, TimeProvider time, ILogger<OutboxSender> log) : BackgroundService
{
    /// <summary>How long a mail is tried; longer than most outages, shorter than its links are good for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(2);

    private static readonly TimeSpan KeptWhenSent = TimeSpan.FromDays(7);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>A server that says nothing for so long is tried again another time.</summary>
    private static readonly TimeSpan LongestMail = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, (int Tries, DateTimeOffset Next)> _waiting = [];
    private DateTimeOffset _tidyAt;

    private string Sent => Path.Combine(directory.Outbox, "sent");

    private string Failed => Path.Combine(directory.Outbox, "failed");

    /// <summary>One round: each mail that is due, oldest first, over one connection.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Tidy(now);
        var due = Directory.CreateDirectory(directory.Outbox).EnumerateFiles("*.eml").OrderBy(f => f.Name, StringComparer.Ordinal)
            .Where(f => !_waiting.TryGetValue(f.Name, out var wait) || wait.Next <= now).ToList();
        if (due.Count == 0)
            return;
        SmtpConversation? conversation = null;
        foreach (var file in due)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(LongestMail);
            try
            {
                conversation ??= await SmtpConversation.OpenAsync(options.Value.Smtp, limit.Token);
                await SendAsync(conversation, file.FullName, limit.Token);
                PutAside(file, Sent);
            }
            catch (Exception e) when (IsTheServers(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                Postpone(file, e, now);
                if (conversation is null)
                    break; // nobody there: the others need not find out, too
                // Whatever state the conversation is in, the next mail begins a new one.
                await conversation.DisposeAsync();
                conversation = null;
            }
        }
        await (conversation?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Smtp.Host is not { Length: > 0 })
            return;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await BackgroundRound.TryAsync(SendAsync, log, stoppingToken);
    }

    private async Task SendAsync(SmtpConversation conversation, string path, CancellationToken cancellationToken)
    {
        var message = await File.ReadAllBytesAsync(path, cancellationToken);
        var from = EmailAddress.TryParse(options.Value.Smtp.From, out var parsed) ? parsed.Value : "";
        await conversation.SendAsync(from, RecipientOf(message), message, cancellationToken);
    }

    private static bool IsTheServers(Exception e) =>
        e is SmtpRefusal or IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException;

    // The outbox holds our own mail only: one recipient, in a header of its own.
    private static string RecipientOf(byte[] message)
    {
        var headers = Encoding.UTF8.GetString(message).Split("\r\n\r\n")[0].Split("\r\n");
        var to = headers.First(h => h.StartsWith("To: <", StringComparison.Ordinal));
        return to["To: <".Length..^1];
    }

    private void Postpone(FileInfo file, Exception why, DateTimeOffset now)
    {
        var tries = _waiting.GetValueOrDefault(file.Name).Tries + 1;
        if (why is SmtpRefusal { IsPermanent: true } || file.LastWriteTimeUtc < (now - Patience).UtcDateTime)
        {
            log.LogWarning("A mail was not sent and is put aside in outbox/failed: {Reason}", why.Message);
            PutAside(file, Failed);
            return;
        }
        if (tries == 1)
            log.LogWarning("A mail could not be sent and is tried again: {Reason}", why.Message);
        var pause = TimeSpan.FromMinutes(Math.Min(Longest.TotalMinutes, Math.Pow(2, tries - 1)));
        _waiting[file.Name] = (tries, now + pause);
    }

    private void PutAside(FileInfo file, string folder)
    {
        _waiting.Remove(file.Name);
        file.MoveTo(Path.Combine(Directory.CreateDirectory(folder).FullName, file.Name), overwrite: true);
    }

    private void Tidy(DateTimeOffset now)
    {
        if (now < _tidyAt)
            return;
        _tidyAt = now + Longest;
        foreach (var old in Directory.CreateDirectory(Sent).EnumerateFiles().Where(f => f.LastWriteTimeUtc < (now - KeptWhenSent).UtcDateTime))
            old.Delete();
    }
}
