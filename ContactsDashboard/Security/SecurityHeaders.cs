namespace ContactsDashboard.Security;

/// <summary>What every answer tells the browser: run only our own scripts and styles, keep addresses out of referrers, keep data out of caches.</summary>
internal static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (HoldsData(http.Request.Path))
        {
            http.Response.OnStarting(() =>
            {
                headers.CacheControl = "no-store";
                return Task.CompletedTask;
            });
        }
        return next(http);
    }

    private static bool HoldsData(PathString path) =>
        path.StartsWithSegments("/dashboard") || path.StartsWithSegments("/account") || path.StartsWithSegments("/api");
}
