using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Lists;

/// <summary>What lists know of a contact, for its profile.</summary>
internal static class ListMemberships
{
    public static async Task<IReadOnlyList<ProfileList>> OfContactAsync(DashboardDbContext context, OrganizationId organization, long contactId, CancellationToken cancellationToken)
    {
        var rows = await (from fact in context.ListMemberships.AsNoTracking()
                          join list in context.Segments on fact.SegmentId equals list.Id
                          where fact.OrganizationId == organization.Value && fact.ContactId == contactId
                          orderby list.Name
                          select new { fact, list.Name, list.CustomFields }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row =>
        {
            var fields = ListFields.Read(row.CustomFields);
            var values = ListFields.Known(fields, ListFields.ReadValues(row.fact.CustomValues));
            return new ProfileList(row.fact.SegmentId, row.Name, row.fact.SubscribedAt, row.fact.Source, row.fact.ConsentType, row.fact.ConsentSource, row.fact.ConsentAt, row.fact.ConsentIp,
                [.. fields.Where(f => values.ContainsKey(f.Key)).Select(f => (f.Label, ListFields.Text(values[f.Key])))]);
        });
    }
}
