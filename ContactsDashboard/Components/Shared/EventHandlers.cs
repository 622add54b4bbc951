using Microsoft.AspNetCore.Components;

namespace ContactsDashboard.Components.Shared;

/// <summary>Events the page's script raises, for use as <c>@onuploaded</c> and <c>@onrowkey</c>.</summary>
[EventHandler("onuploaded", typeof(UploadedEventArgs), enableStopPropagation: true, enablePreventDefault: true)]
[EventHandler("onrowkey", typeof(RowKeyEventArgs), enableStopPropagation: true, enablePreventDefault: true)]
public static class EventHandlers;

/// <summary>The server's answer to an upload; <see cref="Status"/> is 0 when there was none.</summary>
public sealed class UploadedEventArgs : EventArgs
{
    public bool Ok { get; set; }

    public int Status { get; set; }

    public string Json { get; set; } = "";
}

/// <summary>A letter pressed on a row (<c>data-row</c>) that has no element of its own for it.</summary>
public sealed class RowKeyEventArgs : EventArgs
{
    public string Key { get; set; } = "";

    public string Row { get; set; } = "";
}
