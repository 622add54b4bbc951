using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Verification;

/// <summary>Something derived that does not equal its recount.</summary>
public sealed record Difference(string What, string Where, string Stored, string Recounted);

/// <summary>Recounts everything derived from the facts and says what differs. Reads only; for the terminal.</summary>
public sealed class VerifyService(IDbContextFactory<DashboardDbContext> contexts, CurrentActor current, TimeProvider time)
{
    public async Task<IReadOnlyList<Difference>> VerifyAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is not (TerminalActor or SystemActor))
            throw new InvalidOperationException("Verification spans organisations and belongs to the terminal.");
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var differences = new List<Difference>();
        foreach (var (what, sql) in VerifySql.Checks)
        {
            differences.AddRange(await context.QueryAsync(sql, row => new Difference(what, row.GetString(0), row.GetValue(1).ToString()!, row.GetValue(2).ToString()!),
                cancellationToken, ("@now", time.GetUtcNow().UtcTicks), ("@limit", 20)));
        }
        return differences;
    }
}
