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
        // For providers, who have no key and send what they like: the document is about the calls of one's own programs.
        routes.MapPost(Services.Events.Webhooks.EventSourceService.Path + "/{provider}/{token}", WebhooksApi.ReceiveAsync).DisableAntiforgery().WithMetadata(new ForProviders());
        var organization = routes.MapGroup("/api/v1/organizations/{organizationId}").AddEndpointFilter<ApiKeyFilter>().DisableAntiforgery();
        var once = organization.MapGroup("").AddEndpointFilter<IdempotencyFilter>();

        organization.MapGet("/contacts", ContactsApi.ListAsync).Documented(ContactCalls.List);
        once.MapPost("/contacts/block", ContactActionsApi.BlockAsync).Documented(ContactCalls.Block);
        once.MapPost("/contacts/block-domain", ContactActionsApi.BlockDomainAsync).Documented(ContactCalls.BlockDomain);
        once.MapPost("/contacts/unblock", ContactActionsApi.UnblockAsync).Documented(ContactCalls.Unblock);

        organization.MapGet("/contacts/{id}", ProfilesApi.FindAsync).Documented(ProfileCalls.Find);
        once.MapPost("/contacts", ProfilesApi.CreateAsync).Documented(ProfileCalls.Create);
        organization.MapPatch("/contacts/{id}", ProfilesApi.ChangeAsync).Documented(ProfileCalls.Change);
        organization.MapDelete("/contacts/{id}", ProfilesApi.DeleteAsync).Documented(ProfileCalls.Delete);
        once.MapPost("/contacts/{id}/restore", ProfilesApi.RestoreAsync).Documented(ProfileCalls.Restore);

        organization.MapGet("/fields", FieldsApi.ListAsync).Documented(FieldCalls.List);
        once.MapPost("/fields", FieldsApi.AddAsync).Documented(FieldCalls.Add);
        organization.MapGet("/categories", FieldsApi.ListCategoriesAsync).Documented(FieldCalls.ListCategories);
        once.MapPost("/categories", FieldsApi.AddCategoryAsync).Documented(FieldCalls.AddCategory);
        once.MapPost("/contacts/{id}/tokens", TokensApi.AddAsync).Documented(CollectedCalls.AddToken);
        organization.MapDelete("/contacts/{id}/tokens/{tokenId}", TokensApi.RemoveAsync).Documented(CollectedCalls.RemoveToken);
        organization.MapGet("/contacts/{id}/activity", ContactActivityApi.ListAsync).Documented(CollectedCalls.ListActivity);
        organization.MapGet("/contacts/{id}/orders", OrdersApi.ListAsync).Documented(CollectedCalls.ListOrders);
        once.MapPost("/orders", OrdersApi.AddAsync).Documented(CollectedCalls.AddOrders);

        once.MapPost("/suppressions", SuppressionsApi.AddAsync).Documented(SuppressionCalls.Add);
        once.MapPost("/suppressions/bulk", BulkApi.AddAsync).Documented(SuppressionCalls.AddMany);
        organization.MapPost("/suppressions/check", CheckApi.CheckAsync).Documented(SuppressionCalls.Check)
            .WithMetadata(new ForSenders(), new FailsClosed());
        organization.MapGet("/suppressions", SuppressionsApi.ListAsync).Documented(SuppressionCalls.List);
        organization.MapGet("/suppressions/{id}", SuppressionsApi.FindAsync).Documented(SuppressionCalls.Find);
        organization.MapPatch("/suppressions/{id}", SuppressionsApi.ChangeAsync).Documented(SuppressionCalls.Change);
        organization.MapDelete("/suppressions/{id}", SuppressionsApi.DeleteAsync).Documented(SuppressionCalls.Delete);

        once.MapPost("/messages", MessagesApi.AddAsync).Documented(MessageCalls.Add).WithMetadata(new ForSenders());

        once.MapPost("/events", EventsApi.AddAsync).Documented(EventCalls.Add).WithMetadata(new ForSenders());

        organization.MapGet("/requests", RequestsApi.ListAsync).Documented(RequestCalls.List);
        once.MapPost("/requests", RequestsApi.FileAsync).Documented(RequestCalls.File);
        organization.MapGet("/requests/{id}", RequestsApi.FindAsync).Documented(RequestCalls.Find);
        organization.MapDelete("/requests/{id}", RequestsApi.WithdrawAsync).Documented(RequestCalls.Withdraw);

        organization.MapGet("/audit", AuditApi.ListAsync).Documented(AuditCalls.List);
        once.MapPost("/audit/{id}/undo", AuditApi.UndoAsync).Documented(AuditCalls.Undo);
    }

    /// <summary>The group's filter has checked that this is the key's own organisation.</summary>
    public static Domain.OrganizationId OrganizationOf(HttpContext http) =>
        Domain.PublicId.TryParse(Domain.PublicId.Organization, http.GetRouteValue("organizationId") as string, out var id)
            ? new(id) : default;
}
