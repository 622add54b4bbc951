using ContactsDashboard.Api.Docs;
using ContactsDashboard.Services.Access;

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

        organization.MapPost("/unsubscribe-links", UnsubscribeLinksApi.MakeAsync).Documented(UnsubscribeCalls.Make).WithMetadata(new ForSenders());
        once.MapPost("/messages", MessagesApi.AddAsync).Documented(MessageCalls.Add).WithMetadata(new ForSenders());

        organization.MapGet("/segments", SegmentsApi.ListAsync).Documented(SegmentCalls.List);
        once.MapPost("/segments", SegmentsApi.AddAsync).Documented(SegmentCalls.Add);
        organization.MapGet("/segments/{id}", SegmentsApi.FindAsync).Documented(SegmentCalls.Find);
        organization.MapPatch("/segments/{id}", SegmentsApi.ChangeAsync).Documented(SegmentCalls.Change);
        organization.MapDelete("/segments/{id}", SegmentsApi.DeleteAsync).Documented(SegmentCalls.Delete);
        organization.MapGet("/segments/{id}/contacts", SegmentsApi.ListContactsAsync).Documented(SegmentCalls.ListContacts);
        once.MapPost("/segments/{id}/contacts", SegmentsApi.AddContactsAsync).Documented(SegmentCalls.AddContacts);
        organization.MapDelete("/segments/{id}/contacts/{contactId}", SegmentsApi.RemoveContactAsync).Documented(SegmentCalls.RemoveContact);

        once.MapPost("/events", EventsApi.AddAsync).Documented(EventCalls.Add).WithMetadata(new ForSenders());

        organization.MapGet("/requests", RequestsApi.ListAsync).Documented(RequestCalls.List);
        once.MapPost("/requests", RequestsApi.FileAsync).Documented(RequestCalls.File);
        organization.MapGet("/requests/{id}", RequestsApi.FindAsync).Documented(RequestCalls.Find);
        organization.MapDelete("/requests/{id}", RequestsApi.WithdrawAsync).Documented(RequestCalls.Withdraw);

        once.MapPost("/imports", ImportsApi.AddAsync).Documented(TransferCalls.Add);
        organization.MapGet("/imports", ImportsApi.ListAsync).Documented(TransferCalls.ListImports);
        organization.MapGet("/imports/{id}", ImportsApi.FindAsync).Documented(TransferCalls.FindImport);
        once.MapPost("/imports/{id}/apply", ImportsApi.ApplyAsync).Documented(TransferCalls.Apply);
        organization.MapGet("/imports/{id}/rejected", ImportsApi.RejectedAsync).Documented(TransferCalls.Rejected);
        organization.MapDelete("/imports/{id}", ImportsApi.CancelAsync).Documented(TransferCalls.Cancel);
        once.MapPost("/exports", ExportsApi.StartAsync).Documented(TransferCalls.Start);
        organization.MapGet("/exports", ExportsApi.ListAsync).Documented(TransferCalls.ListExports);
        organization.MapGet("/exports/{id}", ExportsApi.FindAsync).Documented(TransferCalls.FindExport);
        organization.MapGet("/exports/{id}/file", ExportsApi.DownloadAsync).Documented(TransferCalls.Download);
        organization.MapDelete("/exports/{id}", ExportsApi.DeleteAsync).Documented(TransferCalls.DeleteExport);

        organization.MapGet("/audit", AuditApi.ListAsync).Documented(AuditCalls.List);
        once.MapPost("/audit/{id}/undo", AuditApi.UndoAsync).Documented(AuditCalls.Undo);

        MapLists(routes.MapGroup("/api/v1").AddEndpointFilter<ApiKeyFilter>().DisableAntiforgery());
    }

    private static void MapLists(RouteGroupBuilder lists)
    {
        var once = lists.MapGroup("").AddEndpointFilter<IdempotencyFilter>();
        lists.MapGet("/contact-lists", ListsApi.ListAsync).Documented(ListCalls.List);
        once.MapPost("/contact-lists", ListsApi.CreateAsync).Documented(ListCalls.Create);
        lists.MapGet("/contact-lists/{listId}", ListsApi.FindAsync).Documented(ListCalls.Find);
        lists.MapPut("/contact-lists/{listId}", ListsApi.ChangeAsync).Documented(ListCalls.Change);
        lists.MapDelete("/contact-lists/{listId}", ListsApi.DeleteAsync).Documented(ListCalls.Delete);
        lists.MapGet("/contact-lists/{listId}/stats", ListsApi.StatsAsync).Documented(ListCalls.Stats);

        lists.MapGet("/contact-lists/{listId}/contacts", ListContactsApi.ListAsync).Documented(ListCalls.ListContacts);
        once.MapPost("/contact-lists/{listId}/contacts", ListContactsApi.AddAsync).Documented(ListCalls.AddContact);
        lists.MapGet("/contact-lists/{listId}/contacts/{id}", ListContactsApi.FindAsync).Documented(ListCalls.FindContact);
        lists.MapPut("/contact-lists/{listId}/contacts/{id}", ListContactsApi.ChangeAsync).Documented(ListCalls.ChangeContact);
        lists.MapDelete("/contact-lists/{listId}/contacts/{id}", ListContactsApi.RemoveAsync).Documented(ListCalls.RemoveContact);
        once.MapPost("/contact-lists/{listId}/contacts/{id}/suppress", ListContactsApi.SuppressAsync).Documented(ListCalls.Suppress);
    }

    /// <summary>The key's own; where the path names one, the group's filter has checked that it is the same.</summary>
    public static Domain.OrganizationId OrganizationOf(HttpContext http) => ((ApiKeyActor)http.RequestServices.GetRequiredService<CurrentActor>().Actor!).Organization;
}
