using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Shared;

/// <summary>A part of a page that reads what it shows after the first paint, and again when the page hears news; it never holds up the rest.</summary>
public abstract class LaterPart : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private int _read;
    private bool _isReading;

    protected LaterPart() => Gone = _gone.Token;

    [CascadingParameter]
    public OrganizationView Organization { get; set; } = default!;

    /// <summary>How often the page heard of changes.</summary>
    [Parameter]
    public int News { get; set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone { get; }

    protected string? Failure { get; private set; }

    /// <summary>Reads what is shown, and keeps it; the problem where it could not.</summary>
    protected abstract Task<Problem?> ReadAsync(CancellationToken cancellationToken);

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? LoadAsync() : Task.CompletedTask;

    protected override Task OnParametersSetAsync() => _read == 0 || _read == News + 1 ? Task.CompletedTask : LoadAsync();

    protected async Task LoadAsync()
    {
        // News that come while it reads are read after it.
        if (_isReading)
            return;
        _isReading = true;
        try
        {
            do
            {
                _read = News + 1;
                Failure = (await ReadAsync(Gone))?.Message;
                StateHasChanged();
            }
            while (_read != News + 1);
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            _isReading = false;
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (Gone.IsCancellationRequested)
            return;
        _gone.Cancel();
        _gone.Dispose();
    }
}
