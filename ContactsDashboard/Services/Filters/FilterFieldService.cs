using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Filters;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Filters;

/// <summary>What an organisation can filter by besides the fields every one has.</summary>
public sealed class FilterFieldService(IDbContextFactory<DashboardDbContext> contexts, AccessService access)
{
    /// <summary>Its additional fields, segments and subscription categories.</summary>
    public async Task<Result<FilterNames>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await FilterNamesReader.ReadAsync(context, organization, cancellationToken)).Names;
    }
}
