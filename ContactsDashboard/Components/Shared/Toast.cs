namespace ContactsDashboard.Components.Shared;

/// <summary>One message at the edge of the page.</summary>
public sealed class Toast
{
    internal Toast(string text, bool isError, Func<Task>? undo) => (Text, IsError, Undo) = (text, isError, undo);

    public string Text { get; }

    public bool IsError { get; }

    /// <summary>True while the undo runs: the toast stays and nothing can be pressed twice.</summary>
    public bool IsBusy { get; internal set; }

    public Func<Task>? Undo { get; }

    internal ITimer? Timer { get; set; }

    internal int Holds { get; set; }
}
