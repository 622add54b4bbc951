using ContactsDashboard.Domain;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.SuppressionFiles;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ContactsDashboard.Components.Files;

/// <summary>Uploads from the dashboard: streamed to disk over HTTP, never through the circuit and never whole in memory.</summary>
internal static class DashboardUploads
{
    public const string MailPath = "/dashboard/mail/upload";

    public const string SuppressionsPath = "/dashboard/deliverability/upload";

    public const string ContactsPath = "/dashboard/import/upload";
    public const string SegmentsPath = DashboardUrls.SegmentsPath + "/upload";

    public static void MapDashboardUploads(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(MailPath + "/{organization}", UploadMailAsync).RequireAuthorization().DisableAntiforgery();
        routes.MapPost(ContactsPath + "/{organization}", UploadContactsAsync).RequireAuthorization().DisableAntiforgery();
        routes.MapPost(SegmentsPath + "/{organization}", UploadSegmentAsync).RequireAuthorization().DisableAntiforgery();
        routes.MapPost(SuppressionsPath + "/{organization}", UploadSuppressionsAsync).RequireAuthorization().DisableAntiforgery();
    }

    private static Task<IResult> UploadMailAsync(string organization, HttpContext http, IAntiforgery antiforgery, OrganizationService organizations,
        MailImportService imports, CancellationToken cancellationToken) =>
        UploadAsync(organization, http, antiforgery, organizations, imports.UploadAsync, cancellationToken);

    private static Task<IResult> UploadContactsAsync(string organization, HttpContext http, IAntiforgery antiforgery, OrganizationService organizations,
        ContactImportService imports, CancellationToken cancellationToken) =>
        UploadAsync(organization, http, antiforgery, organizations, imports.UploadAsync, cancellationToken);

    private static Task<IResult> UploadSuppressionsAsync(string organization, HttpContext http, IAntiforgery antiforgery, OrganizationService organizations,
        SuppressionImportService imports, CancellationToken cancellationToken) =>
        UploadAsync(organization, http, antiforgery, organizations, imports.UploadAsync, cancellationToken);

    private static Task<IResult> UploadSegmentAsync(string organization, HttpContext http, IAntiforgery antiforgery, OrganizationService organizations,
        SegmentSourceService sources, CancellationToken cancellationToken) =>
        UploadAsync(organization, http, antiforgery, organizations, sources.UploadAsync, cancellationToken);

    private static async Task<IResult> UploadAsync(string organization, HttpContext http, IAntiforgery antiforgery, OrganizationService organizations,
        Func<OrganizationId, string, Stream, CancellationToken, Task<Result<long>>> keep, CancellationToken cancellationToken)
    {
        // The size is limited by our own options, while the file streams to disk.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and < 200 } boundary)
            return Refuse(new Problem("UNSUPPORTED_MEDIA_TYPE", "Send the files as multipart/form-data."), StatusCodes.Status415UnsupportedMediaType);
        if (await organizations.FindAsync(organization, cancellationToken) is not { } id)
            return Refuse(Services.Access.AccessService.Forbidden, StatusCodes.Status403Forbidden);
        return await ReadFilesAsync(http, boundary, antiforgery, id, keep, cancellationToken);
    }

    private static async Task<IResult> ReadFilesAsync(HttpContext http, string boundary, IAntiforgery antiforgery, OrganizationId organization,
        Func<OrganizationId, string, Stream, CancellationToken, Task<Result<long>>> keep, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(boundary, http.Request.Body) { BodyLengthLimit = null };
        var (jobs, isGenuine) = (new List<string>(), await IsGenuineAsync(http, antiforgery));
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                continue;
            var name = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value;
            if (string.IsNullOrEmpty(name))
                continue;
            if (!isGenuine)
                return Refuse(new Problem("VALIDATION_ERROR", "The page is out of date. Reload it and try again."), StatusCodes.Status400BadRequest);
            var job = await keep(organization, name, section.Body, cancellationToken);
            if (!job.IsOk)
                return Refuse(job.Problem!, job.Problem!.Code is "FORBIDDEN" ? StatusCodes.Status403Forbidden : StatusCodes.Status413PayloadTooLarge);
            jobs.Add(PublicId.Format(PublicId.Job, job.Value));
        }
        return jobs.Count == 0
            ? Refuse(new Problem("VALIDATION_ERROR", "There was no file in the upload."), StatusCodes.Status400BadRequest)
            : TypedResults.Json(new { jobs });
    }

    // The token travels in a header: the form itself is a stream that is read once.
    private static async Task<bool> IsGenuineAsync(HttpContext http, IAntiforgery antiforgery) =>
        http.Request.Headers.ContainsKey("RequestVerificationToken") && await antiforgery.IsRequestValidAsync(http);

    private static Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<object> Refuse(Problem problem, int status) =>
        TypedResults.Json<object>(new { error = new { code = problem.Code, message = problem.Message } }, statusCode: status);
}
