using System.Data.Common;
using System.Text.Encodings.Web;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Segments;

/// <summary>What all that is done to segments has in common, inside the caller's transaction.</summary>
internal static class SegmentStore
{
    private const string SearchParameter = "q=";

    /// <summary>Every segment of an organisation. There are dozens, seldom hundreds.</summary>
    public static Task<List<SegmentRow>> AllAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken) =>
        context.QueryAsync(SegmentSql.All, Read, cancellationToken, ("@organization", organization.Value));

    public static async Task<SegmentRow?> FindAsync(DashboardDbContext context, OrganizationId organization, long id, CancellationToken cancellationToken) =>
        (await context.QueryAsync(SegmentSql.All + " AND s.Id = @segment", Read, cancellationToken, ("@organization", organization.Value), ("@segment", id))) is [var row] ? row : null;

    public static Task<Segment?> TrackedAsync(DashboardDbContext context, OrganizationId organization, long id, CancellationToken cancellationToken) =>
        context.Segments.SingleOrDefaultAsync(s => s.OrganizationId == organization.Value && s.Id == id, cancellationToken);

    /// <summary>The name as it is stored, or why it cannot be: <c>VALIDATION_ERROR</c>, <c>SEGMENT_EXISTS</c>.</summary>
    /// <param name="self">The segment that may have it already.</param>
    public static async Task<Result<string>> NameAsync(DashboardDbContext context, OrganizationId organization, string? name, long? self, CancellationToken cancellationToken)
    {
        var given = name?.Trim() ?? "";
        if (given.Length is 0 or > SegmentService.MaxName || given.Any(char.IsControl))
            return new Problem("VALIDATION_ERROR", $"A segment needs a name of at most {SegmentService.MaxName} characters.") { Field = "name", Value = name };
        return (await AllAsync(context, organization, cancellationToken)).Exists(s => s.Id != self && TextKey.Fold(s.Name) == TextKey.Fold(given))
            ? new Problem("SEGMENT_EXISTS", $"There is a segment named {given} already.") { Field = "name", Value = given } : given;
    }

    /// <summary>Makes the segment and its record.</summary>
    public static async Task<SegmentRow> AddAsync(DashboardDbContext context, OrganizationScope scope, string name, SegmentKind kind, string? query, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var segment = new Segment { OrganizationId = scope.Id.Value, Name = name, Kind = kind, Query = query, CreatedAt = now, UpdatedAt = now };
        context.Segments.Add(segment);
        await context.SaveChangesAsync(cancellationToken);
        await AuditLog.WriteAsync(context, scope, AuditVerb.CreatedSegment, now, cancellationToken, details: new { segment = segment.Id, name });
        return new(segment.Id, name, kind, kind == SegmentKind.Dynamic ? null : 0) { Query = query, CreatedAt = now, UpdatedAt = now };
    }

    /// <summary>The dynamic segments whose search names this one.</summary>
    public static async Task<List<Segment>> UsersOfAsync(DashboardDbContext context, OrganizationId organization, string name, long? self, CancellationToken cancellationToken) =>
        [.. (await context.Segments.Where(s => s.OrganizationId == organization.Value && s.Kind == SegmentKind.Dynamic && s.Id != self).OrderBy(s => s.Name).ToListAsync(cancellationToken))
            .Where(s => FilterText.Parse(s.Query).Filter is { } filter && FilterSegments.Names(filter, name))];

    /// <summary>Whoever names it goes on naming it.</summary>
    public static async Task RenameInSearchesAsync(DashboardDbContext context, OrganizationId organization, string from, string to, CancellationToken cancellationToken)
    {
        foreach (var user in await UsersOfAsync(context, organization, from, null, cancellationToken))
            user.Query = FilterText.Print(FilterSegments.Rename(FilterText.Parse(user.Query).Filter!, from, to));
        foreach (var kept in await context.SavedSearches.Where(s => s.OrganizationId == organization.Value).ToListAsync(cancellationToken))
            kept.Query = string.Join('&', kept.Query.Split('&').Select(parameter => Renamed(parameter, from, to)));
    }

    // A search is kept as the page's own query string, in which the smart search is q.
    private static string Renamed(string parameter, string from, string to) =>
        parameter.StartsWith(SearchParameter, StringComparison.Ordinal) && FilterText.Parse(Uri.UnescapeDataString(parameter[SearchParameter.Length..])).Filter is { } filter
            && FilterSegments.Names(filter, from) ? SearchParameter + UrlEncoder.Default.Encode(FilterText.Print(FilterSegments.Rename(filter, from, to))) : parameter;

    private static SegmentRow Read(Row row) => new(row.GetInt64(0), row.GetString(1), (SegmentKind)row.GetInt32(2), row.IsDBNull(6) ? null : row.GetInt64(6))
    {
        Query = row.TextOrNull(3), CreatedAt = row.Instant(4), UpdatedAt = row.Instant(5),
    };
}
