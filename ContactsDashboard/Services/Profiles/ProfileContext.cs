using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Fields;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Profiles;

/// <summary>What profiles of an organisation may hold besides the fixed values: its additional fields by key, its categories by id.</summary>
internal sealed record ProfileContext(IReadOnlyDictionary<string, FieldRow> Fields, IReadOnlyDictionary<long, string> Categories)
{
    public static async Task<ProfileContext> LoadAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken) => new(
        (await FieldService.RowsAsync(context, organization, cancellationToken)).ToDictionary(f => f.Key),
        await context.Segments.Where(s => s.OrganizationId == organization.Value && s.Kind == SegmentKind.Category)
            .ToDictionaryAsync(s => s.Id, s => s.Name, cancellationToken));
}
