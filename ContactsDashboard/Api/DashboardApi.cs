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

        organization.MapGet("/contacts", ContactsApi.ListAsync);

        organization.MapPost("/suppressions", SuppressionsApi.AddAsync);
        organization.MapGet("/suppressions", SuppressionsApi.ListAsync);
        organization.MapGet("/suppressions/{id}", SuppressionsApi.FindAsync);
        organization.MapDelete("/suppressions/{id}", SuppressionsApi.DeleteAsync);

        organization.MapPost("/messages", MessagesApi.AddAsync).WithMetadata(new ForSenders());
    }

    /// <summary>The group's filter has checked that this is the key's own organisation.</summary>
    public static Domain.OrganizationId OrganizationOf(HttpContext http) =>
        Domain.PublicId.TryParse(Domain.PublicId.Organization, http.GetRouteValue("organizationId") as string, out var id) ? new(id) : default;
}
