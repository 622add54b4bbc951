using ContactsDashboard.Api.Docs;

namespace ContactsDashboard.Api;

/// <summary>The route table of the door for programs.</summary>
internal static class DashboardApi
{
    public static IServiceCollection AddDashboardApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiRateLimits>().Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        // The document describes JSON as these options write it.
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        return services.AddApiDocument();
    }

    public static void MapDashboardApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        var organization = routes.MapGroup("/api/v1/organizations/{organizationId}").AddEndpointFilter<ApiKeyFilter>().DisableAntiforgery();
        var once = organization.MapGroup("").AddEndpointFilter<IdempotencyFilter>();

        organization.MapGet("/contacts", ContactsApi.ListAsync).Documented(ContactCalls.List);
        once.MapPost("/contacts/block", ContactActionsApi.BlockAsync).Documented(ContactCalls.Block);
        once.MapPost("/contacts/block-domain", ContactActionsApi.BlockDomainAsync).Documented(ContactCalls.BlockDomain);
        once.MapPost("/contacts/unblock", ContactActionsApi.UnblockAsync).Documented(ContactCalls.Unblock);

        once.MapPost("/contacts/{id}/tokens", TokensApi.AddAsync).Documented(ProfileCalls.AddToken);
        organization.MapDelete("/contacts/{id}/tokens/{tokenId}", TokensApi.RemoveAsync).Documented(ProfileCalls.RemoveToken);
        organization.MapGet("/contacts/{id}/activity", ContactActivityApi.ListAsync).Documented(ProfileCalls.ListActivity);
        organization.MapGet("/contacts/{id}/orders", OrdersApi.ListAsync).Documented(ProfileCalls.ListOrders);
        once.MapPost("/orders", OrdersApi.AddAsync).Documented(ProfileCalls.AddOrders);

        once.MapPost("/suppressions", SuppressionsApi.AddAsync).Documented(SuppressionCalls.Add);
        once.MapPost("/suppressions/bulk", BulkApi.AddAsync).Documented(SuppressionCalls.AddMany);
        organization.MapPost("/suppressions/check", CheckApi.CheckAsync).Documented(SuppressionCalls.Check)
            .WithMetadata(new ForSenders(), new FailsClosed());
        organization.MapGet("/suppressions", SuppressionsApi.ListAsync).Documented(SuppressionCalls.List);
        organization.MapGet("/suppressions/{id}", SuppressionsApi.FindAsync).Documented(SuppressionCalls.Find);
        organization.MapPatch("/suppressions/{id}", SuppressionsApi.ChangeAsync).Documented(SuppressionCalls.Change);
        organization.MapDelete("/suppressions/{id}", SuppressionsApi.DeleteAsync).Documented(SuppressionCalls.Delete);

        once.MapPost("/messages", MessagesApi.AddAsync).Documented(MessageCalls.Add).WithMetadata(new ForSenders());

        organization.MapGet("/audit", AuditApi.ListAsync).Documented(AuditCalls.List);
        once.MapPost("/audit/{id}/undo", AuditApi.UndoAsync).Documented(AuditCalls.Undo);
    }

    /// <summary>The group's filter has checked that this is the key's own organisation.</summary>
    public static Domain.OrganizationId OrganizationOf(HttpContext http) =>
        Domain.PublicId.TryParse(Domain.PublicId.Organization, http.GetRouteValue("organizationId") as string, out var id)
            ? new(id) : default;
}
