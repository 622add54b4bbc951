using System.Globalization;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>The contacts page in front of one person: its first byte, what comes over the wire, and how soon a click is to be seen.</summary>
internal sealed class BrowserBenchmarks(ProductApp app, Report report)
{
    private const string Page = "/dashboard/contacts";
    private const int Runs = 60;
    private const int WarmUps = 100;

    // From the event to the frame that shows what it changed: the rows, and nothing still on its way. What is pressed is pressed by the script, so that no driver is timed.
    private const string Repaint = """
        () => {
          const state = () => [...document.querySelectorAll('tr[data-row]')].map(r => r.dataset.row).join() + '|' + document.querySelector('.empty, .pager .range')?.textContent;
          const calm = () => !document.querySelector('[aria-busy=true]');
          window.repaint = (act, mark) => new Promise((done, failed) => {
            const before = state();
            const late = setTimeout(() => { observer.disconnect(); failed(new Error('nothing changed after ' + mark)); }, 10000);
            const observer = new MutationObserver(() => {
              if (!calm() || state() === before) return;
              observer.disconnect();
              clearTimeout(late);
              requestAnimationFrame(() => { const port = new MessageChannel(); port.port1.onmessage = () => done(performance.now() - started); port.port2.postMessage(0); });
            });
            observer.observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
            const started = performance.now();
            act();
          });
          window.link = (name, mark) => window.repaint(() => document.querySelector(name).click(), mark);
          window.type = text => window.repaint(() => {
            const box = document.querySelector('input[type=search]');
            box.value = text;
            box.dispatchEvent(new Event('input', { bubbles: true }));
          }, text);
        }
        """;

    public async Task RunAsync()
    {
        await FirstByteAsync();
        await using var browser = await Browser.SignInAsync(app.Address);
        await WireAsync(browser);
        await RepaintAsync(browser);
    }

    private async Task FirstByteAsync()
    {
        using var visitor = await app.SignInAsync();
        var times = new List<double>();
        for (var run = -WarmUps; run < Runs; run++)
        {
            var (first, _) = await visitor.GetAsync(Page);
            if (run >= 0)
                times.Add(first);
        }
        report.Add("HTML of the contacts page, first byte, signed in", Bars.FirstByte, new Measured(new(times), null), t => t.P95);
    }

    // With an empty cache; the bodies as they came, compressed, without their headers.
    private async Task WireAsync(Browser browser)
    {
        var sizes = new Dictionary<string, double>();
        var headers = new Dictionary<string, double>();
        var files = new Dictionary<string, string>();
        void Finish(string id, double bytes) => sizes[id] = Math.Max(0, bytes - headers.GetValueOrDefault(id));
        var network = await browser.Page.Context.NewCDPSessionAsync(browser.Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.clearBrowserCache");
        network.Event("Network.responseReceived").OnEvent += (_, e) =>
        {
            var (id, response) = (e!.Value.GetProperty("requestId").GetString()!, e.Value.GetProperty("response"));
            files[id] = response.GetProperty("url").GetString()!;
            headers[id] = response.GetProperty("encodedDataLength").GetDouble();
        };
        network.Event("Network.loadingFinished").OnEvent += (_, e) => Finish(e!.Value.GetProperty("requestId").GetString()!, e.Value.GetProperty("encodedDataLength").GetDouble());
        await browser.GoAsync(Page);
        await browser.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
        var kilobytes = files.Sum(f => sizes.GetValueOrDefault(f.Key)) / 1_000;
        var parts = files.Select(f => (Name: Path.GetFileName(new Uri(f.Value).AbsolutePath).Split('.') is var n ? $"{n[0]}.{n[^1]}" : "", Size: sizes.GetValueOrDefault(f.Key) / 1_000))
            .OrderByDescending(f => f.Size).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} {f.Size:0.0}"));
        report.Add("first load over the wire", Bars.FirstLoad, string.Create(CultureInfo.InvariantCulture, $"{kilobytes:0.0} KB in {files.Count} answers"), kilobytes, string.Join(", ", parts));
    }

    private async Task RepaintAsync(Browser browser)
    {
        await browser.GoAsync(Page);
        await browser.Page.EvaluateAsync(Repaint);
        await MeasureAsync(browser, "page flip", _ => "link('[aria-label=\"Next page\"]', 'flip')");
        await MeasureAsync(browser, "filter", run => $"link('[role=tab][href]:nth-child({run % 3 + 1})', 'filter')");
        const string typed = "annaberglindholm";
        await MeasureAsync(browser, "search keystroke", run => $"type('{typed[..(1 + run % 2)]}{(char)('a' + run % 26)}')");
    }

    private async Task MeasureAsync(Browser browser, string what, Func<int, string> act)
    {
        var times = new List<double>();
        for (var run = -WarmUps; run < Runs; run++)
        {
            var took = await browser.Page.EvaluateAsync<double>($"() => {act(run + WarmUps + 1)}");
            if (run >= 0)
                times.Add(took);
            // Nobody clicks or types faster.
            await Task.Delay(150);
        }
        report.Add($"{what} in Chromium, click to repaint", Bars.Repaint, new Measured(new(times), null), t => t.P95);
    }
}
