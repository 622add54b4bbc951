namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>What a person does on the contacts page; each ends when the page shows what it was asked for.</summary>
internal sealed class CircuitActions(Circuit circuit, Random random)
{
    private static readonly string[] Fragments = ["son", "ann", "ber", "mar", "ex", "10", "li", "tho"];

    /// <summary>One action; its kind, and what it takes between sending and seeing.</summary>
    public async Task<(string Kind, double Milliseconds)> ActAsync() => random.Next(20) switch
    {
        < 9 => ("page flip", await FlipAsync()),
        < 13 => ("filter", await FilterAsync()),
        < 17 => ("search", await SearchAsync()),
        _ => ("block", await BlockAsync()),
    };

    private async Task<double> FlipAsync()
    {
        var href = circuit.Read(page => page.First(n => n["aria-label"] == "Next page")?["href"] ?? page.First(n => n["aria-label"] == "First page")?["href"]);
        if (href is null)
            return await FilterAsync();
        var before = Rows();
        return await Timing.OnceAsync(async () =>
        {
            await circuit.FollowAsync(href);
            await circuit.UntilAsync(page => !before.SequenceEqual(Rows(page)));
        });
    }

    private async Task<double> FilterAsync()
    {
        var tabs = circuit.Read(page => page.All(n => n["role"] == "tab" && n["aria-selected"] == "false").Select(n => n["href"]!).ToList());
        var href = tabs[random.Next(tabs.Count)];
        return await Timing.OnceAsync(async () =>
        {
            await circuit.FollowAsync(href);
            await circuit.UntilAsync(page => page.First(n => n["role"] == "tab" && n["href"] == href) is { } tab && tab["aria-selected"] == "true" && !IsBusy(page));
        });
    }

    // From one search to another, so that the rows differ.
    private async Task<double> SearchAsync()
    {
        var text = Fragments[random.Next(Fragments.Length)] + "abcdefghijklmnopqrstuvwxyz"[random.Next(26)];
        var box = circuit.Read(page => page.First(n => n["type"] == "search" && n["aria-label"] == "Search contacts")!);
        return await Timing.OnceAsync(async () =>
        {
            await circuit.TypeAsync(box, text);
            await circuit.UntilAsync(page => !IsBusy(page) && (Rows(page).Count > 0
                ? page.First(n => n.Tag == "mark")?.AllText.Equals(text, StringComparison.OrdinalIgnoreCase) == true
                : page.First(n => n.Tag == "main")!.AllText.Contains(text, StringComparison.Ordinal)));
        });
    }

    // Blocked, and taken back with the message's own button: the store is left as it was. Somebody else may be quicker with the same row.
    private async Task<double> BlockAsync()
    {
        var active = circuit.Read(page => page.All(n => IsActive(n)).Select(n => n["data-row"]!).ToList());
        if (active.Count == 0)
            return await FilterAsync();
        var row = active[random.Next(active.Count)];
        if (circuit.Read(page => Row(page, row)?.Below().First(n => n["aria-haspopup"] == "menu")) is { } menu)
            await circuit.ClickAsync(menu);
        await circuit.UntilAsync(page => Item(page) is not null || !IsActive(Row(page, row)));
        var took = circuit.Read(Item) is not { } item ? await FlipAsync() : await Timing.OnceAsync(async () =>
        {
            await circuit.ClickAsync(item);
            await circuit.UntilAsync(page => Undo(page) is not null || Refusal(page) is not null || !IsActive(Row(page, row)));
        });
        if (circuit.Read(Menu) is { } opened)
        {
            await circuit.CloseAsync(opened);
            await circuit.UntilAsync(page => Menu(page) is null);
        }
        await TakeBackAsync();
        return took;
    }

    private async Task TakeBackAsync()
    {
        while (circuit.Read(page => Undo(page) ?? Refusal(page)) is { } button)
        {
            await circuit.ClickAsync(button);
            await circuit.UntilAsync(page => (Undo(page) ?? Refusal(page)) != button);
        }
    }

    private static PageNode? Row(PageTree page, string id) => page.First(n => n["data-row"] == id);

    private static bool IsActive(PageNode? row) => row?["data-row"] is not null && row.Below().Any(n => n["class"]?.StartsWith("badge", StringComparison.Ordinal) == true && n.AllText == "Active");

    private static PageNode? Menu(PageTree page) => page.First(n => n.Tag == "ui-menu" && n.Attributes.ContainsKey("data-auto"));

    private static PageNode? Item(PageTree page) => page.First(n => n["role"] == "menuitem" && n.AllText.StartsWith("Block email", StringComparison.Ordinal));

    private static PageNode? Undo(PageTree page) => page.First(n => n.Tag == "button" && n.AllText == "Undo");

    private static PageNode? Refusal(PageTree page) =>
        page.First(n => n["class"] == "toast bad")?.Below().First(n => n["aria-label"] == "Dismiss");

    private static bool IsBusy(PageTree page) => page.First(n => n["aria-busy"] == "true") is not null;

    private List<string> Rows() => circuit.Read(Rows);

    private static List<string> Rows(PageTree page) => page.All(n => n.Attributes.ContainsKey("data-row")).Select(n => n["data-row"]!).ToList();
}
