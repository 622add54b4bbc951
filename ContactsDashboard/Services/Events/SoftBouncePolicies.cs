using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Events;

/// <summary>Reads the policy that holds.</summary>
internal static class SoftBouncePolicies
{
    private static readonly Func<DashboardDbContext, long, Task<SoftBouncePolicy>> Load = EF.CompileAsyncQuery((DashboardDbContext context, long organization) =>
        context.Organizations.Where(o => o.Id == organization).Select(o => new SoftBouncePolicy(o.SoftBounceMessages, o.SoftBounceDays, o.SoftBounceHoldDays)).Single());

    public static Task<SoftBouncePolicy> LoadAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Load(context, organization.Value);
    }
}
