using System.Text.Json;
using ContactsDashboard.Api;
using ContactsDashboard.Api.Docs;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Api;

/// <summary>The document says what the server does: the same routes, and for each every answer it can give, called for and held against its schema.</summary>
public sealed class OpenApiTests(OpenApiTests.Server server) : IClassFixture<OpenApiTests.Server>
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    public static TheoryData<string> Operations => [.. OpenApiCalls.All.Keys];

    [Fact]
    public async Task Document_NeedsNoKey_AndHasWhatClientsNeed()
    {
        var document = await DocumentAsync();

        document.GetProperty("openapi").GetString().Should().StartWith("3.");
        document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(s => s.Name).Should().Equal("bearer", "header");
        document.GetProperty("security").GetArrayLength().Should().Be(2, "one way to send the key or the other");
        var operations = OperationsOf(document).ToList();
        operations.Select(o => o.Operation.GetProperty("operationId").GetString()).Should().OnlyHaveUniqueItems();
        operations.Should().OnlyContain(o => o.Operation.GetProperty("summary").GetString() != "" && o.Operation.GetProperty("description").GetString()!.Contains("Scopes: ")
            && o.Operation.GetProperty("tags").GetArrayLength() == 1);
        operations.Where(o => o.Operation.TryGetProperty("requestBody", out _))
            .All(o => o.Operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _)).Should().BeTrue();
    }

    [Fact]
    public async Task Document_ListsExactlyTheRoutesThatAreMapped()
    {
        var mapped = server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1", StringComparison.Ordinal) && e.Metadata.GetMetadata<ForProviders>() is null)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} /{e.RoutePattern.RawText!.TrimStart('/')}")).Distinct();

        OperationsOf(await DocumentAsync()).Select(o => $"{o.Method.ToUpperInvariant()} {o.Path}").Should().BeEquivalentTo(mapped);
    }

    [Fact]
    public async Task Examples_MatchTheirSchemasAndWork()
    {
        var document = await DocumentAsync();
        var client = await server.GivenClientAsync();
        var schema = new JsonSchema(document);
        foreach (var (method, path, operation) in OperationsOf(document).Where(o => o.Operation.TryGetProperty("requestBody", out _) && !o.Path.Contains("{id}") && !o.Path.Contains("{listId}")))
        {
            var content = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            schema.Check(content.GetProperty("schema"), content.GetProperty("example")).Should().BeEmpty(path);

            var answer = await client.SendAsync(new(method.ToUpperInvariant()), path.Replace("/api/v1/organizations/{organizationId}", client.Base),
                ApiClient.Json(content.GetProperty("example").ToString()));

            answer.Status.Should().BeOneOf([200, 201, 202, 409], path);
        }
    }

    [Fact]
    public async Task Calls_AreThoseOfTheDocument() =>
        OperationsOf(await DocumentAsync()).Select(o => o.Operation.GetProperty("operationId").GetString()).Should().BeEquivalentTo(OpenApiCalls.All.Keys);

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Answers_AreTheDocumentsAndNoOthers(string operation)
    {
        var document = await DocumentAsync();
        var (_, _, described) = OperationsOf(document).Single(o => o.Operation.GetProperty("operationId").GetString() == operation);
        var responses = described.GetProperty("responses");
        var (schema, seen) = (new JsonSchema(document), new HashSet<string>());

        foreach (var answer in await OpenApiCalls.AllAnswersAsync(server, operation))
        {
            var status = $"{answer.Status}";
            seen.Add(status);
            responses.TryGetProperty(status, out var response).Should().BeTrue($"{operation} answered {status}: {answer.Json}");
            if (!response.TryGetProperty("content", out var content))
            {
                answer.Json.ValueKind.Should().Be(JsonValueKind.Undefined);
                continue;
            }
            schema.Check(content.GetProperty("application/json").GetProperty("schema"), answer.Json).Should().BeEmpty($"{operation} {status}: {answer.Json}");
            if (answer.Error is { } code)
                response.GetProperty("description").GetString()!.Split(", ").Should().Contain(code, operation);
            if (answer.Error is not "UNAUTHORIZED" and not "KEY_REVOKED" and not "KEY_EXPIRED" && answer.Status is not 500 and not 503)
                answer.Response.Headers.Contains("X-RateLimit-Remaining").Should().BeTrue($"{operation} {status}");
            answer.Response.Headers.GetValues("X-Request-Id").Single().Should().StartWith("req_");
        }

        seen.Should().BeEquivalentTo(responses.EnumerateObject().Select(r => r.Name), operation);
    }

    private async Task<JsonElement> DocumentAsync()
    {
        using var http = server.CreateClient();
        return JsonDocument.Parse(await http.GetStringAsync(ApiDocument.Path, TestStore.Stop)).RootElement;
    }

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> OperationsOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where Methods.Contains(method.Name)
        select (method.Name, path.Name, method.Value);

    public sealed class Server : FailingServer;
}
