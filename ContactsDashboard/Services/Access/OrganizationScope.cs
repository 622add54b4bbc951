using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Access;

/// <summary>
/// Leave to act in one organisation, given by <see cref="AccessService"/> and nobody else: the one typed place every query takes its organisation from.
/// </summary>
public sealed record OrganizationScope
{
    internal OrganizationScope(OrganizationId id, string slug, Actor actor, Permissions permissions) =>
        (Id, Slug, Actor, Permissions) = (id, slug, actor, permissions);

    public OrganizationId Id { get; }

    public string Slug { get; }

    public Actor Actor { get; }

    public Permissions Permissions { get; }

    public string TimeZone { get; init; } = "UTC";

    public string PhoneCountry { get; init; } = "US";

    public bool May(Permissions permission) => (Permissions & permission) == permission;
}
