using ContactsDashboard.Domain;
using ContactsDashboard.Services.Live;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Layout;

/// <summary>What every dashboard page has: its organisation, a token that ends with the page, and news of changes by others.</summary>
public abstract class DashboardPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource _gone = new();
    private int _newsWaiting;

    // Taken once: the source refuses to give its token away after the page was left, when late handlers still ask for it.
    protected DashboardPage() => Gone = _gone.Token;

    [CascadingParameter]
    public OrganizationView Organization { get; set; } = default!;

    [Inject]
    protected ChangeFeed Changes { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone { get; }

    protected override void OnInitialized() => Changes.Changed += Heard;

    /// <summary>How long news is gathered before it is told; longer where many pages are open.</summary>
    protected virtual TimeSpan Calm => Quiet;

    /// <summary>Something in the organisation changed, here or elsewhere; called at most a few times a second, on the page's own context.</summary>
    protected virtual Task ChangedAsync() => Task.CompletedTask;

    /// <summary>Does it unless the page was left meanwhile; for what a message calls long after.</summary>
    protected Task WhileHereAsync(Func<Task> work) => Gone.IsCancellationRequested ? Task.CompletedTask : InvokeAsync(work);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Changes.Changed -= Heard;
        if (Gone.IsCancellationRequested)
            return;
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Heard(OrganizationId organization)
    {
        if (organization == Organization.Id && RendererInfo.IsInteractive && Interlocked.Exchange(ref _newsWaiting, 1) == 0)
            _ = TellAsync();
    }

    // A burst of changes is told once, shortly after it began.
    private async Task TellAsync()
    {
        try
        {
            await Task.Delay(Calm + Changes.NextTurn(), Time, Gone);
            Interlocked.Exchange(ref _newsWaiting, 0);
            await InvokeAsync(ChangedAsync);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException) // the page was left meanwhile
        {
            return;
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
