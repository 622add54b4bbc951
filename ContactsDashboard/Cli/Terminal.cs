namespace ContactsDashboard.Cli;

/// <summary>The door for the terminal.</summary>
internal static class Terminal
{
    public static bool IsCommand(string[] args) => args.Length > 0 && !args[0].StartsWith('-') && !args[0].Contains('=');

    public static Task<int> RunAsync(string[] args) => Task.FromResult(2);
}
