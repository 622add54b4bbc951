using Microsoft.Extensions.Logging;

namespace ContactsDashboard.Tests.Support;

/// <summary>Tells when the product first logged an error.</summary>
public sealed class ErrorLog : ILoggerProvider, ILogger
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task First => _first.Task;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _first.TrySetResult();
    }

    public void Dispose()
    {
    }
}
