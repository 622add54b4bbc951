using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Erasures;

/// <summary>Erases again, in a restored store, whoever was erased since its backup: they are recognised by their hashes.</summary>
internal static class RestoredErasures
{
    // As many as one statement can look for.
    private const int Together = 20;

    /// <summary>In the caller's transaction, with the store in use attached as <c>current</c>; how many addresses were taken out.</summary>
    public static async Task<int> ApplyAsync(DashboardDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var erased = 0;
        foreach (var organization in await context.Erasures.Select(e => e.OrganizationId).Distinct().Order().ToListAsync(cancellationToken))
        {
            var known = await context.QueryAsync(RestoreSql.KnownErased, row => (Address: new PersonAddress((Channel)row.GetInt32(0), row.GetString(1), null, null), Audit: row.GetInt64(2)),
                cancellationToken, ("@organization", organization));
            foreach (var some in known.DistinctBy(k => (k.Address.Channel, k.Address.Value)).Chunk(Together))
                await EraseAsync(context, new(organization), [.. some.Select(k => k.Address)], some[0].Audit, now, cancellationToken);
            erased += known.Count;
        }
        return erased;
    }

    private static async Task EraseAsync(DashboardDbContext context, OrganizationId organization, PersonAddress[] addresses, long audit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var values = addresses.Select(a => a.Value).ToList();
        var rows = await context.Addresses.AsNoTracking().Where(a => a.OrganizationId == organization.Value && values.Contains(a.Value)).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Id);
        var contacts = await context.Contacts.AsNoTracking().Where(c => (c.EmailAddressId != null && ids.Contains(c.EmailAddressId.Value)) || (c.PhoneAddressId != null && ids.Contains(c.PhoneAddressId.Value)))
            .ToListAsync(cancellationToken);
        var json = System.Text.Json.JsonSerializer.Serialize(contacts.Select(c => c.Id));
        // Who is still a contact only shared the address at the time of the backup: they keep all but that.
        var alive = (await context.QueryAsync(RestoreSql.StillThere, row => row.GetInt64(0), cancellationToken, ("@contacts", json))).ToHashSet();
        foreach (var contact in contacts.Where(c => alive.Contains(c.Id)))
            await context.ExecuteAsync(RestoreSql.DropAddresses, cancellationToken, ("@id", contact.Id), ("@addresses", System.Text.Json.JsonSerializer.Serialize(ids)));
        var gone = contacts.FindAll(c => !alive.Contains(c.Id));
        var named = addresses.Concat(rows.Select(r => new PersonAddress(r.Channel, r.Value, r.Spelling, r.Name))).ToList();
        var person = new Person(named, gone.ConvertAll(c => c.Id),
            [.. gone.Select(c => $"{c.FirstName} {c.LastName}".Trim()).Concat(rows.Select(r => r.Name ?? "")).Where(n => n.Length > 0).Distinct()]);
        var eraser = new PersonEraser(organization, person, new(audit, "", false, person));
        while (await eraser.LeaveAsync(context, cancellationToken))
            continue;
        await eraser.LetGoAsync(context, now, cancellationToken);
        var needles = await eraser.NeedlesAsync(context, cancellationToken);
        foreach (var column in PersonalColumns.All.Where(c => c.Rule is ColumnRule.Replaced or ColumnRule.Deleted))
        {
            if (await PersonEraser.IsInAsync(context, organization, 0, column, needles, cancellationToken))
                await PersonEraser.ForgetAsync(context, organization, 0, column, needles, cancellationToken);
        }
    }
}
