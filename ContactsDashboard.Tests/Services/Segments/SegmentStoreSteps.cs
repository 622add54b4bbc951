using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Tests.Services.Segments;

/// <summary>Segments in the words of tests.</summary>
internal static class SegmentStoreSteps
{
    public static async Task<SegmentRow> GivenListAsync(this TestStore store, string name, params long[] contacts)
    {
        var list = (await store.As<SegmentService>(Role.Analyst).CreateListAsync(store.Organization, name, TestStore.Stop)).Value;
        if (contacts.Length > 0)
            (await store.As<SegmentMemberService>(Role.Analyst).AddAsync(store.Organization, list.Id, contacts, TestStore.Stop)).IsOk.Should().BeTrue();
        return list;
    }

    public static async Task<SegmentRow> GivenDynamicAsync(this TestStore store, string name, string query) =>
        (await store.As<SegmentService>(Role.Analyst).CreateDynamicAsync(store.Organization, name, query, TestStore.Stop)).Value;

    /// <summary>Who is in it, as its page shows them.</summary>
    public static async Task<IReadOnlyList<long>> MembersAsync(this TestStore store, long segment)
    {
        var page = (await store.As<AllContactsService>(Role.Auditor).ListAsync(store.Organization, new() { Segment = segment, Limit = 100 }, TestStore.Stop)).Value;
        page.Total.All.Should().Be(page.Rows.Count);
        return [.. page.Rows.Select(r => r.Id).Order()];
    }

    public static async Task<SegmentRow?> SegmentAsync(this TestStore store, long id) =>
        await store.As<SegmentService>(Role.Auditor).FindAsync(store.Organization, id, TestStore.Stop) is { IsOk: true, Value: var row } ? row : null;

    public static Task BlockAsync(this TestStore store, string email, SuppressionReason reason = SuppressionReason.Manual) =>
        store.As<SuppressionService>(Role.Admin).AddAsync(store.Organization, new(SuppressionScope.Email, email, reason), false, TestStore.Stop);

    public static async Task<BulkState> RunAsync(this TestStore store, long job, Role role = Role.Analyst)
    {
        await store.As<BulkService>(role).StartAsync(store.Organization, job, TestStore.Stop);
        await store.RunJobsAsync();
        return (await store.As<BulkService>(role).StateAsync(store.Organization, job, TestStore.Stop)).Value;
    }

    /// <summary>Undoes the latest change of a kind.</summary>
    public static async Task<UndoReport> UndoLastAsync(this TestStore store, AuditVerb verb, Role role = Role.Admin)
    {
        await using var context = await store.OpenAsync();
        var id = await context.Audit.Where(a => a.OrganizationId == store.Organization.Value && a.Verb == verb).MaxAsync(a => a.Id, TestStore.Stop);
        return (await store.As<UndoService>(role).UndoAsync(store.Organization, id, TestStore.Stop)).Value;
    }
}
