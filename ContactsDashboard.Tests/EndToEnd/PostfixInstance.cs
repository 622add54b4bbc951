using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>
/// A real Postfix with configuration, queue and port of its own: it leaves the machine's own mail alone, and no mail leaves it.
/// </summary>
internal sealed class PostfixInstance : IAsyncDisposable
{
    // Accounts every Debian has; Postfix only wants them to be no one else's of its own.
    private const string Owner = "news", Group = "uucp";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("contacts-postfix-").FullName;
    private readonly string _root = FindRoot();
    private Process? _master;

    private PostfixInstance()
    {
    }

    public int Port { get; } = FreePort();

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(_folder, "mail.log");

    /// <summary>A running one whose recipients pass the policy server at this port first.</summary>
    public static async Task<PostfixInstance> StartAsync(int policyPort)
    {
        var postfix = new PostfixInstance();
        try
        {
            await postfix.PrepareAsync(policyPort);
            await postfix.StartMasterAsync();
            return postfix;
        }
        catch
        {
            await postfix.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port nobody listens on, outside the range that outgoing connections are given.</summary>
    public static int FreePort()
    {
        while (true)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000)));
                return ((IPEndPoint)socket.LocalEndPoint!).Port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }

    public Task<SmtpVisitor> ConnectAsync() => SmtpVisitor.ConnectAsync(Port);

    /// <summary>Waits until the mail log says so.</summary>
    public Task LoggedAsync(string text) => UntilAsync(() => Task.FromResult(Log.Contains(text, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        if (_master is { HasExited: false })
        {
            // The master passes SIGTERM on to its children; SIGKILL would leave them behind.
            await RunAsync("sh", "-c", "kill -TERM \"$0\"", $"{_master.Id}");
            using var deadline = new CancellationTokenSource(Patience);
            await _master.WaitForExitAsync(deadline.Token);
        }
        _master?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task PrepareAsync(int policyPort)
    {
        // Its processes give up root's rights and must still reach their queue.
        await RunAsync("chmod", "755", _folder);
        var queue = Path.Combine(_folder, "queue");
        string[] own = ["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"];
        await RunAsync("install", "-d", queue, Path.Combine(queue, "pid"));
        string[] folders = [Path.Combine(_folder, "data"), .. own.Select(name => Path.Combine(queue, name))];
        await RunAsync("install", ["-d", "-m", "700", "-o", Owner, .. folders]);
        await RunAsync("install", "-d", "-m", "710", "-o", Owner, "-g", Group, Path.Combine(queue, "public"));
        await RunAsync("install", "-d", "-m", "730", "-o", Owner, "-g", Group, Path.Combine(queue, "maildrop"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "main.cf"), MainCf(policyPort), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "master.cf"), MasterCf, TestContext.Current.CancellationToken);
    }

    private async Task StartMasterAsync()
    {
        // Should this process die, the mail server ends by itself after ten minutes.
        var start = new ProcessStartInfo(Path.Combine(Daemons, "master"), ["-c", _folder, "-e", "600"]);
        start.Environment["LD_LIBRARY_PATH"] = Path.Combine(_root, "usr/lib/postfix");
        _master = Process.Start(start)!;
        await UntilAsync(AnswersAsync);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var smtp = await ConnectAsync();
            return true;
        }
        catch (SocketException)
        {
            return _master!.HasExited ? throw new InvalidOperationException($"Postfix did not start: {Log}") : false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
            await poll.WaitForNextTickAsync(deadline.Token);
    }

    private string Daemons => Path.Combine(_root, "usr/lib/postfix/sbin");

    private string MainCf(int policyPort) => $"""
        compatibility_level = 3.6
        queue_directory = {_folder}/queue
        data_directory = {_folder}/data
        daemon_directory = {Daemons}
        command_directory = {_root}/usr/sbin
        meta_directory = {_root}/etc/postfix
        shlib_directory = {_root}/usr/lib/postfix
        import_environment = MAIL_CONFIG LD_LIBRARY_PATH LANG=C
        mail_owner = {Owner}
        setgid_group = {Group}
        maillog_file = {LogFile}
        maillog_file_prefixes = {_folder}
        inet_interfaces = loopback-only
        inet_protocols = ipv4
        myhostname = mail.acme.example
        mynetworks = 127.0.0.0/8
        mydestination =
        alias_maps =
        local_recipient_maps =
        local_transport = discard:
        default_transport = discard:
        smtpd_error_sleep_time = 0
        smtpd_soft_error_limit = 1000
        smtpd_hard_error_limit = 1000
        smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{policyPort}, permit_mynetworks, reject_unauth_destination

        """;

    private string MasterCf => $"""
        127.0.0.1:{Port} inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd

        """;

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {error}");
    }

    /// <summary>Where its <c>usr</c> and <c>etc</c> are: unpacked by test.sh, else the machine's own, of which only programs are used.</summary>
    private static string FindRoot()
    {
        if (Environment.UserName != "root")
            throw new InvalidOperationException("Postfix starts as root only: run the tests as root, in a container for example.");
        var solution = new DirectoryInfo(AppContext.BaseDirectory);
        while (solution is not null && !File.Exists(Path.Combine(solution.FullName, "ContactsDashboard.sln")))
            solution = solution.Parent;
        string?[] roots = [Environment.GetEnvironmentVariable("POSTFIX"), Path.Combine(solution?.FullName ?? "/", "artifacts/postfix"), "/"];
        return roots.OfType<string>().FirstOrDefault(root => File.Exists(Path.Combine(root, "usr/lib/postfix/sbin/master")))
            ?? throw new InvalidOperationException("There is no Postfix: ./test.sh unpacks one.");
    }
}
