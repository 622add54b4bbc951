using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ContactsDashboard.Tests.Services.Webhooks;

/// <summary>A message as its receiver got it.</summary>
internal sealed record ReceivedWebhook(string Id, string Timestamp, string Signatures, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Type => Json.GetProperty("type").GetString()!;

    public string? Value => Json.GetProperty("data").GetProperty("value").GetString();

    /// <summary>As the Standard Webhooks specification says to check it, written apart from what signs.</summary>
    public bool IsSignedBy(string secret)
    {
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"));
        return Signatures.Split(' ').Any(s => s == "v1," + Convert.ToBase64String(expected));
    }
}

/// <summary>A program on this machine that is told things, and answers as it is told to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedWebhook> Received { get; } = new();

    public int Status { get; set; } = 200;

    public string Location { get; set; } = "";

    public string Url => _app.Urls.First() + "/hook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/hook", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        string Header(string name) => http.Request.Headers[name].ToString();
        Received.Enqueue(new(Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), await reader.ReadToEndAsync()));
        http.Response.StatusCode = Status;
        if (Location.Length > 0)
            http.Response.Headers.Location = Location;
        await http.Response.WriteAsync($"answer {Status}");
    }
}
