using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// The statements a context ran, compiled: one that changes addresses takes a millisecond to compile, with the triggers it sets off, and work in many
/// steps would spend more on that than on rows.
/// </summary>
internal sealed class PreparedStatements(DashboardDbContext context) : IDisposable
{
    private readonly Dictionary<string, RawStatement> _statements = [];

    /// <summary>Runs one statement in the context's transaction; how many rows it changed itself.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_statements.TryGetValue(sql, out var statement))
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
            _statements[sql] = statement = new RawStatement((SqliteConnection)context.Database.GetDbConnection(), sql);
        }
        foreach (var (name, value) in parameters)
            statement.Bind(name, value);
        return statement.Run();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }
}
