using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>The product as a process of its own, so that it can be killed.</summary>
internal sealed class ProductProcess : IDisposable
{
    private readonly Process _process;

    private ProductProcess(Process process) => _process = process;

    /// <summary>Starts a command, or the server when there is none.</summary>
    public static ProductProcess Start(string folder, params string[] arguments) => StartWith([], folder, arguments);

    /// <summary>Starts it with settings of its own in the environment.</summary>
    public static ProductProcess StartWith(Dictionary<string, string> settings, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ContactsDashboard.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Dashboard__DataDirectory"] = folder;
        // It lives for seconds: what would make it quicker later only costs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["Dashboard__Demo"] = "true";
        start.Environment["Dashboard__DemoPeople"] = "false";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    public static async Task<(int Code, string Output)> RunAsync(string folder, params string[] arguments)
    {
        using var product = Start(folder, arguments);
        return await product.EndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<(int Code, string Output)> EndAsync()
    {
        var error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, output + await error);
    }

    /// <summary>The address the server prints when it is ready.</summary>
    public async Task<string> AddressAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("Contacts Dashboard", StringComparison.Ordinal))
                return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
        }
        throw new InvalidOperationException($"The server did not start: {await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>Waits until the condition holds, or the process has ended.</summary>
    public async Task WhenAsync(Func<bool> condition)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition() && !_process.HasExited)
            await poll.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>kill -9, at the moment the condition first holds.</summary>
    public async Task KillWhenAsync(Func<bool> condition)
    {
        await WhenAsync(condition);
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>One number out of a store that another process is writing; 0 while it is not there yet.</summary>
    public static long Ask(string folder, string sql)
    {
        using var look = new Look(folder);
        return look.Ask(sql);
    }

    /// <summary>The same again and again: who opens a store anew for each question reads its whole schema each time.</summary>
    public sealed class Look(string folder) : IDisposable
    {
        private readonly SqliteConnection _connection = new($"Data Source={Path.Combine(folder, "contacts.db")};Mode=ReadOnly;Pooling=False");

        public long Ask(string sql)
        {
            try
            {
                if (_connection.State != System.Data.ConnectionState.Open)
                    _connection.Open();
                using var command = _connection.CreateCommand();
                command.CommandText = sql;
                return command.ExecuteScalar() as long? ?? 0;
            }
            catch (SqliteException)
            {
                return 0;
            }
        }

        public void Dispose() => _connection.Dispose();
    }

    /// <summary>Everything an organisation's mail decides, ids aside.</summary>
    public static List<string> StateOf(string folder, string organization) => List(folder,
        """
        SELECT a.Value || '|' || coalesce(a.Spelling, '') || '|' || coalesce(a.Name, '') || '|' || a.FirstSeenTicks || '|' || a.LastActiveTicks || '|' || a.ThreadCount || '|' || a.Listed
            || '|' || (SELECT count(*) FROM Participants p WHERE p.AddressId = a.Id) || '|' || (SELECT count(*) FROM Contacts c WHERE c.EmailAddressId = a.Id)
        FROM Addresses a JOIN Organizations o ON o.Id = a.OrganizationId WHERE o.Slug = @slug ORDER BY a.Value
        """, ("@slug", organization));

    /// <summary>All of a query's first column.</summary>
    public static List<string> List(string folder, string sql, params (string Name, string Value)[] parameters)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "contacts.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
