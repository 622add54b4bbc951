using System.Text.Json;
using System.Text.Json.Serialization;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Api;

/// <summary>The one shape of every answer: what was asked for, or what went wrong, and which request it was.</summary>
internal static class Envelope
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new UtcInstantConverter() },
    };

    public static IResult Ok(HttpContext http, object data, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(new { success = true, data, meta = Meta(http) }, Json, statusCode: status);

    public static IResult Fail(HttpContext http, Problem problem) =>
        TypedResults.Json(Failure(http, problem), Json, statusCode: StatusOf(problem.Code));

    public static Task WriteFailureAsync(HttpContext http, int status, Problem problem)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(Failure(http, problem), Json, http.RequestAborted);
    }

    private static object Failure(HttpContext http, Problem problem) => new
    {
        success = false,
        error = new { problem.Code, problem.Message, details = new { problem.Field, problem.Value, id = problem.RelatedId } },
        meta = Meta(http),
    };

    private static object Meta(HttpContext http) => new
    {
        timestamp = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
        requestId = http.TraceIdentifier,
        path = http.Request.Path.Value,
    };

    private static int StatusOf(string code) => code switch
    {
        "UNAUTHORIZED" or "KEY_REVOKED" or "KEY_EXPIRED" => StatusCodes.Status401Unauthorized,
        "FORBIDDEN" => StatusCodes.Status403Forbidden,
        "RATE_LIMIT_EXCEEDED" => StatusCodes.Status429TooManyRequests,
        "PAYLOAD_TOO_LARGE" => StatusCodes.Status413PayloadTooLarge,
        "UNSUPPORTED_MEDIA_TYPE" => StatusCodes.Status415UnsupportedMediaType,
        _ when code.EndsWith("_NOT_FOUND", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
        _ when code.StartsWith("ALREADY_", StringComparison.Ordinal) => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>Instants as <c>2026-11-21T19:12:00Z</c>, with fractions of a second only where there are some.</summary>
    private sealed class UtcInstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }
}
