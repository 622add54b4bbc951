using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
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
