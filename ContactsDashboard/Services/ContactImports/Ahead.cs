using System.Threading.Channels;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Makes pieces ahead of whoever takes them, a few at most.</summary>
internal sealed class Ahead<T> : IAsyncDisposable where T : class
{
    private readonly CancellationTokenSource _stop;
    private readonly Channel<T> _pieces;
    private readonly Task _making;

    public Ahead(int pieces, Func<CancellationToken, IAsyncEnumerable<T>> make, CancellationToken cancellationToken)
    {
        _pieces = Channel.CreateBounded<T>(new BoundedChannelOptions(pieces) { SingleReader = true, SingleWriter = true });
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _making = Task.Run(() => MakeAsync(make, _stop.Token), CancellationToken.None);
    }

    /// <summary>Null after the last. What went wrong in making is thrown here.</summary>
    public async ValueTask<T?> NextAsync(CancellationToken cancellationToken) =>
        await _pieces.Reader.WaitToReadAsync(cancellationToken) && _pieces.Reader.TryRead(out var piece) ? piece : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _making;
        _stop.Dispose();
    }

    private async Task MakeAsync(Func<CancellationToken, IAsyncEnumerable<T>> make, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var piece in make(cancellationToken))
                await _pieces.Writer.WriteAsync(piece, cancellationToken);
            _pieces.Writer.Complete();
        }
#pragma warning disable CA1031 // it is thrown again where it is waited for
        catch (Exception e)
        {
            _pieces.Writer.Complete(e);
        }
#pragma warning restore CA1031
    }
}
