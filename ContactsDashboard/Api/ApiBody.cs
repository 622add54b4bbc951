using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContactsDashboard.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace ContactsDashboard.Api;

/// <summary>
/// Reads JSON bodies strictly and says which field was wrong. Handlers read them, so that who may ask is known before anything is read.
/// </summary>
internal static class ApiBody
{
    public const long MaxBytes = 1 << 20;

    public static async Task<Result<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, CancellationToken cancellationToken,
        long maxBytes = MaxBytes) where T : class
    {
        if (!http.Request.HasJsonContentType())
            return new Problem("UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.");
        if (TooLarge(http, maxBytes) is { } problem)
            return problem;
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, cancellationToken) is { } body ? body : NoObject;
        }
        catch (JsonException e)
        {
            return Malformed(e);
        }
    }

    /// <summary>One part of a body, such as an entry of many.</summary>
    public static Result<T> Read<T>(JsonElement part, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return part.Deserialize(type) is { } read ? read : NoObject;
        }
        catch (JsonException e)
        {
            return Malformed(e);
        }
    }

    /// <summary>The same of a body that may be anything.</summary>
    public static Result<HashSet<string>> ObjectNames(JsonElement body) => body.ValueKind == JsonValueKind.Object ? Names(body) : NoObject;

    /// <summary>The names of an object's fields; half a character or bytes that are no text are no name.</summary>
    public static Result<HashSet<string>> Names(JsonElement body)
    {
        try
        {
            return body.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }

    /// <summary>
    /// Allows this request so many bytes; a problem when it announces more. What is sent unannounced is cut off by the server.
    /// </summary>
    public static Problem? TooLarge(HttpContext http, long maxBytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
        return http.Request.ContentLength > maxBytes ? new("PAYLOAD_TOO_LARGE", $"This call takes at most {maxBytes:N0} bytes.") : null;
    }

    private static readonly Problem NoObject = new("VALIDATION_ERROR", "Send a JSON object.");

    private static readonly Problem Unreadable = new("VALIDATION_ERROR", "The request could not be read. Check its JSON.");

    private static Problem Malformed(JsonException e) => FieldOf(e.Path) is { } field
        ? new("VALIDATION_ERROR", $"{field} does not have the type it should.") { Field = field }
        : Unreadable;

    /// <summary><c>$.evidence.code</c> as the sender wrote it: <c>evidence.code</c>.</summary>
    private static string? FieldOf(string? path) => path is null || !path.StartsWith("$.", StringComparison.Ordinal) ? null : path[2..];
}
