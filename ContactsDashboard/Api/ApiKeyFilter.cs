using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.ApiKeys;

namespace ContactsDashboard.Api;

/// <summary>Lets in whoever shows a valid key, as far as its rate allows, and only in its own organisation.</summary>
internal sealed class ApiKeyFilter(ApiRateLimits limits) : IEndpointFilter
{
    private static readonly Problem Missing =
        new("UNAUTHORIZED", "Send an API key: Authorization: Bearer sk_live_… or X-API-Key: sk_live_….");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (KeyOf(http.Request) is not { } text)
            return Envelope.Fail(http, Missing);
        var key = await http.RequestServices.GetRequiredService<ApiKeyService>().AuthenticateAsync(text, http.RequestAborted);
        if (!key.IsOk)
            return Envelope.Fail(http, key.Problem!);
        if (!limits.TryTake(http, key.Value))
            return Envelope.Fail(http, new("RATE_LIMIT_EXCEEDED", "Too many requests in this minute. Retry-After says when to go on."));
        if (http.GetRouteValue("organizationId") is string named
            && !(PublicId.TryParse(PublicId.Organization, named, out var organization) && organization == key.Value.Organization.Value))
            return Envelope.Fail(http, AccessService.Forbidden with { Message = "This key belongs to another organisation." });
        http.RequestServices.GetRequiredService<CurrentActor>().Actor = key.Value;
        return await next(context);
    }

    private static string? KeyOf(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? authorization[bearer.Length..].Trim()
            : request.Headers["X-API-Key"].ToString() is { Length: > 0 } header ? header : null;
    }
}
