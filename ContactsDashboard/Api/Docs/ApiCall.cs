using Microsoft.AspNetCore.Http.Metadata;

namespace ContactsDashboard.Api.Docs;

/// <summary>
/// What a call is for, what it takes and what it answers, said once beside its route: the OpenAPI document and the page for people are made of it,
/// and tests hold the running server to it.
/// </summary>
/// <param name="Id">The operation's name in generated clients.</param>
public sealed record ApiCall(string Resource, string Id, string Title, string Purpose)
{
    /// <summary>The scopes a key needs, all of them.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>More about the scopes, where they differ from case to case.</summary>
    public string? ScopesNote { get; init; }

    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    public Type? Body { get; init; }

    /// <summary>Content types besides JSON.</summary>
    public IReadOnlyList<string> OtherTypes { get; init; } = [];

    /// <summary>A body to try it with, as it is sent.</summary>
    public string? Example { get; init; }

    public IReadOnlyList<ApiSuccess> Answers { get; init; } = [];

    /// <summary>Codes only this call answers with; the others follow from what it takes.</summary>
    public IReadOnlyList<string> OwnErrors { get; init; } = [];

    /// <summary>Given a name, it is carried out once.</summary>
    public bool IsIdempotent { get; init; }

    public bool FailsClosed { get; init; }

    public IEnumerable<string> Errors
    {
        get
        {
            string[] key = ["UNAUTHORIZED", "KEY_REVOKED", "KEY_EXPIRED", "FORBIDDEN", "RATE_LIMIT_EXCEEDED"];
            string[] body = Body is null ? [] : ["VALIDATION_ERROR", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"];
            string[] query = Query.Any(p => p.CanBeWrong) || IsIdempotent ? ["INVALID_PARAMETER"] : [];
            string[] once = IsIdempotent ? ["IDEMPOTENCY_KEY_REUSED", "IDEMPOTENCY_IN_PROGRESS"] : [];
            return key.Concat(query).Concat(body).Concat(OwnErrors).Concat(once).Append(FailsClosed ? "CHECK_UNAVAILABLE" : "INTERNAL_ERROR").Distinct();
        }
    }

    public IEnumerable<IGrouping<int, string>> ErrorsByStatus => Errors.GroupBy(Envelope.StatusOf).OrderBy(g => g.Key);
}

/// <summary>A way to succeed.</summary>
/// <param name="Data">What <c>data</c> holds; null when there is no body.</param>
public sealed record ApiSuccess(int Status, Type? Data, string When)
{
    public Type? Envelope => Data is null ? null : typeof(Envelope<>).MakeGenericType(Data);
}

/// <summary>A query parameter.</summary>
public sealed record ApiParameter(string Name, string Purpose)
{
    public IReadOnlyList<string>? Choices { get; init; }

    public (int Min, int Max)? Range { get; init; }

    public bool IsInstant { get; init; }

    public string? Default { get; init; }

    /// <summary>Made by the server and checked when it comes back.</summary>
    public bool IsCursor { get; init; }

    public bool CanBeWrong => Choices is not null || Range is not null || IsInstant || IsCursor;

    public static ApiParameter Page(int max) => new("page", "Which page.") { Range = (1, max), Default = "1" };

    public static readonly ApiParameter Limit = new("limit", "Rows on a page.") { Range = (1, 100), Default = "20" };

    public static readonly ApiParameter Cursor = new("cursor", "The page after the one whose nextCursor this is; goes as deep as you like at constant cost.") { IsCursor = true };

    public static readonly ApiParameter DryRun = new("dryRun", "true: say what would happen and change nothing.") { Choices = ["true", "false"], Default = "false" };

    public static ApiParameter Instant(string name, string purpose) => new(name, purpose) { IsInstant = true };

    public static ApiParameter Choice<T>(string name, string purpose) where T : struct, Enum =>
        new(name, purpose) { Choices = [.. Enum.GetValues<T>().Select(ApiJson.NameOf)] };
}

/// <summary>Puts what is said about a call beside its route.</summary>
internal static class ApiCallExtensions
{
    public static RouteHandlerBuilder Documented(this RouteHandlerBuilder route, ApiCall call)
    {
        route.WithName(call.Id).WithSummary(call.Title).WithDescription(call.Purpose).WithTags(call.Resource).WithMetadata(call);
        if (call.Body is not null)
            route.WithMetadata(new ReadsBody(call.Body));
        foreach (var answer in call.Answers)
            route.Produces(answer.Status, answer.Envelope, answer.Envelope is null ? null : "application/json");
        foreach (var errors in call.ErrorsByStatus)
            route.Produces<ErrorEnvelope>(errors.Key, "application/json");
        return route;
    }

    /// <summary>Names the body for the document only: with content types here, routing would refuse others before the key is looked at.</summary>
    private sealed class ReadsBody(Type type) : IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes => [];

        public Type? RequestType => type;

        public bool IsOptional => false;
    }
}
