using ContactsDashboard.Api.Docs;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;
using Microsoft.AspNetCore.Routing.Template;

namespace ContactsDashboard.Api;

/// <summary>
/// Puts every failure below <c>/api</c> into the envelope: unknown routes, wrong methods, bad requests, and bugs without their details.
/// </summary>
internal static class ApiErrors
{
    private static readonly Problem Internal = new("INTERNAL_ERROR", "Something went wrong here. Try again, or quote the request id.");

    public static async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/api/v1"))
        {
            await next(http);
            return;
        }
        http.TraceIdentifier = $"req_{Guid.CreateVersion7():N}";
        http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.StatusCode >= StatusCodes.Status400BadRequest
                && http.Response.ContentType is null)
            {
                var status = StatusOf(http);
                await Envelope.WriteFailureAsync(http, status, For(status));
            }
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Envelope.WriteFailureAsync(http, e.StatusCode, For(e.StatusCode));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
#pragma warning disable CA1031 // whatever it was, the client learns only that it happened; the log has it
        catch (Exception e) when (!http.Response.HasStarted)
        {
            // A sender must be able to tell "ask again" from "yes": its question is answered by one or the other, whatever fails.
            var isGate = http.GetEndpoint()?.Metadata.GetMetadata<FailsClosed>() is not null;
            var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiErrors).FullName!);
            if (isGate)
                log.LogError("Request {RequestId} could not be checked: {Failure}.", http.TraceIdentifier, e.GetType().Name);
            else
                log.LogError(e, "Request {RequestId} failed.", http.TraceIdentifier);
            await Envelope.WriteFailureAsync(http, isGate ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
                isGate ? CheckService.Unavailable : Internal);
        }
#pragma warning restore CA1031
    }

    // Pages answer GET on any path: whether it is the path or the method that is wrong, the calls themselves must say.
    private static int StatusOf(HttpContext http)
    {
        if (http.Response.StatusCode is not (StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed))
            return http.Response.StatusCode;
        var methods = http.RequestServices.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => (route.Metadata.GetMetadata<ApiCall>() is not null || route.Metadata.GetMetadata<ForProviders>() is not null)
                && new TemplateMatcher(new RouteTemplate(route.RoutePattern), []).TryMatch(http.Request.Path, []))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods).Distinct().ToArray();
        http.Response.Headers.Allow = methods.Length == 0 ? default : string.Join(", ", methods);
        return methods.Length == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
    }

    private static Problem For(int status) => status switch
    {
        StatusCodes.Status404NotFound => new("NOT_FOUND", "There is nothing at this path."),
        StatusCodes.Status405MethodNotAllowed => new("METHOD_NOT_ALLOWED", "This path does not take this method."),
        StatusCodes.Status413PayloadTooLarge => new("PAYLOAD_TOO_LARGE", "The request is too large."),
        StatusCodes.Status415UnsupportedMediaType => new("UNSUPPORTED_MEDIA_TYPE", "This content type is not taken here."),
        StatusCodes.Status400BadRequest => new("VALIDATION_ERROR", "The request could not be read. Check its JSON and its parameters."),
        _ => new("VALIDATION_ERROR", "The request was refused."),
    };
}

/// <summary>Marks the send gate: when anything fails, the answer is that it cannot be said.</summary>
internal sealed class FailsClosed;
