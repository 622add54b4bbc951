using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Where the plan's number of contacts is used up: a place in the order of (created, id) that is kept and moved. Triggers keep its rank; every
/// write that left the rank off moves the place before it commits.
/// </summary>
internal static class PlanLimitSql
{
    private const string Off = """
        SELECT ContactLimit - LimitRank, LimitCreatedTicks, LimitContactId FROM Organizations
        WHERE Id = @organization AND ContactLimit IS NOT NULL AND LimitRank <> ContactLimit
        """;

    private const string Counted = """
        SELECT CreatedAt, Id FROM Contacts INDEXED BY IX_Contacts_LiveWithEmail_CreatedAt
        WHERE OrganizationId = @organization AND DeletedAt IS NULL AND EmailAddressId IS NOT NULL AND
        """;

    private const string Forward = $"""
        WITH next AS MATERIALIZED ({Counted} (CreatedAt, Id) > (@created, @id) ORDER BY CreatedAt, Id LIMIT @steps)
        SELECT CreatedAt, Id, (SELECT count(*) FROM next) FROM next ORDER BY CreatedAt DESC, Id DESC LIMIT 1
        """;

    private const string Backward = $"{Counted} (CreatedAt, Id) <= (@created, @id) ORDER BY CreatedAt DESC, Id DESC LIMIT 1 OFFSET @steps";

    private const string Move = """
        UPDATE Organizations SET LimitCreatedTicks = @created, LimitContactId = @id, LimitRank = LimitRank + @by WHERE Id = @organization
        """;

    /// <summary>Which of these addresses (<c>@values</c>, a JSON array) have contacts, all of them beyond the plan.</summary>
    public const string BeyondOf = """
        SELECT a.Value FROM Organizations o CROSS JOIN json_each(@values) v CROSS JOIN Addresses a ON a.OrganizationId = o.Id AND a.Channel = 0 AND a.Value = v.value
        WHERE o.Id = @organization AND o.ContactLimit IS NOT NULL
            AND EXISTS (SELECT 1 FROM Contacts c WHERE c.EmailAddressId = a.Id AND c.DeletedAt IS NULL)
            AND NOT EXISTS (SELECT 1 FROM Contacts c WHERE c.EmailAddressId = a.Id AND c.DeletedAt IS NULL
                AND (c.CreatedAt, c.Id) <= (o.LimitCreatedTicks, o.LimitContactId))
        """;

    /// <summary>Which of these addresses wait for their owner's confirmation.</summary>
    public const string UnconfirmedOf = """
        SELECT a.Value FROM json_each(@values) v CROSS JOIN Addresses a INDEXED BY IX_Addresses_Unconfirmed
        ON a.OrganizationId = @organization AND a.Value = v.value AND a.Confirmation = 1 WHERE a.Channel = 0
        """;

    /// <summary>Whether the gate has to ask for more than the ledger: 1 for a limit, 2 for unconfirmed addresses.</summary>
    public const string GateUses = """
        SELECT (o.ContactLimit IS NOT NULL) + 2 * EXISTS (SELECT 1 FROM Addresses a INDEXED BY IX_Addresses_Unconfirmed
            WHERE a.OrganizationId = o.Id AND a.Confirmation = 1) FROM Organizations o WHERE o.Id = @organization
        """;

    private const string Prepared = """
        WITH within AS MATERIALIZED (SELECT CreatedAt, Id FROM Contacts INDEXED BY IX_Contacts_LiveWithEmail_CreatedAt
            WHERE OrganizationId = @organization AND DeletedAt IS NULL AND EmailAddressId IS NOT NULL ORDER BY CreatedAt, Id LIMIT @limit)
        SELECT CreatedAt, Id, (SELECT count(*) FROM within), coalesce((SELECT Version FROM Changes WHERE OrganizationId = @organization), 0)
        FROM within ORDER BY CreatedAt DESC, Id DESC LIMIT 1
        """;

    // From the index alone.
    private const string Rank = $"SELECT count(*) FROM ({Counted} (CreatedAt, Id) <= (@created, @id))";

    private const string Limit = """
        UPDATE Organizations SET ContactLimit = @limit, LimitCreatedTicks = @created, LimitContactId = @id, LimitRank = @rank WHERE Id = @organization
        """;

    private const string Version = "SELECT Version FROM Changes WHERE OrganizationId = @organization";

    public const string Place = "SELECT LimitCreatedTicks, LimitContactId FROM Organizations WHERE Id = @organization AND ContactLimit IS NOT NULL";

    /// <summary>Where a limit would end, read without the write lock: a walk over as many contacts as the limit.</summary>
    public static async Task<LimitPlace> PrepareAsync(DashboardDbContext context, OrganizationId organization, long? limit, CancellationToken cancellationToken)
    {
        var found = limit is null ? [] : await context.QueryAsync(Prepared, row => new LimitPlace(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
            cancellationToken, ("@organization", organization.Value), ("@limit", limit));
        return found is [var place] ? place : LimitPlace.None;
    }

    /// <summary>Sets the limit at a place prepared before; what changed since is counted again, and <see cref="SettleAsync"/> moves the rest of the way.</summary>
    public static async Task LimitAsync(DashboardDbContext context, OrganizationId organization, long? limit, LimitPlace place, CancellationToken cancellationToken)
    {
        (string, object?)[] at = [("@organization", organization.Value), ("@created", place.Created), ("@id", place.Id)];
        var isCurrent = place == LimitPlace.None || await context.ScalarAsync(Version, cancellationToken, ("@organization", organization.Value)) == place.Version;
        var rank = isCurrent ? place.Rank : await context.ScalarAsync(Rank, cancellationToken, at);
        await context.ExecuteAsync(Limit, cancellationToken, [.. at, ("@limit", limit), ("@rank", rank)]);
    }

    /// <summary>Moves the place to where the rank is right again, in the caller's transaction.</summary>
    public static async Task SettleAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken)
    {
        var off = await context.QueryAsync(Off, row => (Steps: row.GetInt64(0), Created: row.GetInt64(1), Id: row.GetInt64(2)), cancellationToken,
            ("@organization", organization.Value));
        if (off is not [var (steps, created, id)])
            return;
        var places = await context.QueryAsync(steps > 0 ? Forward : Backward,
            row => (Created: row.GetInt64(0), Id: row.GetInt64(1), By: steps > 0 ? row.GetInt64(2) : steps), cancellationToken,
            ("@organization", organization.Value), ("@created", created), ("@id", id), ("@steps", Math.Abs(steps)));
        if (steps > 0 && places.Count == 0)
            return;
        var place = places is [var found] ? found : (Created: 0L, Id: 0L, By: steps);
        await context.ExecuteAsync(Move, cancellationToken, ("@organization", organization.Value), ("@created", place.Created), ("@id", place.Id), ("@by", place.By));
    }
}

/// <summary>A place in the order of contacts, its rank, and the organisation's version that was read.</summary>
internal sealed record LimitPlace(long Created, long Id, long Rank, long Version)
{
    public static readonly LimitPlace None = new(0, 0, 0, -1);
}
