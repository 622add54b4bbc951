namespace ContactsDashboard.Data.Sqlite;

/// <summary>Questions about <c>*.domain</c>, which no index answers.</summary>
internal static class WildcardSql
{
    /// <summary>Addresses under <c>@domain</c>: all listed ones, those not blocked yet, and those of them active since <c>@since</c>.</summary>
    public const string DomainImpact = """
        SELECT count(*), sum(Blocked = 0), sum(Blocked = 0 AND LastActiveTicks >= @since)
        FROM Addresses WHERE OrganizationId = @organization AND Listed = 1
            AND length(Domain) > length(@domain) - 1 AND substr(Domain, 1 - length(@domain)) = substr(@domain, 2)
        """;
}
