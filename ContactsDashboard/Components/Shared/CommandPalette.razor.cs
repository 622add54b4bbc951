using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ContactsDashboard.Components.Shared;

public sealed partial class CommandPalette
{
    private const string ListId = "palette-list";
    private const int Most = 12;

    private string text = "";
    private int active;
    private bool searching;
    private bool wasOpen;
    private PaletteItem[] shown = [];
    private CancellationTokenSource? search;

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>What is always offered, and filtered by its title.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<PaletteItem> Items { get; set; } = [];

    /// <summary>Answers with more entries for what was typed; an answer that comes too late is dropped.</summary>
    [Parameter]
    public Func<string, CancellationToken, Task<IReadOnlyList<PaletteItem>>>? Search { get; set; }

    private string Status =>
        searching ? "Searching…" : shown.Length == 0 ? $"Nothing found for “{text}”." : $"{shown.Length} results";

    protected override void OnParametersSet()
    {
        if (Open && !wasOpen)
            (text, active, shown) = ("", 0, Matches(""));
        wasOpen = Open;
    }

    private PaletteItem[] Matches(string words) =>
        [.. Items.Where(i => i.Title.Contains(words, StringComparison.OrdinalIgnoreCase)).Take(Most)];

    private async Task Typed(ChangeEventArgs e)
    {
        text = e.Value as string ?? "";
        active = 0;
        shown = Matches(text.Trim());
        await (search?.CancelAsync() ?? Task.CompletedTask);
        search?.Dispose();
        search = null;
        searching = false;
        if (Search is null || text.Trim().Length == 0)
            return;
        var mine = search = new();
        searching = true;
        try
        {
            var found = await Search(text.Trim(), mine.Token);
            if (search == mine)
                shown = [.. shown.Concat(found).Take(Most)];
        }
        catch (OperationCanceledException) when (search != mine)
        {
            // a later key took over
        }
        finally
        {
            if (search == mine)
                searching = false;
        }
    }

    private Task Key(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" when shown.Length > 0:
                active = (active + 1) % shown.Length;
                break;
            case "ArrowUp" when shown.Length > 0:
                active = (active + shown.Length - 1) % shown.Length;
                break;
            case "Enter" when active < shown.Length:
                return Go(shown[active]);
        }
        return Task.CompletedTask;
    }

    private async Task Go(PaletteItem item)
    {
        await Close();
        Navigation.NavigateTo(item.Href);
    }

    private Task Close() => OnClose.InvokeAsync();

    public void Dispose()
    {
        search?.Cancel();
        search?.Dispose();
    }
}
