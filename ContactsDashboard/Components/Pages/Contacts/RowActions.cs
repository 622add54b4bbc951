using ContactsDashboard.Domain;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Organizations;

namespace ContactsDashboard.Components.Pages.Contacts;

/// <summary>What a row offers: as far as its reader may, and as it would change something.</summary>
internal static class RowActions
{
    public static bool CanBlockEmail(this OrganizationView organization, ContactRow row) =>
        organization.May(Permissions.Block) && !HasOwn(row, SuppressionScope.Email, row.Email.Value);

    public static bool CanBlockDomain(this OrganizationView organization, ContactRow row) =>
        organization.May(Permissions.Block) && !HasOwn(row, SuppressionScope.Domain, row.Email.Domain.Value);

    public static bool CanUnblock(this OrganizationView organization, ContactRow row) => organization.May(Permissions.Release) && row.IsBlocked;

    /// <summary>Whether rows have anything to be selected for.</summary>
    public static bool CanChange(this OrganizationView organization) => organization.May(Permissions.Block) || organization.May(Permissions.Release);

    private static bool HasOwn(ContactRow row, SuppressionScope scope, string value) =>
        row.Suppressions.Any(e => e.Level == SuppressionLevel.Own && e.Scope == scope && e.Value == value && e.ExpiresAt is null);
}
