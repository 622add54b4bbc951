using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Filters;

/// <summary>An organisation's own names with what the store knows of them.</summary>
internal sealed record KnownNames(FilterNames Names, IReadOnlyDictionary<string, FilterFieldId> Fields, IReadOnlyList<KnownSegment> Segments);

/// <summary>A segment with its own search, where it is dynamic, and whether at least every second contact is its member.</summary>
internal sealed record KnownSegment(long Id, string Name, SegmentKind Kind, string? Query, bool HasMost);

/// <summary>Reads the names filters of an organisation can use.</summary>
internal static class FilterNamesReader
{
    public static async Task<KnownNames> ReadAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken)
    {
        var fields = await context.FieldDefinitions.AsNoTracking().Where(f => f.OrganizationId == organization.Value).OrderBy(f => f.Label).ToListAsync(cancellationToken);
        var segments = await context.QueryAsync(SegmentSql.Known, row => new KnownSegment(row.GetInt64(0), row.GetString(1), (SegmentKind)row.GetInt32(2),
            row.IsDBNull(3) ? null : row.GetString(3), row.GetBoolean(4)), cancellationToken, ("@organization", organization.Value));
        var names = new FilterNames(
            [.. fields.Select(f => new AdditionalField(f.Key, f.Label, f.Type) { Options = f.Options is null ? [] : JsonSerializer.Deserialize<string[]>(f.Options)! })],
            [.. segments.Where(s => s.Kind != SegmentKind.Category).Select(s => s.Name)],
            [.. segments.Where(s => s.Kind == SegmentKind.Category).Select(s => s.Name)]);
        return new(names, fields.ToDictionary(f => f.Key, f => new FilterFieldId(f.Id, f.Type)), segments);
    }
}
