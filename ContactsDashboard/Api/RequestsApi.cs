using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Requests;

namespace ContactsDashboard.Api;

/// <summary>Asking Support, and what came of it. People decide, in the dashboard.</summary>
internal static class RequestsApi
{
    private static readonly Problem NoKind = RequestProblems.Invalid("kind", "kind must be blacklist, unsubscribe or reactivate.");

    private static readonly Problem NoChannel = RequestProblems.Invalid("channels", "channels must name email, phone or both.");

    private static readonly Problem NoSegment = RequestProblems.Invalid("segmentId", "There is no such segment.");

    public static async Task<IResult> ListAsync(HttpContext http, RequestListService requests, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var cursor = parameters.Id("cursor", PublicId.Request);
        var query = new RequestsQuery
        {
            IsWaiting = parameters.Choice("state", ("waiting", true), ("decided", false)), Before = cursor, Limit = parameters.Number("limit", 20, 1, RequestsQuery.MaxLimit),
        };
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var page = await requests.ListAsync(DashboardApi.OrganizationOf(http), query, cancellationToken);
        return page.IsOk ? Envelope.Ok(http, new RequestsData([.. page.Value.Rows.Select(RequestShown.Of)], Pagination.Uncounted(query.Limit,
            page.Value.Next is { } next ? PublicId.Format(PublicId.Request, next) : null, cursor is not null))) : Envelope.Fail(http, page.Problem!);
    }

    public static async Task<IResult> FindAsync(HttpContext http, string id, RequestListService requests, CancellationToken cancellationToken)
    {
        var found = PublicId.TryParse(PublicId.Request, id, out var number)
            ? await requests.FindAsync(DashboardApi.OrganizationOf(http), number, cancellationToken) : RequestProblems.NotFound;
        return found.IsOk ? Envelope.Ok(http, RequestDetailShown.Of(found.Value)) : Envelope.Fail(http, found.Problem!);
    }

    public static async Task<IResult> FileAsync(HttpContext http, RequestService requests, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.RequestBody, cancellationToken);
        var edit = body.IsOk ? Read(body.Value) : body.Problem!;
        var filed = edit.IsOk ? await requests.FileAsync(DashboardApi.OrganizationOf(http), edit.Value, cancellationToken) : edit.Problem!;
        return filed.IsOk ? Envelope.Ok(http, RequestFiled.Of(filed.Value), StatusCodes.Status201Created) : Envelope.Fail(http, filed.Problem!);
    }

    public static async Task<IResult> WithdrawAsync(HttpContext http, string id, RequestService requests, CancellationToken cancellationToken)
    {
        var withdrawn = PublicId.TryParse(PublicId.Request, id, out var number)
            ? await requests.WithdrawAsync(DashboardApi.OrganizationOf(http), number, cancellationToken) : RequestProblems.NotFound;
        return withdrawn.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, withdrawn.Problem!);
    }

    private static Result<RequestEdit> Read(RequestBody body)
    {
        if (Named<RequestKind>(body.Kind) is not { } kind)
            return NoKind with { Value = body.Kind };
        var channels = RequestChannels.None;
        foreach (var name in body.Channels ?? [])
        {
            if (Named<RequestChannels>(name) is not { } channel)
                return NoChannel with { Value = name };
            channels |= channel;
        }
        RequestSubject subject = new RequestSubject.Named([.. (body.Contacts ?? []).OfType<string>()]);
        if (body.SegmentId is { } segment)
        {
            if (!PublicId.TryParse(PublicId.Segment, segment, out var id))
                return NoSegment with { Value = segment };
            subject = new RequestSubject.InSegment(id);
        }
        return new RequestEdit(kind, channels, subject, body.Reason ?? "", body.ExistsConfirmed == true);
    }

    private static T? Named<T>(string? name) where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => Convert.ToInt32(v, null) != 0 || typeof(T) == typeof(RequestKind)).Where(v => ApiJson.NameOf(v) == name).Select(v => (T?)v).FirstOrDefault();
}

/// <summary>A page of requests, newest first.</summary>
internal sealed record RequestsData(IReadOnlyList<RequestShown> Requests, Pagination Pagination);

/// <summary>A request.</summary>
internal sealed record RequestShown(string Id, RequestKind Kind, IReadOnlyList<RequestChannels> Channels, RequestState State,
    [property: Description("About platform entries: the platform's Support decides.")] bool AtPlatform,
    [property: Description("The address, the segment, or the first address and how many more.")] string Subject,
    [property: Description("How many addresses it is about.")] long Count,
    string AskedBy, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt)
{
    public static RequestShown Of(RequestRow row) => new(PublicId.Format(PublicId.Request, row.Id), row.Kind,
        [.. new[] { RequestChannels.Email, RequestChannels.Phone }.Where(c => row.Channels.HasFlag(c))], row.State, row.AtPlatform, row.Subject, row.Count, row.AskedBy,
        row.CreatedAt, row.DecidedAt);
}

/// <summary>A request with what was said and what came of it.</summary>
internal sealed record RequestDetailShown(RequestShown Request, string Reason, string? DecidedBy, IReadOnlyList<RequestCommentShown> Comments,
    [property: Description("How many addresses have which outcome; pending ones wait.")] IReadOnlyList<RequestOutcomeShown> Outcomes)
{
    public static RequestDetailShown Of(RequestDetail detail) => new(RequestShown.Of(detail.Row), detail.Reason, detail.DecidedBy,
        [.. detail.Comments.Select(c => new RequestCommentShown(c.At, c.By, c.Text))],
        [.. detail.Counts.ByOutcome.OrderBy(o => o.Key).Select(o => new RequestOutcomeShown(o.Key, o.Value))]);
}

/// <summary>A word on a request.</summary>
internal sealed record RequestCommentShown(DateTimeOffset At, string By, string Text);

/// <summary>How many addresses have an outcome.</summary>
internal sealed record RequestOutcomeShown(BulkOutcome Outcome, long Count);

/// <summary>What to ask Support for.</summary>
internal sealed record RequestBody(
    [property: Required, AllowedValues("blacklist", "unsubscribe", "reactivate")] string? Kind,
    [property: Required, Description("email, phone or both.")] IReadOnlyList<string?>? Channels,
    [property: Description("Addresses, phone numbers or contact ids; instead of a segment.")] IReadOnlyList<string?>? Contacts,
    [property: Description("Everybody in this list, category or dynamic segment at this moment.")] string? SegmentId,
    [property: Required, MaxLength(RequestEdit.MaxText)] string? Reason,
    [property: Description("Needed to reactivate: the addresses and numbers exist.")] bool? ExistsConfirmed);

/// <summary>What was filed; what platform entries block is a request of its own.</summary>
internal sealed record RequestFiled(
    [property: Description("The request to the organisation's Support; null where all of it is the platform's to decide.")] string? Id,
    [property: Description("The request to the platform's Support, where there is one.")] string? PlatformRequestId,
    long Addresses, long PlatformAddresses)
{
    public static RequestFiled Of(FiledRequest filed) => new(IdOf(filed.Own), IdOf(filed.AtPlatform), filed.Addresses, filed.PlatformAddresses);

    private static string? IdOf(long? id) => id is { } known ? PublicId.Format(PublicId.Request, known) : null;
}
