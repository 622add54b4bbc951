using System.Net;
using System.Net.Sockets;
using System.Text;
using ContactsDashboard.Configuration;
using ContactsDashboard.Mail;
using ContactsDashboard.Services.Outbox;
using ContactsDashboard.Tests.Support;
using Microsoft.Extensions.Options;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services;

public class OutboxTests
{
    private static readonly OutboxMail Hello = new(Email("Ann@Example.com"), "Grüße & Co", "Größe, und noch etwas mehr, damit es über eine Zeile geht: Ελληνικά",
        ".\n.dot\nA line that ends in a blank \nSumme = 5 €\n" + new string('x', 200) + "\nhttps://example.com/s/confirm/abc\n");

    [Fact]
    public async Task Mail_IsReadBackAsItWasWritten()
    {
        await using var store = await CreateAsync();
        using (var prepared = await store.Get<OutboxService>().PrepareAsync(Hello, Stop))
        {
            FilesOf(store, "*.eml").Should().BeEmpty("it does not go out before it is released");
            prepared.Release();
        }

        var file = FilesOf(store, "*.eml").Single();
        var text = await File.ReadAllTextAsync(file, Stop);
        text.Split("\r\n").Should().OnlyContain(line => line.Length <= 78);
        text.Should().Contain("Auto-Submitted: auto-generated").And.Contain("To: <Ann@example.com>").And.MatchRegex("Message-ID: <[0-9a-f]{32}@localhost>")
            .And.Contain("Date: Sat, 21 Nov 2026 12:00:00 +0000");
        Decoded(text).Should().Be(Hello.Text.ReplaceLineEndings("\r\n"));
        var message = (await MailReader.ReadAsync(File.OpenRead(file), "x", 0, Stop).SingleAsync(Stop)).Message!;
        message.Subject.Should().Be(Hello.Subject);
        message.Participants.Select(p => (p.Address.Value, p.Name)).Should().Contain(("no-reply@localhost", "Grüße & Co"));
    }

    [Fact]
    public async Task Mail_NotReleased_LeavesNothing()
    {
        await using var store = await CreateAsync();

        (await store.Get<OutboxService>().PrepareAsync(Hello, Stop)).Dispose();

        FilesOf(store, "*").Should().BeEmpty();
    }

    [Fact]
    public async Task Sender_Delivers_AndKeepsWhatWasSent()
    {
        using var server = new SmtpServer("220 hi", "250-x", "250 hello", "250 ok", "250 ok", "354 go", "250 ok");
        await using var store = await CreateAsync(server.Settings);
        (await store.Get<OutboxService>().PrepareAsync(Hello, Stop)).Release();
        var sent = await File.ReadAllTextAsync(FilesOf(store, "*.eml").Single(), Stop);

        await store.Get<OutboxSender>().SendAsync(Stop);

        var heard = await server.HeardAsync();
        heard.Should().StartWith("EHLO localhost\r\nMAIL FROM:<news@acme.test>\r\nRCPT TO:<Ann@example.com>\r\nDATA\r\n").And.EndWith("\r\n.\r\n");
        heard[(heard.IndexOf("DATA\r\n", StringComparison.Ordinal) + 6)..^3].Replace("\r\n..", "\r\n.", StringComparison.Ordinal).Should().Be(sent);
        FilesOf(store, "*.eml").Should().BeEmpty();
        Directory.GetFiles(Path.Combine(store.Folder, "outbox", "sent")).Should().ContainSingle();
    }

    [Theory]
    [InlineData("550 no such user", "failed")]
    [InlineData("450 later", null)]
    public async Task Sender_Refused_PutsAsideOrTriesAgainLater(string answer, string? folder)
    {
        using var server = new SmtpServer("220 hi", "250 hello", "250 ok", answer);
        await using var store = await CreateAsync(server.Settings);
        (await store.Get<OutboxService>().PrepareAsync(Hello, Stop)).Release();

        await store.Get<OutboxSender>().SendAsync(Stop);

        FilesOf(store, "*.eml").Should().HaveCount(folder is null ? 1 : 0);
        if (folder is not null)
            Directory.GetFiles(Path.Combine(store.Folder, "outbox", folder)).Should().ContainSingle();
        store.Errors.ToString().Should().NotContain("example.com");
    }

    [Theory]
    [InlineData("Host", "mail.test", "From must be set")]
    [InlineData("From", "nobody", "From is not an email address")]
    [InlineData("Port", "0", "is not a port")]
    [InlineData("User", "ann", "a password is not sent without TLS")]
    public void Settings_Wrong_AreNamed(string name, string value, string problem)
    {
        var options = new DashboardOptions
        {
            Smtp =
            {
                Host = "mail.test", Port = name == "Port" ? 0 : 25, From = name == "Host" ? null : name == "From" ? value : "a@b.test", User = name == "User" ? value : null,
                Tls = SmtpTls.None,
            },
        };

        new DashboardOptionsValidator().Validate(null, options).Failures.Should().Contain(f => f.Contains(problem)).And.Contain(f => f.Contains("PublicUrl"));
        options.PublicUrl = "ftp://x/";
        new DashboardOptionsValidator().Validate(null, options).Failures.Should().Contain(f => f.Contains("PublicUrl must be"));
    }

    private static string[] FilesOf(TestStore store, string pattern) => Directory.GetFiles(Path.Combine(store.Folder, "outbox"), pattern);

    // As a reader of mail decodes it, written independently.
    private static string Decoded(string mail)
    {
        var (body, bytes) = (mail[(mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Replace("=\r\n", "", StringComparison.Ordinal), new List<byte>());
        for (var i = 0; i < body.Length; i++)
        {
            bytes.Add(body[i] == '=' ? Convert.FromHexString(body.AsSpan(i + 1, 2))[0] : (byte)body[i]);
            i += body[i] == '=' ? 2 : 0;
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Speaks its lines one by one, each after it heard a command, the whole message being one.</summary>
    private sealed class SmtpServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task<string> _heard;

        public SmtpServer(params string[] answers)
        {
            _listener.Start();
            _heard = Task.Run(() => ServeAsync(answers));
        }

        public (string, string)[] Settings =>
        [
            ("Dashboard:Smtp:Host", "127.0.0.1"), ("Dashboard:Smtp:Port", $"{((IPEndPoint)_listener.LocalEndpoint).Port}"), ("Dashboard:Smtp:From", "news@acme.test"),
            ("Dashboard:Smtp:Tls", "None"), ("Dashboard:PublicUrl", "https://contacts.acme.test"),
        ];

        public Task<string> HeardAsync() => _heard.WaitAsync(TimeSpan.FromSeconds(10), Stop);

        public void Dispose() => _listener.Dispose();

        private async Task<string> ServeAsync(string[] answers)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var heard = new StringBuilder();
            foreach (var answer in answers)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"));
                if (answer[3] == '-')
                    continue;
                var isMessage = answer.StartsWith("354", StringComparison.Ordinal);
                string? line;
                do
                {
                    line = await reader.ReadLineAsync();
                    if (line is not null)
                        heard.Append(line).Append("\r\n");
                }
                while (isMessage && line is not (null or "."));
            }
            return heard.ToString();
        }
    }
}
