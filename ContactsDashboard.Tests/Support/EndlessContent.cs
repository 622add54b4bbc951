using System.Net;
using System.Net.Http.Headers;

namespace ContactsDashboard.Tests.Support;

/// <summary>A body that begins and does not end until the request is given up.</summary>
public sealed class EndlessContent : HttpContent
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EndlessContent() => Headers.ContentType = new MediaTypeHeaderValue("application/json");

    public Task Begun => _begun.Task;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("{ "u8.ToArray(), cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _begun.TrySetResult();
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
