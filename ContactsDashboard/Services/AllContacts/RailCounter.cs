using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Reads the maintained counts as the rails show them.</summary>
internal static class RailCounter
{
    public static async Task<RailCounts> CountAsync(DashboardDbContext context, OrganizationId organization, bool deleted, (long Created, long Id)? planEnd,
        CancellationToken cancellationToken)
    {
        var groups = await context.QueryAsync(AllContactsSql.Counts,
            row => (Deleted: row.GetBoolean(0), Email: (Standing)row.GetInt32(1), Phone: (Standing)row.GetInt32(2), Count: row.GetInt64(3)), cancellationToken,
            ("@organization", organization.Value));
        var over = planEnd is not { } end || deleted ? 0 : await context.ScalarAsync(AllContactsSql.CountOverLimit, cancellationToken,
            ("@organization", organization.Value), ("@limitCreated", end.Created), ("@limitId", end.Id));
        var (gone, shown) = (groups.Where(g => g.Deleted).ToList(), groups.Where(g => g.Deleted == deleted).ToList());
        var (goneEmail, gonePhone) = (gone.Where(g => g.Email != Standing.None).Sum(g => g.Count), gone.Where(g => g.Phone != Standing.None).Sum(g => g.Count));
        long Email(Standing standing) => shown.Where(g => g.Email == standing).Sum(g => g.Count);
        long Phone(Standing standing) => shown.Where(g => g.Phone == standing).Sum(g => g.Count);
        return new(new Dictionary<ContactRail, long>
        {
            [ContactRail.None] = shown.Sum(g => g.Count),
            [ContactRail.WithEmail] = shown.Where(g => g.Email != Standing.None).Sum(g => g.Count) + (deleted ? 0 : goneEmail),
            [ContactRail.EmailActive] = Email(Standing.Active) - over,
            [ContactRail.SpamReports] = Email(Standing.SpamReport),
            [ContactRail.Unsubscribed] = Email(Standing.Unsubscribed),
            [ContactRail.EmailBlacklisted] = Email(Standing.Blacklisted),
            [ContactRail.NotConfirmed] = Email(Standing.NotConfirmed),
            [ContactRail.OverLimit] = over,
            [ContactRail.WithPhone] = shown.Where(g => g.Phone != Standing.None).Sum(g => g.Count) + (deleted ? 0 : gonePhone),
            [ContactRail.PhoneActive] = Phone(Standing.Active),
            [ContactRail.PhoneBlacklisted] = Phone(Standing.Blacklisted),
        }, goneEmail, gonePhone);
    }
}
