namespace ContactsDashboard.Components.Shared;

/// <summary>The messages of one user's page. One leaves after eight seconds, unless it is pointed at, focused or busy undoing.</summary>
public sealed class ToastService(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Stay = TimeSpan.FromSeconds(8);

    private readonly Lock gate = new();
    private List<Toast> toasts = [];

    /// <summary>Raised on any thread.</summary>
    public event Action? Changed;

    public IReadOnlyList<Toast> Current
    {
        get { lock (gate) return [.. toasts]; }
    }

    /// <summary>Says what was done; <paramref name="undo"/> is offered as a button while the message stays.</summary>
    public void Show(string text, Func<Task>? undo = null) => Add(new(text, isError: false, undo));

    /// <summary>Says what went wrong. It stays until dismissed.</summary>
    public void ShowError(string text) => Add(new(text, isError: true, undo: null));

    public void Dismiss(Toast toast)
    {
        lock (gate)
        {
            toast.Timer?.Dispose();
            toasts.Remove(toast);
        }
        Changed?.Invoke();
    }

    /// <summary>Keeps the message while somebody reads it; each hold needs its <see cref="Release"/>.</summary>
    public void Hold(Toast toast)
    {
        lock (gate)
        {
            toast.Holds++;
            toast.Timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Release(Toast toast)
    {
        lock (gate)
        {
            toast.Holds = Math.Max(0, toast.Holds - 1);
            StartTimer(toast);
        }
    }

    /// <summary>Runs the undo once. Where it fails the message and its button stay, so that it can be tried again.</summary>
    public async Task UndoAsync(Toast toast)
    {
        lock (gate)
        {
            if (toast.IsBusy || toast.Undo is null || !toasts.Contains(toast))
                return;
            toast.IsBusy = true;
            toast.Timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        Changed?.Invoke();
        try
        {
            await toast.Undo();
        }
        catch
        {
            lock (gate)
            {
                toast.IsBusy = false;
                StartTimer(toast);
            }
            ShowError("That could not be undone. Try again.");
            throw;
        }
        Dismiss(toast);
    }

    public void Dispose()
    {
        lock (gate)
            toasts.ForEach(t => t.Timer?.Dispose());
        Changed = null;
    }

    private void Add(Toast toast)
    {
        lock (gate)
        {
            toasts = [.. toasts, toast];
            if (!toast.IsError)
                toast.Timer = time.CreateTimer(_ => Expire(toast), null, Stay, Timeout.InfiniteTimeSpan);
        }
        Changed?.Invoke();
    }

    private static void StartTimer(Toast toast)
    {
        if (toast is { Holds: 0, IsBusy: false })
            toast.Timer?.Change(Stay, Timeout.InfiniteTimeSpan);
    }

    private void Expire(Toast toast)
    {
        lock (gate)
        {
            // The timer may have fired just before it was stopped.
            if (toast.IsBusy || toast.Holds > 0)
                return;
        }
        Dismiss(toast);
    }
}
