using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Profiles;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Api;

/// <summary>Files of contacts: brought in, looked at, and the rows that were rejected.</summary>
internal static class ImportsApi
{
    private const long MaxJsonBytes = 16 << 20;

    public static async Task<IResult> AddAsync(HttpContext http, ContactImportService imports, IOptions<DashboardOptions> options, CancellationToken cancellationToken)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (type is not ("application/json" or "text/csv" or "text/tab-separated-values"))
            return Envelope.Fail(http, new("UNSUPPORTED_MEDIA_TYPE", "Send text/csv, or application/json with the file in csv."));
        var parameters = new ApiParameters(http.Request);
        var asked = new ImportBody(parameters.Text("fileName"), null, [.. http.Request.Query["map"]], Word(parameters.Choice<UniqueField>("unique")), Flag(parameters, "clearEmpty"),
            Flag(parameters, "keepRows"), Flag(parameters, "restoreDeleted"), Word(parameters.Choice<SuppressionReason>("reason")), Flag(parameters, "dryRun"),
            parameters.Text("consent") == "true" ? new(true, null) : null);
        var content = http.Request.Body;
        if (type != "application/json" && ApiBody.TooLarge(http, options.Value.MaxUploadBytes) is { } problem)
            return Envelope.Fail(http, problem);
        if (type == "application/json")
        {
            var body = await ApiBody.ReadAsync(http, ApiJson.Api.ImportBody, cancellationToken, MaxJsonBytes);
            if (!body.IsOk)
                return Envelope.Fail(http, body.Problem!);
            (asked, content) = (body.Value, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body.Value.Csv ?? "")));
        }
        var started = parameters.Problem is { } wrong ? wrong : await StartAsync(DashboardApi.OrganizationOf(http), imports, asked, content, cancellationToken);
        return started.IsOk ? Envelope.Ok(http, started.Value, StatusCodes.Status202Accepted) : Envelope.Fail(http, started.Problem!);
    }

    public static async Task<IResult> ListAsync(HttpContext http, ContactImportService imports, CancellationToken cancellationToken)
    {
        var parameters = new ApiParameters(http.Request);
        var limit = parameters.Number("limit", 20, 1, 100);
        if (parameters.Problem is { } problem)
            return Envelope.Fail(http, problem);
        var rows = await imports.LatestAsync(DashboardApi.OrganizationOf(http), limit, cancellationToken);
        return rows.IsOk ? Envelope.Ok(http, new ImportsData([.. rows.Value.Select(ImportShown.Of)])) : Envelope.Fail(http, rows.Problem!);
    }

    public static async Task<IResult> FindAsync(HttpContext http, string id, ContactImportService imports, CancellationToken cancellationToken)
    {
        var state = await imports.StateAsync(DashboardApi.OrganizationOf(http), IdOf(id), cancellationToken);
        return state.IsOk ? Envelope.Ok(http, ImportShown.Of(state.Value)) : Envelope.Fail(http, state.Problem!);
    }

    public static async Task<IResult> ApplyAsync(HttpContext http, string id, ContactImportService imports, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.ConsentBody, cancellationToken);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        var started = await imports.StartAsync(DashboardApi.OrganizationOf(http), IdOf(id), new(body.Value.Confirmed == true), cancellationToken);
        if (!started.IsOk)
            return Envelope.Fail(http, started.Problem!);
        var state = await imports.StateAsync(DashboardApi.OrganizationOf(http), IdOf(id), cancellationToken);
        return state.IsOk ? Envelope.Ok(http, ImportShown.Of(state.Value), StatusCodes.Status202Accepted) : Envelope.Fail(http, state.Problem!);
    }

    public static async Task<IResult> RejectedAsync(HttpContext http, string id, ContactImportService imports, CancellationToken cancellationToken)
    {
        var rows = await imports.RejectedAsync(DashboardApi.OrganizationOf(http), IdOf(id), cancellationToken);
        return rows.IsOk ? TypedResults.Stream(rows.Value, "text/csv; charset=utf-8", $"{id}-rejected.csv") : Envelope.Fail(http, rows.Problem!);
    }

    public static async Task<IResult> CancelAsync(HttpContext http, string id, ContactImportService imports, JobService jobs, CancellationToken cancellationToken)
    {
        var state = await imports.StateAsync(DashboardApi.OrganizationOf(http), IdOf(id), cancellationToken);
        if (state is { IsOk: true, Value.IsAtRest: true })
            return TypedResults.NoContent();
        var cancelled = state.IsOk ? await jobs.CancelAsync(DashboardApi.OrganizationOf(http), IdOf(id), cancellationToken) : state.Problem!;
        return cancelled.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, cancelled.Problem!);
    }

    internal static long IdOf(string id) => PublicId.TryParse(PublicId.Job, id, out var job) ? job : 0;

    private static async Task<Result<ImportShown>> StartAsync(OrganizationId organization, ContactImportService imports, ImportBody asked, Stream content, CancellationToken cancellationToken)
    {
        var isDryRun = asked.DryRun != false;
        if (!isDryRun && asked.Consent?.Confirmed != true)
            return ProfileProblems.ConsentRequired;
        var job = await imports.UploadAsync(organization, asked.FileName ?? "contacts.csv", content, cancellationToken);
        if (!job.IsOk)
            return job.Problem!;
        var file = await imports.DescribeAsync(organization, job.Value, cancellationToken);
        var options = file.IsOk ? asked.Apply(file.Value) : file.Problem!;
        if (!options.IsOk)
            return options.Problem!;
        var started = await imports.StartDryRunAsync(organization, job.Value, options.Value, isDryRun ? null : new ConsentGiven(Confirmed: true), cancellationToken);
        if (!started.IsOk)
            return started.Problem!;
        var state = await imports.StateAsync(organization, job.Value, cancellationToken);
        return state.IsOk ? ImportShown.Of(state.Value) : state.Problem!;
    }

    private static bool? Flag(ApiParameters parameters, string name) => parameters.Choice(name, ("true", true), ("false", false));

    private static string? Word<T>(T? value) where T : struct, Enum => value is { } given ? ApiJson.NameOf(given) : null;
}
