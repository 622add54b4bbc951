using System.Net;
using System.Reflection;
using ContactsDashboard.Api;
using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Duplicates;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Deliverability;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.Lists;
using ContactsDashboard.Services.MailReports;
using ContactsDashboard.Services.Merging;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Webhooks;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Security;

/// <summary>Every door refuses who is not allowed: routes are enumerated, and so are the services behind them.</summary>
public sealed class AccessTests(AccessTests.Server server) : IClassFixture<AccessTests.Server>
{
    private static readonly Type[] Services = [.. typeof(AccessService).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsPublic: true, Namespace: not null } && t.Namespace.StartsWith("ContactsDashboard.Services.", StringComparison.Ordinal)
            && t.Name.EndsWith("Service", StringComparison.Ordinal) && t != typeof(AccessService))];

    public static TheoryData<string, string> UseCases => [.. from service in Services
                                                             from method in service.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                                                             where method.GetParameters().FirstOrDefault()?.ParameterType == typeof(OrganizationId)
                                                             select (service.Name, method.Name)];

    [Theory]
    [MemberData(nameof(UseCases))]
    public async Task UseCase_ByAStrangerOrNobody_IsRefused(string service, string method)
    {
        var type = Services.Single(t => t.Name == service);
        var stranger = await StrangerAsync();
        var demo = await server.FindAsync("demo");

        (await CallAsync(type, method, stranger, demo))!.Code.Should().Be("FORBIDDEN");
        (await CallAsync(type, method, null, demo))!.Code.Should().Be("UNAUTHORIZED");
        (await CallAsync(type, method, new ApiKeyActor(1, new(999), "other", (Permissions)int.MaxValue), demo))!.Code.Should().Be("FORBIDDEN");
    }

    [Fact]
    public void UseCases_AreMany() => UseCases.Count.Should().BeGreaterThan(25, "the enumeration finds the services");

    [Fact]
    public void Routes_OfTheDashboard_AllAskForASignIn()
    {
        var open = server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("dashboard", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null || e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(e => e.RoutePattern.RawText);

        open.Should().BeEmpty();
    }

    [Fact]
    public async Task Routes_OfTheDashboard_RedirectToSignIn()
    {
        using var http = server.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        foreach (var path in new[] { "/", "/dashboard", "/dashboard/contacts", "/dashboard/contacts/all", "/dashboard/contacts/deleted", "/dashboard/contacts/blacklist", "/dashboard/contacts/duplicates",
            "/dashboard/contacts/new", "/dashboard/contacts/cnt_1", "/dashboard/contacts/cnt_1/edit",
            "/dashboard/segments", "/dashboard/segments/new", "/dashboard/segments/seg_1", "/dashboard/analytics", "/dashboard/deliverability",
            "/dashboard/deliverability/bounce-mail", "/dashboard/platform", "/dashboard/requests", "/dashboard/requests/req_1", "/dashboard/import", "/dashboard/exports",
            "/dashboard/keys", "/dashboard/keys/webhooks", "/dashboard/mail", "/dashboard/events", "/dashboard/activity", "/dashboard/settings", "/dashboard/settings/erasure" })
        {
            var answer = await http.GetAsync(path, TestStore.Stop);
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.ToString().Should().Contain("/account/sign-in");
        }
    }

    [Fact]
    public async Task Routes_OfTheApi_AllAskForAKey()
    {
        using var http = server.CreateClient();
        var demo = await server.FindAsync("demo");
        var routes = server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.Contains("api/v1", StringComparison.Ordinal) && e.Metadata.GetMetadata<ForProviders>() is null).ToList();
        routes.Should().NotBeEmpty();

        foreach (var route in routes)
        {
            var path = route.RoutePattern.RawText!.Replace("{organizationId}", demo.ToString()).Replace("{id}", "sup_1");
            using var request = new HttpRequestMessage(new(route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]), path);
            if (request.Method == HttpMethod.Post)
                request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            (await http.SendAsync(request, TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, path);
        }
    }

    [Fact]
    public async Task Answers_CarryThePolicyAndStayOutOfCaches()
    {
        using var http = server.CreateClient();

        var page = await http.GetAsync("/account/sign-in", TestStore.Stop);

        page.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Which.Should().Contain("script-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        page.Headers.GetValues("Referrer-Policy").Should().Equal("same-origin");
        page.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Theory]
    [InlineData(Role.Auditor, Permissions.Block | Permissions.Release | Permissions.ImportMail | Permissions.ManageSettings | Permissions.EditContacts
        | Permissions.DeleteContacts | Permissions.ManageSegments)]
    [InlineData(Role.Analyst, Permissions.Block | Permissions.Release | Permissions.ImportMail | Permissions.EditContacts | Permissions.DeleteContacts)]
    [InlineData(Role.Operator, Permissions.ReleaseGuarded | Permissions.ManageSettings | Permissions.ManageFields | Permissions.ManageMembers | Permissions.ManageApiKeys)]
    [InlineData(Role.Support, Permissions.ManageSettings | Permissions.ManageFields | Permissions.ManageMembers | Permissions.ManageApiKeys | Permissions.Erase)]
    public void Role_DoesNotHaveWhatItMustNot(Role role, Permissions never) => (RolePermissions.Of(role) & never).Should().Be(Permissions.None);

    private async Task<UserActor> StrangerAsync()
    {
        var elsewhere = $"elsewhere-{Guid.NewGuid():N}";
        var system = new SystemActor();
        var organization = await server.As<OrganizationService>(system).CreateAsync(elsewhere, elsewhere, false, TestStore.Stop);
        var added = await server.As<MemberService>(system).AddAsync(organization.Value, $"{elsewhere}@x.test", Role.Admin, null, TestStore.Stop);
        return new(added.Value.UserId, "stranger");
    }

    private async Task<Problem?> CallAsync(Type type, string name, Actor? actor, OrganizationId organization)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = actor;
        var method = type.GetMethod(name)!;
        var arguments = method.GetParameters().Select((p, i) => i == 0 ? organization : Sample(p.ParameterType)).ToArray();
        var task = (Task)method.Invoke(scope.ServiceProvider.GetRequiredService(type), arguments)!;
        await task;
        var result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        return (Problem?)result.GetType().GetProperty("Problem")!.GetValue(result);
    }

    private static object? Sample(Type type) =>
        type == typeof(CancellationToken) ? TestStore.Stop
        : type == typeof(string) ? "example.com"
        : type == typeof(EmailAddress) ? TestStore.Email("ann@example.com")
        : type == typeof(ContactsQuery) ? new ContactsQuery()
        : type == typeof(AllContactsQuery) ? new AllContactsQuery()
        : type == typeof(SegmentsQuery) ? new SegmentsQuery()
        : type == typeof(DuplicatesQuery) ? new DuplicatesQuery()
        : type == typeof(DuplicateRemoval) ? new DuplicateRemoval(DuplicateChannel.Email, KeptContact.Earliest)
        : type == typeof(MergeChoice) ? new MergeChoice(1, new Dictionary<long, DateTimeOffset> { [1] = default, [2] = default }, new Dictionary<string, long>())
        : type == typeof(ContactSelection) ? ContactSelection.Of([1])
        : type == typeof(ContactBulkAction) ? new ContactBulkAction.Delete(null, ContactRail.None)
        : type == typeof(SuppressionsQuery) ? new SuppressionsQuery()
        : type == typeof(SuppressionEdit) ? new SuppressionEdit(SuppressionScope.Email, "a@b.c", SuppressionReason.Manual)
        : type == typeof(SuppressionChangeEdit) ? new SuppressionChangeEdit()
        : type == typeof(AuditQuery) ? new AuditQuery()
        : type == typeof(ReleaseMatchingPreview) ? new ReleaseMatchingPreview(new() { Code = "5" }, 1, new Dictionary<SuppressionReason, long>(), 0, [])
        : type == typeof(FilePreview) ? new FilePreview(1, "", [], new(), new Dictionary<SuppressionReason, long>(), [])
        : type == typeof(ImportOptions) ? new ImportOptions()
        : type == typeof(ContactFileFormat) ? new ContactFileFormat(false, true)
        : type == typeof(ProfileEdit) ? new ProfileEdit()
        : type == typeof(ConsentGiven) ? new ConsentGiven(true)
        : type == typeof(FieldEdit) ? new FieldEdit("Size", FieldType.Text, [])
        : type == typeof(OrganizationEdit) ? new OrganizationEdit("n", "UTC", "US")
        : type == typeof(PlanEdit) ? new PlanEdit(null, "EUR")
        : type == typeof(SignUpEdit) ? new SignUpEdit("ann@example.com", null, null)
        : type == typeof(SoftBouncePolicy) ? SoftBouncePolicy.Default
        : type == typeof(ActivityQuery) ? new ActivityQuery()
        : type == typeof(RequestEdit) ? new RequestEdit(RequestKind.Blacklist, RequestChannels.Email, new RequestSubject.Named(["a@b.c"]), "why", false)
        : type == typeof(WebhookEdit) ? new WebhookEdit("https://example.com", null, WebhookEvents.Released)
        : type == typeof(ListEdit) ? new ListEdit("n", null, null)
        : type == typeof(ListContactEdit) ? new ListContactEdit(new HashSet<string>(), "ann@example.com", null, null, null, new Dictionary<string, System.Text.Json.JsonElement>(), null,
            new(null, null, null, null))
        : type == typeof(ListContactsQuery) ? new ListContactsQuery()
        : type == typeof(MailReportsQuery) ? new MailReportsQuery()
        : type == typeof(RequestsQuery) ? new RequestsQuery()
        : type == typeof(ErasureTarget) ? ErasureTarget.Of("ann@example.com")
        : type == typeof(ErasureEdit) ? new ErasureEdit(ErasureTarget.Of("ann@example.com"), "ann@example.com", true, 0)
        : type == typeof(BulkSelection) ? BulkSelection.Of([1])
        : type == typeof(Stream) ? Stream.Null
        : type == typeof(IAsyncEnumerable<ContactsDashboard.Mail.MailItem>) ? Array.Empty<ContactsDashboard.Mail.MailItem>().ToAsyncEnumerable()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Func<,>) ? null
        : type.IsGenericType && type.IsInterface ? Array.CreateInstance(type.GetGenericArguments()[0], 0)
        : type.IsValueType ? Activator.CreateInstance(type) : throw new NotSupportedException($"No sample of {type}.");

    public sealed class Server : TestServer;
}
