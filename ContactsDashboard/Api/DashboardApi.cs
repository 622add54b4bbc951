using System.Text.Json.Serialization;

namespace ContactsDashboard.Api;

/// <summary>The route table of the door for programs.</summary>
internal static class DashboardApi
{
    public static IServiceCollection AddDashboardApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiRateLimits>().Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        return services;
    }

    public static void MapDashboardApi(this IEndpointRouteBuilder routes)
    {
        var organization = routes.MapGroup("/api/v1/organizations/{organizationId}").AddEndpointFilter<ApiKeyFilter>().DisableAntiforgery();
        var once = organization.MapGroup("").AddEndpointFilter<IdempotencyFilter>();

        organization.MapGet("/contacts", ContactsApi.ListAsync);
        once.MapPost("/contacts/block", ContactActionsApi.BlockAsync);
        once.MapPost("/contacts/block-domain", ContactActionsApi.BlockDomainAsync);
        once.MapPost("/contacts/unblock", ContactActionsApi.UnblockAsync);

        once.MapPost("/suppressions", SuppressionsApi.AddAsync);
        once.MapPost("/suppressions/bulk", BulkApi.AddAsync);
        organization.MapPost("/suppressions/check", CheckApi.CheckAsync).WithMetadata(new ForSenders(), new FailsClosed());
        organization.MapGet("/suppressions", SuppressionsApi.ListAsync);
        organization.MapGet("/suppressions/{id}", SuppressionsApi.FindAsync);
        organization.MapPatch("/suppressions/{id}", SuppressionsApi.ChangeAsync);
        organization.MapDelete("/suppressions/{id}", SuppressionsApi.DeleteAsync);

        once.MapPost("/messages", MessagesApi.AddAsync).WithMetadata(new ForSenders());

        organization.MapGet("/audit", AuditApi.ListAsync);
        once.MapPost("/audit/{id}/undo", AuditApi.UndoAsync);
    }

    /// <summary>The group's filter has checked that this is the key's own organisation.</summary>
    public static Domain.OrganizationId OrganizationOf(HttpContext http) =>
        Domain.PublicId.TryParse(Domain.PublicId.Organization, http.GetRouteValue("organizationId") as string, out var id) ? new(id) : default;
}
