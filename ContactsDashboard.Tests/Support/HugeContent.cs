using System.Net;
using System.Net.Http.Headers;

namespace ContactsDashboard.Tests.Support;

/// <summary>A body that announces its size; what it holds does not matter.</summary>
public sealed class HugeContent : HttpContent
{
    private readonly long _length;

    public HugeContent(long length)
    {
        _length = length;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
