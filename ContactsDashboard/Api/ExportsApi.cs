using System.ComponentModel;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.AllContacts;

namespace ContactsDashboard.Api;

/// <summary>Files of contacts that are made in the background and kept for whoever asked for them.</summary>
internal static class ExportsApi
{
    public static async Task<IResult> StartAsync(HttpContext http, ContactExportService exports, CancellationToken cancellationToken)
    {
        var body = await ApiBody.ReadAsync(http, ApiJson.Api.ExportBody, cancellationToken);
        if (!body.IsOk)
            return Envelope.Fail(http, body.Problem!);
        var query = new AllContactsQuery { Search = body.Value.Search, Filter = body.Value.Q, Deleted = body.Value.Deleted == true, Descending = false };
        var job = await exports.StartAsync(DashboardApi.OrganizationOf(http), query, new(body.Value.AllFields == true, body.Value.SpreadsheetSafe != false), cancellationToken);
        if (!job.IsOk)
            return Envelope.Fail(http, job.Problem!.Code == FilterCompiler.InvalidFilter ? job.Problem with { Code = "VALIDATION_ERROR", Field = "q" } : job.Problem);
        return await ShowAsync(http, exports, job.Value, StatusCodes.Status202Accepted, cancellationToken);
    }

    public static async Task<IResult> ListAsync(HttpContext http, ContactExportService exports, CancellationToken cancellationToken)
    {
        var rows = await exports.LatestAsync(DashboardApi.OrganizationOf(http), 100, cancellationToken);
        return rows.IsOk ? Envelope.Ok(http, new ExportsData([.. rows.Value.Select(ExportShown.Of)])) : Envelope.Fail(http, rows.Problem!);
    }

    public static Task<IResult> FindAsync(HttpContext http, string id, ContactExportService exports, CancellationToken cancellationToken) =>
        ShowAsync(http, exports, ImportsApi.IdOf(id), StatusCodes.Status200OK, cancellationToken);

    public static async Task<IResult> DownloadAsync(HttpContext http, string id, ContactExportService exports, CancellationToken cancellationToken)
    {
        var file = await exports.DownloadAsync(DashboardApi.OrganizationOf(http), ImportsApi.IdOf(id), cancellationToken);
        return file.IsOk ? TypedResults.Stream(file.Value, "text/csv; charset=utf-8", "contacts.csv") : Envelope.Fail(http, file.Problem!);
    }

    public static async Task<IResult> DeleteAsync(HttpContext http, string id, ContactExportService exports, CancellationToken cancellationToken)
    {
        var deleted = await exports.DeleteAsync(DashboardApi.OrganizationOf(http), ImportsApi.IdOf(id), cancellationToken);
        return deleted.IsOk ? TypedResults.NoContent() : Envelope.Fail(http, deleted.Problem!);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ContactExportService exports, long job, int status, CancellationToken cancellationToken)
    {
        var state = await exports.StateAsync(DashboardApi.OrganizationOf(http), job, cancellationToken);
        return state.IsOk ? Envelope.Ok(http, ExportShown.Of(state.Value), status) : Envelope.Fail(http, state.Problem!);
    }
}

/// <summary>Which contacts, and what of them.</summary>
internal sealed record ExportBody(
    [property: Description("A smart search; left out: everybody.")] string? Q,
    [property: Description("Part of an address, number or name.")] string? Search,
    [property: Description("The deleted contacts instead.")] bool? Deleted,
    [property: Description("Everything entered, with standing and reason; otherwise email addresses.")] bool? AllFields,
    [property: Description("false: cells as they are, which a spreadsheet may run as formulas.")] bool? SpreadsheetSafe);

/// <summary>A file that is made, or is there to be fetched.</summary>
internal sealed record ExportShown(string Id, JobState State, bool AllFields, bool SpreadsheetSafe, long Rows,
    [property: Description("How many contacts matched when it was asked for.")] long Total,
    long Bytes,
    [property: Description("GET …/exports/{id}/file answers with it.")] bool IsThere, string? Error, DateTimeOffset CreatedAt,
    [property: Description("It is deleted then.")] DateTimeOffset? KeptUntil)
{
    public static ExportShown Of(ExportState state) => new(PublicId.Format(PublicId.Job, state.JobId), state.State, state.Format.AllFields, state.Format.SpreadsheetSafe, state.Rows, state.Total,
        state.Bytes, state.IsThere, state.Error, state.CreatedAt, state.KeptUntil);
}

/// <summary>The files of whoever asks.</summary>
internal sealed record ExportsData(IReadOnlyList<ExportShown> Exports);
