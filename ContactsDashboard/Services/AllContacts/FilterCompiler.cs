using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Filters;
using ContactsDashboard.Services.Segments;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Makes what somebody typed a condition of the store: names looked up, dynamic segments opened, every error explained.</summary>
public sealed class FilterCompiler(TimeProvider time)
{
    public const string InvalidFilter = "INVALID_FILTER";

    private const int MaxConditions = 500;

    /// <summary>
    /// The conditions; <c>INVALID_FILTER</c> with the place in its sentence where the text says nothing, <c>SEGMENT_NOT_FOUND</c> where the segment is gone.
    /// </summary>
    internal async Task<Result<CompiledFilter>> CompileAsync(DashboardDbContext context, OrganizationScope scope, string? filterText, CancellationToken cancellationToken,
        long? segment = null)
    {
        if (string.IsNullOrWhiteSpace(filterText) && segment is null)
            return CompiledFilter.Everybody;
        var known = await FilterNamesReader.ReadAsync(context, scope.Id, cancellationToken);
        var reading = FilterText.Parse(filterText, known.Names);
        if (reading.Error is { } error)
            return Invalid(filterText!, $"{error.Message} (At character {error.Position + 1}.)");
        var within = known.Segments.FirstOrDefault(s => s.Id == segment);
        if (segment is not null && within is null)
            return SegmentProblems.NotFound;
        var filter = within is null ? reading.Filter! : Within(within.Name, reading.Filter);
        var opened = new OpenedSegments(known);
        if (opened.Open(filter, []) is { } problem)
            return Invalid(filterText ?? within!.Query ?? "", problem);
        if (opened.Conditions > MaxConditions)
            return Invalid(filterText ?? "", $"With the segments it names this filter has more than {MaxConditions} conditions. Freeze one of them into a list.");
        var limit = await context.QueryAsync(PlanLimitSql.Place, row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken, ("@organization", scope.Id.Value));
        return FilterSql.Render(filter, new(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(scope.TimeZone), scope.PhoneCountry)
        {
            Limit = limit is [var place] ? place : null,
            Fields = known.Fields,
            Segments = opened.ByName,
        });
    }

    /// <summary>Whether a text can be the search of a dynamic segment: readable, and not leading back to that segment (null for a new one).</summary>
    internal static async Task<Result> CheckSegmentAsync(DashboardDbContext context, OrganizationScope scope, string filterText, long? segmentId, CancellationToken cancellationToken)
    {
        var known = await FilterNamesReader.ReadAsync(context, scope.Id, cancellationToken);
        var reading = FilterText.Parse(filterText, known.Names);
        if (reading.Error is { } error)
            return Invalid(filterText, $"{error.Message} (At character {error.Position + 1}.)");
        if (reading.Filter is null)
            return Invalid(filterText, "Write at least one condition.");
        var within = known.Segments.Where(s => s.Id == segmentId).ToArray();
        return new OpenedSegments(known).Open(reading.Filter, within) is { } problem ? Invalid(filterText, problem) : Result.Ok;
    }

    private static Filter Within(string segment, Filter? filter)
    {
        var members = new Comparison("segment", new(FilterOperator.Is, [new TextValue(segment)]));
        return filter switch { null => members, AllOf all => new AllOf([members, .. all.Parts]), _ => new AllOf([members, filter]) };
    }

    private static Problem Invalid(string text, string message) => new(InvalidFilter, message) { Field = "filter", Value = text };
}
