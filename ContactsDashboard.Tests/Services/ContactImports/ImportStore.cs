using System.Text;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.ContactImports;

/// <summary>Imports as the page makes them: upload, columns, dry run, import.</summary>
internal static class ImportStore
{
    public static readonly ConsentGiven Consent = new(Confirmed: true);

    public static Task<long> UploadAsync(this TestStore store, string text, string name = "contacts.csv", Role role = Role.Admin) => store.UploadAsync(Encoding.UTF8.GetBytes(text), name, role);

    public static async Task<long> UploadAsync(this TestStore store, byte[] bytes, string name = "contacts.csv", Role role = Role.Admin) =>
        (await store.As<ContactImportService>(role).UploadAsync(store.Organization, name, new MemoryStream(bytes), Stop)).Value;

    /// <summary>The file as it is understood, and the dry run so; <paramref name="change"/> the options first.</summary>
    public static async Task<ImportState> DryRunAsync(this TestStore store, long job, Func<ImportOptions, ImportOptions>? change = null, Role role = Role.Admin)
    {
        var imports = store.As<ContactImportService>(role);
        var file = (await imports.DescribeAsync(store.Organization, job, Stop)).Value;
        (await imports.StartDryRunAsync(store.Organization, job, change?.Invoke(file.Options) ?? file.Options, null, Stop)).Problem.Should().BeNull();
        await store.RunImportsAsync();
        return await store.ImportStateAsync(job);
    }

    public static async Task<ImportState> ApplyAsync(this TestStore store, long job, Role role = Role.Admin)
    {
        (await store.As<ContactImportService>(role).StartAsync(store.Organization, job, Consent, Stop)).Problem.Should().BeNull();
        await store.RunImportsAsync();
        return await store.ImportStateAsync(job);
    }

    /// <summary>All of it; what was announced is what was done.</summary>
    public static async Task<ImportState> ImportAsync(this TestStore store, string text, Func<ImportOptions, ImportOptions>? change = null, string name = "contacts.csv")
    {
        var job = await store.UploadAsync(text, name);
        var planned = await store.DryRunAsync(job, change);
        planned.Error.Should().BeNull();
        var applied = await store.ApplyAsync(job);
        applied.Error.Should().BeNull();
        (applied.Applied! with { Memberships = 0 }).Should().Be(planned.Planned);
        return applied;
    }

    public static Task RunImportsAsync(this TestStore store) => store.Get<JobRunner>().RunQueuedAsync(JobRunner.Imports, Stop);

    public static async Task<ImportState> ImportStateAsync(this TestStore store, long job) =>
        (await store.As<ContactImportService>(Role.Admin).StateAsync(store.Organization, job, Stop)).Value;

    public static async Task<string> RejectedAsync(this TestStore store, long job)
    {
        await using var file = (await store.As<ContactImportService>(Role.Admin).RejectedAsync(store.Organization, job, Stop)).Value;
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(Stop);
    }

    /// <summary>Everybody, value by value, ids aside.</summary>
    public static async Task<List<string>> PeopleAsync(this TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.QueryAsync("""
            SELECT concat_ws('|', coalesce(e.Value, '-'), coalesce(e.Spelling, '-'), coalesce(p.Value, '-'), coalesce(c.ExternalId, '-'), coalesce(c.FirstName, '-'), coalesce(c.LastName, '-'),
                coalesce(c.Country, '-'), coalesce(c.City, '-'), c.EmailStanding, c.PhoneStanding, c.CreationMethod, c.DeletedAt IS NOT NULL, coalesce(c.NameKey, '-'),
                (SELECT group_concat(v.FieldId || '=' || v.Text) FROM (SELECT FieldId, Text FROM FieldValues WHERE ContactId = c.Id ORDER BY 1) v),
                (SELECT group_concat(m.SegmentId) FROM (SELECT SegmentId FROM SegmentMembers WHERE ContactId = c.Id ORDER BY 1) m))
            FROM Contacts c LEFT JOIN Addresses e ON e.Id = c.EmailAddressId LEFT JOIN Addresses p ON p.Id = c.PhoneAddressId WHERE c.OrganizationId = @organization ORDER BY 1
            """, row => row.GetString(0), Stop, ("@organization", store.Organization.Value));
    }

    public static async Task<List<string>> EntriesAsync(this TestStore store)
    {
        await using var context = await store.OpenAsync();
        return await context.QueryAsync("SELECT Value || ' ' || Reason || ' ' || Source FROM Suppressions WHERE EndedAt IS NULL AND Value NOT LIKE 'hash:%' ORDER BY 1", row => row.GetString(0), Stop);
    }
}
