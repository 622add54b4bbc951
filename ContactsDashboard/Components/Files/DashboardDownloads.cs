using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Files;

/// <summary>Files for people: streamed row by row over HTTP, never through the circuit and never whole in memory.</summary>
internal static class DashboardDownloads
{
    public static void MapDashboardDownloads(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/dashboard").RequireAuthorization();
        files.MapGet("/deliverability/suppressions.csv", SuppressionsAsync);
        files.MapGet("/deliverability/rejected.csv", RejectedAsync);
        files.MapGet("/activity/activity.csv", ActivityAsync);
        files.MapGet("/contacts/all/contacts.csv", ContactsAsync);
        files.MapGet("/import/rejected.csv", RejectedContactsAsync);
        files.MapGet("/exports/contacts.csv", ExportedAsync);
    }

    private static Task<IResult> SuppressionsAsync(string org, HttpContext http, OrganizationService organizations, SuppressionListService suppressions, CancellationToken cancellationToken) =>
        SendAsync(org, "suppressions", organizations, organization => suppressions.ExportAsync(organization, DashboardUrls.ReadSuppressions(Parameter(http)), cancellationToken),
            (file, export) => SuppressionFileWriter.WriteAsync(file, export.Rows, http.Request.Query["safe"] != "no", cancellationToken), cancellationToken);

    private static Task<IResult> RejectedAsync(string org, string job, OrganizationService organizations, SuppressionImportService imports, CancellationToken cancellationToken) =>
        SendAsync(org, "rejected", organizations, organization => imports.RejectedAsync(organization, PublicId.TryParse(PublicId.Job, job, out var id) ? id : 0, cancellationToken),
            (file, lines) => SuppressionFileWriter.WriteAsync(file, lines, cancellationToken), cancellationToken);

    private static Task<IResult> ActivityAsync(string org, HttpContext http, OrganizationService organizations, AuditService audit, CancellationToken cancellationToken) =>
        SendAsync(org, "activity", organizations, organization => audit.ExportAsync(organization, DashboardUrls.ReadActivity(Parameter(http)), cancellationToken),
            (file, export) => ActivityFileWriter.WriteAsync(file, export.Rows, cancellationToken), cancellationToken);

    private static Task<IResult> ContactsAsync(string org, HttpContext http, OrganizationService organizations, ContactExportService contacts, CancellationToken cancellationToken)
    {
        var query = DashboardUrls.ReadAllContacts(http.Request.Query["deleted"] == "yes", Parameter(http));
        return SendAsync(org, query.Deleted ? "deleted" : "contacts", organizations, organization => contacts.ExportAsync(organization, query, cancellationToken),
            (file, export) => export.WriteAsync(file, new(http.Request.Query["fields"] == "all", http.Request.Query["safe"] != "no"), cancellationToken), cancellationToken);
    }

    private static Task<IResult> RejectedContactsAsync(string org, string job, OrganizationService organizations, ContactImportService imports, CancellationToken cancellationToken) =>
        SendAsync(org, "rejected", organizations, organization => imports.RejectedAsync(organization, JobOf(job), cancellationToken), (file, rows) => CopyAsync(rows, file, cancellationToken),
            cancellationToken);

    private static Task<IResult> ExportedAsync(string org, string job, OrganizationService organizations, ContactExportService exports, CancellationToken cancellationToken) =>
        SendAsync(org, "contacts", organizations, organization => exports.DownloadAsync(organization, JobOf(job), cancellationToken), (file, rows) => CopyAsync(rows, file, cancellationToken),
            cancellationToken);

    private static long JobOf(string job) => PublicId.TryParse(PublicId.Job, job, out var id) ? id : 0;

    private static async Task CopyAsync(Stream rows, Stream file, CancellationToken cancellationToken)
    {
        await using (rows)
            await rows.CopyToAsync(file, cancellationToken);
    }

    private static async Task<IResult> SendAsync<T>(string slug, string name, OrganizationService organizations, Func<OrganizationId, Task<Result<T>>> open,
        Func<Stream, T, Task> write, CancellationToken cancellationToken)
    {
        if (await organizations.FindAsync(slug, cancellationToken) is not { } organization)
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var opened = await open(organization);
        return opened.IsOk
            ? TypedResults.Stream(file => write(file, opened.Value), "text/csv; charset=utf-8", $"{slug}-{name}.csv")
            : TypedResults.StatusCode(opened.Problem!.Code == "FORBIDDEN" ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound);
    }

    private static Func<string, string?> Parameter(HttpContext http) => name => http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;
}
