using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Support;

/// <summary>The whole product with the demo organisation, on a data directory of its own.</summary>
public class TestServer : WebApplicationFactory<Program>
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("contacts-server-").FullName;

    /// <summary>Whether the demo organisation has its invented contacts; most tests bring their own.</summary>
    protected virtual bool HasPeople => false;

    public T As<T>(Actor actor) where T : notnull
    {
        var scope = Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = actor;
        return scope.ServiceProvider.GetRequiredService<T>();
    }

    public async Task<OrganizationId> FindAsync(string slug) =>
        (await As<OrganizationService>(new SystemActor()).FindAsync(slug, TestContext.Current.CancellationToken))!.Value;

    /// <summary>A client with a key of the demo organisation.</summary>
    public async Task<ApiClient> GivenClientAsync(string[]? scopes = null, int requestsPerMinute = 10_000, DateTimeOffset? expiresAt = null)
    {
        var demo = await FindAsync("demo");
        var key = await As<ApiKeyService>(new SystemActor()).CreateAsync(demo, "test", scopes ?? [], requestsPerMinute, expiresAt, TestContext.Current.CancellationToken);
        var http = CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Value.Text);
        return new(http, $"/api/v1/organizations/{demo}", key.Value.Text);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        MigratedStore.PlaceIn(Folder);
        builder.UseEnvironment("Development").UseSetting("Dashboard:DataDirectory", Folder).UseSetting("Dashboard:Demo", "true")
            .UseSetting("Dashboard:DemoPeople", HasPeople ? "true" : "false");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing || !Directory.Exists(Folder))
            return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(Folder + "-keys", recursive: true);
    }
}

/// <summary>A program that uses the API.</summary>
public sealed record ApiClient(HttpClient Http, string Base, string Key)
{
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/api", StringComparison.Ordinal) ? path : Base + path);
        request.Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) };
        return await SendAsync(request);
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, response, text.Length == 0 || response.Content.Headers.ContentType?.MediaType == "text/csv" ? default : JsonDocument.Parse(text).RootElement);
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiAnswer> PostJsonAsync(string path, string json) => SendAsync(HttpMethod.Post, path, Json(json));

    public Task<ApiAnswer> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, Json(json));

    public static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);
}

public sealed record ApiAnswer(int Status, HttpResponseMessage Response, JsonElement Json)
{
    public JsonElement Data => Json.GetProperty("data");

    public string? Error => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null;

    /// <summary>The field an error names.</summary>
    public string? Field => Json.GetProperty("error").GetProperty("details").GetProperty("field").GetString();
}
