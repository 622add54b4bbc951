using Microsoft.Playwright;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>The server's process is killed under an open page and started again: how soon it answers, and how soon the page, left alone, is what it was.</summary>
internal sealed class RecoveryBenchmarks(ProductApp app, Report report)
{
    private const int Starts = 5;
    private const string Page = "/dashboard/contacts?status=Blocked&page=3";
    private const string State = "() => document.querySelector('.shell[data-live]') ? document.querySelector('[role=tab][aria-selected=true]').textContent.trim().split(/\\s/)[0] + ' ' + [...document.querySelectorAll('tr[data-row]')].map(r => r.dataset.row).join() : ''";

    public async Task RunAsync()
    {
        var starts = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            await app.KillAsync();
            starts.Add(await app.StartAsync());
        }
        report.Add("start of the process to its first answer, migrated store", Bars.Start, new Measured(new(starts), null), t => t.P95);

        await using var browser = await Browser.SignInAsync(app.Address);
        await browser.GoAsync(Page);
        var before = await browser.Page.EvaluateAsync<string>(State);
        await app.KillAsync();
        await browser.Page.Locator("#components-reconnect-modal[open]").WaitForAsync(new() { State = WaitForSelectorState.Visible });
        await app.StartAsync();
        var again = await Timing.OnceAsync(async () => await browser.Page.WaitForFunctionAsync($"before => ({State})() === before", before, new() { Timeout = 60_000 }));
        report.Add("an open page after that is live again with the same filter, page and rows, nobody touching it", null, Report.Ms(again), again);
    }
}
