using System.Text.Json.Serialization.Metadata;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Api;

/// <summary>The one shape of every answer that succeeded.</summary>
internal sealed record Envelope<T>(bool Success, T Data, AnswerMeta Meta) where T : notnull;

/// <summary>The one shape of every answer that did not.</summary>
internal sealed record ErrorEnvelope(bool Success, ErrorShown Error, AnswerMeta Meta);

/// <summary>What went wrong: a stable code for programs, a sentence for people.</summary>
internal sealed record ErrorShown(string Code, string Message, ErrorDetails Details);

/// <summary>Which field was wrong, the value it had, and the id of what stands in the way; null where that does not apply.</summary>
internal sealed record ErrorDetails(string? Field, string? Value, string? Id);

/// <summary>Which request this answers.</summary>
internal sealed record AnswerMeta(DateTimeOffset Timestamp, string RequestId, string? Path);

/// <summary>Puts answers into their envelope.</summary>
internal static class Envelope
{
    public static IResult Ok<T>(HttpContext http, T data, int status = StatusCodes.Status200OK) where T : notnull =>
        TypedResults.Json(new Envelope<T>(true, data, Meta(http)),
            (JsonTypeInfo<Envelope<T>>)ApiJson.Api.Options.GetTypeInfo(typeof(Envelope<T>)), statusCode: status);

    public static IResult Fail(HttpContext http, Problem problem)
    {
        Prepare(http, problem);
        return TypedResults.Json(Failure(http, problem), ApiJson.Api.ErrorEnvelope, statusCode: StatusOf(problem.Code));
    }

    public static Task WriteFailureAsync(HttpContext http, int status, Problem problem)
    {
        Prepare(http, problem);
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(Failure(http, problem), ApiJson.Api.ErrorEnvelope, cancellationToken: http.RequestAborted);
    }

    /// <summary>The status every code is answered with, on whichever route.</summary>
    public static int StatusOf(string code) => code switch
    {
        "UNAUTHORIZED" or "KEY_REVOKED" or "KEY_EXPIRED" or "BAD_SIGNATURE" or "STALE" or "REPLAYED" => StatusCodes.Status401Unauthorized,
        "FORBIDDEN" or "NO_KEY" or "NO_TOPIC" or "WRONG_TOPIC" => StatusCodes.Status403Forbidden,
        "RATE_LIMIT_EXCEEDED" => StatusCodes.Status429TooManyRequests,
        "PAYLOAD_TOO_LARGE" or "QUOTA_EXCEEDED" => StatusCodes.Status413PayloadTooLarge,
        "UNSUPPORTED_MEDIA_TYPE" => StatusCodes.Status415UnsupportedMediaType,
        "METHOD_NOT_ALLOWED" => StatusCodes.Status405MethodNotAllowed,
        "INTERNAL_ERROR" => StatusCodes.Status500InternalServerError,
        "CHECK_UNAVAILABLE" => StatusCodes.Status503ServiceUnavailable,
        "NOT_FOUND" => StatusCodes.Status404NotFound,
        "NOT_SUPPRESSED" or "NOT_UNDOABLE" or "NOT_DELETED" or "CONTACT_DELETED" or "ERASED" or "CHANGED_SINCE" or "OPTION_IN_USE" or "SEGMENT_IN_USE" or "SEGMENT_EXISTS"
            or "NOT_READY" or "EXTERNAL_ID_TAKEN" or "REQUEST_DECIDED"
            or "IDEMPOTENCY_KEY_REUSED" or "IDEMPOTENCY_IN_PROGRESS" => StatusCodes.Status409Conflict,
        _ when code.EndsWith("_ALREADY_EXISTS", StringComparison.Ordinal) => StatusCodes.Status409Conflict,
        _ when code.EndsWith("_NOT_FOUND", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
        _ when code.StartsWith("ALREADY_", StringComparison.Ordinal) => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    private static void Prepare(HttpContext http, Problem problem)
    {
        if (problem.Code == "CHECK_UNAVAILABLE")
            http.Response.Headers.RetryAfter = "5";
    }

    private static ErrorEnvelope Failure(HttpContext http, Problem problem) =>
        new(false, new(problem.Code, problem.Message, new(problem.Field, problem.Value, problem.RelatedId)), Meta(http));

    private static AnswerMeta Meta(HttpContext http) =>
        new(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), http.TraceIdentifier, http.Request.Path.Value);
}
