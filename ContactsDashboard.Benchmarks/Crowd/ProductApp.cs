using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>The product as it is installed: published, in Production, a process of its own on a store.</summary>
internal sealed class ProductApp : IDisposable
{
    public const string Email = "crowd@benchmark.example";
    public const string Password = "Benchmark-2026";

    private readonly string _folder;
    private readonly string _data;
    private Process? _process;
    private int _port;

    private ProductApp(string folder, string data) => (_folder, _data) = (folder, data);

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Publishes what was built with the benchmarks, and gives the benchmark's organisation somebody who can sign in.</summary>
    public static async Task<ProductApp> PublishAsync(string data)
    {
        var folder = Directory.CreateTempSubdirectory("contacts-benchmark-app-").FullName;
        using (var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(Root(), "ContactsDashboard"), "--no-build", "-c", Configuration, "-o", folder, "-v", "quiet"]))!)
            await publish.WaitForExitAsync();
        var app = new ProductApp(folder, data);
        var (code, output) = await app.RunAsync(Password, "user", "create", Email, "--organization", BenchmarkServer.Slug, "--role", "Admin", "--password-stdin");
        return code == 0 || output.Contains("already", StringComparison.Ordinal) ? app : throw new InvalidOperationException(output);
    }

    /// <summary>Milliseconds from the start of the process to the first page it answers with; on the same port each time.</summary>
    public async Task<double> StartAsync()
    {
        var start = Info();
        if (_port > 0)
            start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        return await Timing.OnceAsync(async () =>
        {
            _process = Process.Start(start)!;
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginErrorReadLine();
            var line = await ReadAsync("Contacts Dashboard");
            _port = new Uri(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]).Port;
            using var http = new HttpClient { BaseAddress = Address };
            await http.GetByteArrayAsync("/account/sign-in");
        });
    }

    public Task<Visitor> SignInAsync() => Visitor.SignInAsync(Address, Email, Password);

    /// <summary>Processor time the server has used so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of the managed heap after a full collection, and what the process has resident for itself.</summary>
    public async Task<(long Managed, long Resident)> MemoryAsync()
    {
        await _process!.StandardInput.WriteLineAsync();
        var managed = long.Parse((await ReadAsync(StartupHook.Mark))[StartupHook.Mark.Length..], CultureInfo.InvariantCulture);
        return (managed, ProcessMemory.OwnBytes(_process.Id));
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        KillAsync().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int Code, string Output)> RunAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(Info(arguments))!;
        await process.StandardInput.WriteLineAsync(input);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    private async Task<string> ReadAsync(string mark)
    {
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(mark, StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException("The server ended.");
    }

    private ProcessStartInfo Info(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(_folder, "ContactsDashboard.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        start.Environment["Dashboard__DataDirectory"] = _data;
        return start;
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", ".."));

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
}
