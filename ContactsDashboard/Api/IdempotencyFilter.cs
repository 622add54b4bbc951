using System.Security.Cryptography;
using System.Text;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Idempotency;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Api;

/// <summary>A request that was given a name is carried out once: repeated, it gets the same answer again and changes nothing.</summary>
internal sealed class IdempotencyFilter(IdempotencyStore store, IOptions<DashboardOptions> options, ILogger<IdempotencyFilter> log) : IEndpointFilter
{
    /// <summary>A refused request is not read on for longer than this; its name is free again, and nothing was changed.</summary>
    private const long ReadOnAfterRefusal = 1 << 20;

    private static readonly Problem BadKey = new("INVALID_PARAMETER", $"An idempotency key has 1 to {IdempotencyStore.MaxKey} characters.") { Field = "Idempotency-Key" };

    private static readonly Problem Reused = new("IDEMPOTENCY_KEY_REUSED", "This idempotency key was used for another request. Take a new one for a new request.");

    private static readonly Problem InProgress = new("IDEMPOTENCY_IN_PROGRESS", "A request with this idempotency key is at work. Ask again in a moment.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (KeyOf(http.Request) is not { } key)
            return await next(context);
        if (key.Length is 0 or > IdempotencyStore.MaxKey)
            return Envelope.Fail(http, BadKey);
        var apiKey = ((ApiKeyActor)http.RequestServices.GetRequiredService<CurrentActor>().Actor!).KeyId;
        var named = await store.TakeAsync(apiKey, key, http.RequestAborted);
        if (!named.IsOurs)
            return named.Answer is { } answer ? await RepeatAsync(http, answer) : Envelope.Fail(http, InProgress);
        return await AnswerOnceAsync(context, next, apiKey, key);
    }

    private async Task<object?> AnswerOnceAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, long apiKey, string key)
    {
        var http = context.HttpContext;
        var isKept = false;
        try
        {
            using var hash = Begin(http.Request);
            var body = new HashingStream(http.Request.Body, hash);
            http.Request.Body = body;
            var answer = await WriteAsync(http, await next(context));
            var status = http.Response.StatusCode;
            var most = status < StatusCodes.Status400BadRequest ? long.MaxValue : ReadOnAfterRefusal;
            if (status < StatusCodes.Status500InternalServerError && await body.FinishAsync(most, http.RequestAborted))
                isKept = await TryAsync(store.KeepAsync(apiKey, key, new(hash.GetHashAndReset(), status, http.Response.Headers.Location, answer), CancellationToken.None));
            return new WrittenAnswer(answer);
        }
        finally
        {
            if (!isKept)
                await TryAsync(store.FreeAsync(apiKey, key, CancellationToken.None));
        }
    }

    private async Task<object?> RepeatAsync(HttpContext http, KeptAnswer answer)
    {
        if (ApiBody.TooLarge(http, options.Value.MaxUploadBytes) is { } problem)
            return Envelope.Fail(http, problem);
        using var hash = Begin(http.Request);
        await new HashingStream(http.Request.Body, hash).FinishAsync(long.MaxValue, http.RequestAborted);
        if (!CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), answer.Hash))
            return Envelope.Fail(http, Reused);
        http.Response.StatusCode = answer.Status;
        http.Response.Headers["Idempotency-Replayed"] = "true";
        if (answer.Location is not null)
            http.Response.Headers.Location = answer.Location;
        if (answer.Body.Length > 0)
            http.Response.ContentType = "application/json; charset=utf-8";
        return new WrittenAnswer(answer.Body);
    }

    // What was asked for is hashed with a separator that cannot be in any of its parts.
    private static IncrementalHash Begin(HttpRequest request)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}\n{request.QueryString}\n"));
        return hash;
    }

    private static async Task<byte[]> WriteAsync(HttpContext http, object? result)
    {
        var (client, written) = (http.Response.Body, new MemoryStream());
        http.Response.Body = written;
        try
        {
            await ((IResult)result!).ExecuteAsync(http);
        }
        finally
        {
            http.Response.Body = client;
        }
        return written.ToArray();
    }

    // The client is told what became of its request, whatever becomes of the name; that is free again tomorrow, or when the server starts anew.
    private async Task<bool> TryAsync(Task bookkeeping)
    {
        try
        {
            await bookkeeping;
            return true;
        }
#pragma warning disable CA1031
        catch (Exception e)
        {
            log.LogError(e, "An idempotency key was neither kept nor given back.");
            return false;
        }
#pragma warning restore CA1031
    }

    private static string? KeyOf(HttpRequest request) =>
        request.Headers.TryGetValue("Idempotency-Key", out var key) || request.Headers.TryGetValue("X-Idempotency-Key", out key) ? key.ToString() : null;

    /// <summary>Bytes that were an answer before; status and headers are set.</summary>
    private sealed class WrittenAnswer(byte[] body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) =>
            body.Length == 0 ? Task.CompletedTask : httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
