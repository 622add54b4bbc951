using Microsoft.Playwright;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>A real Chromium, its path from CHROMIUM, with one signed-in person in it.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    public static async Task<Browser> SignInAsync(Uri address)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email", new() { Exact = true }).FillAsync(ProductApp.Email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(ProductApp.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        var signedIn = new Browser(playwright, browser, page);
        await page.WaitForURLAsync("**/dashboard/**", new() { WaitUntil = WaitUntilState.Commit });
        await signedIn.ReadyAsync();
        return signedIn;
    }

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>The circuit is up: what is clicked now is heard.</summary>
    public async Task ReadyAsync() => await Page.WaitForFunctionAsync("() => document.querySelector('.shell[data-live]')");

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
