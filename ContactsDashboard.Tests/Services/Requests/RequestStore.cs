using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using static ContactsDashboard.Tests.Support.TestStore;

namespace ContactsDashboard.Tests.Services.Requests;

/// <summary>Requests in the words of the domain.</summary>
internal static class RequestStore
{
    public static Task<Result<AddedSuppression>> GivenEntryAsync(this TestStore store, string value, SuppressionReason reason = SuppressionReason.Bounced,
        SuppressionScope scope = SuppressionScope.Email) =>
        store.As<SuppressionService>(new SystemActor()).AddAsync(store.Organization, new(scope, value, reason), true, Stop);

    /// <summary>A provider says so, whatever stands there already: one more claim on the entry of that reason, or an entry of its own.</summary>
    public static async Task GivenEventAsync(this TestStore store, string value, SuppressionReason reason)
    {
        var scope = (await store.As<AccessService>(new SystemActor()).RequireAsync(store.Organization, Permissions.Block, Stop)).Value;
        await store.Get<StoreWriter>().WriteAsync<bool>(store.Organization, async context =>
        {
            var now = store.Clock.GetUtcNow();
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.AddedSuppression, now, Stop);
            using (var ledger = Ledger.Open(context, scope, SuppressionLevel.Own, SuppressionSource.Event, audit, now))
                audit.SuppressionId = ledger.Add(new(SuppressionScope.Email, value, reason), ledger.Standing(SuppressionScope.Email, value));
            await Ledger.RestateAsync(context, scope, SuppressionLevel.Own, SuppressionScope.Email, [value], now, Stop);
            await context.SaveChangesAsync(Stop);
            return true;
        }, Stop);
    }

    public static async Task<long> GivenRequestAsync(this TestStore store, RequestKind kind, Role role, params string[] named) =>
        (await store.FileAsync(kind, role, new RequestSubject.Named(named))).Value.Id;

    public static Task<Result<FiledRequest>> FileAsync(this TestStore store, RequestKind kind, Role role, RequestSubject subject,
        RequestChannels channels = RequestChannels.Email | RequestChannels.Phone) =>
        store.As<RequestService>(role).FileAsync(store.Organization, new(kind, channels, subject, "They asked for it", true), Stop);

    public static async Task<Result> ApproveAsync(this TestStore store, long request, Role role = Role.Support, string? comment = null)
    {
        var desk = store.As<RequestDeskService>(role);
        var preview = await desk.PreviewAsync(store.Organization, request, Stop);
        if (!preview.IsOk)
            return preview.Problem!;
        var approved = await desk.ApproveAsync(store.Organization, request, preview.Value.Number, comment, Stop);
        await store.RunJobsAsync();
        return approved;
    }

    public static async Task<RequestDetail> RequestAsync(this TestStore store, long request, Role role = Role.Support) =>
        (await store.As<RequestListService>(role).FindAsync(store.Organization, request, Stop)).Value;
}
