using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>
/// A page's connection as the script of Blazor Server holds it: acknowledges batches, answers calls, sends events and navigations
/// (ASP.NET Core, src/Components/Server/src/ComponentHub.cs and src/Components/Web.JS/src/Platform/Circuits/CircuitManager.ts).
/// </summary>
internal sealed class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HubConnection _hub;
    private readonly Lock _gate = new();
    private readonly PageTree _page = new();
    private readonly ConcurrentQueue<string> _errors = [];
    private TaskCompletionSource _changed = New();
    private long _events;
    private long _interop;

    public Circuit(Uri page, CookieContainer cookies)
    {
        Location = page;
        var builder = new HubConnectionBuilder().WithUrl(new Uri(page, "/_blazor"), HttpTransportType.WebSockets, options => options.Cookies = cookies);
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        _hub = builder.Build();
        Hear<int, string>("JS.AttachComponent", (component, _) => Look(page => page.Attach(component)));
        Hear<int, byte[]>("JS.RenderBatch", RenderAsync);
        Hear<long, string, string, int, long, int>("JS.BeginInvokeJS", (handle, name, arguments, _, _, _) => CallAsync(handle, name, arguments));
        Hear<string, bool, string?>("JS.EndInvokeDotNet", (_, isOk, _) => Late(isOk));
        Hear<string>("JS.Error", Fail);
        _hub.Closed += error => error is null ? Task.CompletedTask : Fail(error.Message);
    }

    public string Id { get; private set; } = "";

    public Uri Location { get; private set; }

    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Events for something the server had just taken away; a browser shrugs too.</summary>
    public int TooLate { get; private set; }

    public async Task StartAsync(string operations, string state)
    {
        await _hub.StartAsync();
        Id = await _hub.InvokeAsync<string>("StartCircuit", new Uri(Location, "/").ToString(), Location.ToString(), "[]", "");
        await _hub.SendAsync("UpdateRootComponents", operations, state);
        await UntilAsync(page => page.First(n => n.Tag == "div" && n.Attributes.ContainsKey("data-live")) is not null);
    }

    /// <summary>Something in the page as it is now.</summary>
    public T Read<T>(Func<PageTree, T> read)
    {
        lock (_gate)
            return read(_page);
    }

    /// <summary>Waits until the page shows it.</summary>
    public async Task UntilAsync(Func<PageTree, bool> isShown)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (isShown(_page))
                    return;
                changed = _changed.Task;
            }
            if (!_errors.IsEmpty)
                throw new InvalidOperationException($"The circuit failed: {string.Join("; ", _errors)}");
            await changed.WaitAsync(Patience);
        }
    }

    /// <summary>Follows a link of the page.</summary>
    public Task FollowAsync(string href) => MoveAsync(new(Location, href), isLink: true);

    public Task ClickAsync(PageNode element) => DispatchAsync(element, "click", """{"detail":1,"type":"click"}""");

    /// <summary>What the script says when a menu has closed.</summary>
    public Task CloseAsync(PageNode menu) => DispatchAsync(menu, "close", """{"type":"close"}""");

    public Task TypeAsync(PageNode input, string text) => DispatchAsync(input, "input", $$"""{"value":{{Visitor.Json(text)}}}""");

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private Task DispatchAsync(PageNode element, string name, string arguments)
    {
        // Sent before the batch that would take the handler away is acknowledged, or not with that handler: then the server knows whom it means.
        lock (_gate)
        {
            return _hub.SendAsync("BeginInvokeDotNetFromJS", (++_events).ToString(CultureInfo.InvariantCulture), null, "DispatchEventAsync", _interop,
                $$"""[{"eventHandlerId":{{element.Handlers["on" + name]}},"eventName":"{{name}}","eventFieldInfo":null},{{arguments}}]""");
        }
    }

    private Task MoveAsync(Uri to, bool isLink)
    {
        Location = to;
        return _hub.SendAsync("OnLocationChanged", to.ToString(), null, isLink);
    }

    private async Task RenderAsync(int batch, byte[] bytes)
    {
        var acknowledged = Task.CompletedTask;
        await Look(page =>
        {
            page.Apply(new(bytes));
            acknowledged = _hub.SendAsync("OnRenderCompleted", (long)batch, null);
        });
        await acknowledged;
    }

    private async Task CallAsync(long handle, string name, string arguments)
    {
        using var values = JsonDocument.Parse(string.IsNullOrEmpty(arguments) ? "[]" : arguments);
        switch (name)
        {
            case "Blazor._internal.attachWebRendererInterop":
                _interop = values.RootElement[1].GetProperty("__dotNetObject").GetInt64();
                break;
            case "Blazor._internal.navigationManager.navigateTo":
                await MoveAsync(new(Location, values.RootElement[0].GetString()!), isLink: false);
                break;
        }
        if (handle != 0)
            await _hub.SendAsync("EndInvokeJSFromDotNet", handle, true, $"[{handle},true,null]");
    }

    private Task Look(Action<PageTree> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change(_page);
            (changed, _changed) = (_changed, New());
        }
        changed.SetResult();
        return Task.CompletedTask;
    }

    private Task Late(bool isOk)
    {
        TooLate += isOk ? 0 : 1;
        return Task.CompletedTask;
    }

    private Task Fail(string? why)
    {
        _errors.Enqueue(why ?? "closed");
        return Look(_ => { });
    }

    private void Hear<T1>(string method, Func<T1, Task> handler) => _hub.On(method, handler);

    private void Hear<T1, T2>(string method, Func<T1, T2, Task> handler) => _hub.On(method, handler);

    private void Hear<T1, T2, T3>(string method, Func<T1, T2, T3, Task> handler) => _hub.On(method, handler);

    private void Hear<T1, T2, T3, T4, T5, T6>(string method, Func<T1, T2, T3, T4, T5, T6, Task> handler) => _hub.On(method, handler);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
