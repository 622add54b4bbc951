namespace ContactsDashboard.Security;

/// <summary>What every answer tells the browser: run only our own scripts and styles, keep addresses out of referrers, keep data out of caches.</summary>
internal static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        // At the last moment: the exception handler clears what was set before it, and the error page needs them too.
        var holdsData = HoldsData(http.Request.Path);
        http.Response.OnStarting(() =>
        {
            Apply(http.Response.Headers, holdsData);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private static void Apply(IHeaderDictionary headers, bool holdsData)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (holdsData)
            headers.CacheControl = "no-store";
    }

    private static bool HoldsData(PathString path) =>
        path.StartsWithSegments("/dashboard") || path.StartsWithSegments("/account") || path.StartsWithSegments("/api")
        || path.StartsWithSegments("/s") || path.StartsWithSegments("/u");
}
