using ContactsDashboard.Tests.Support;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>The product on a real port and a real Chromium in front of it.</summary>
public class BrowserFixture : TestServer, IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        UseKestrel(0);
        StartServer();
        Address = ClientOptions.BaseAddress.ToString().TrimEnd('/');
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A browser of its own, as a person with fresh cookies has it. Errors on its console fail the journey.</summary>
    public async Task<Visitor> GivenVisitorAsync(bool dark = false, int width = 1440)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = Address, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, ViewportSize = new() { Width = width, Height = 900 }, Locale = "en-GB",
        });
        context.SetDefaultTimeout(30_000);
        return new(await context.NewPageAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A person at a browser.</summary>
public sealed class Visitor
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly List<string> _errors = [];

    public Visitor(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _errors.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Errors => _errors;

    public ILocator Button(string name, bool exact = true) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact });

    public ILocator Dialog(string name) => Page.GetByRole(AriaRole.Dialog, new() { Name = name });

    public ILocator Row(string email) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = email });

    public async Task SignInAsync(string email = "admin@demo.example", string password = "Demo-2026!")
    {
        await Page.GotoAsync("/account/sign-in");
        await Page.GetByLabel("Email", new() { Exact = true }).FillAsync(email);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Button("Sign in").ClickAsync();
        // The circuit is waited for, not the load event, which the browser may have told before it is asked for.
        await Page.WaitForURLAsync("**/dashboard/**", new() { WaitUntil = WaitUntilState.Commit });
        await ReadyAsync();
    }

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>The circuit is up: what is clicked now is heard.</summary>
    public async Task ReadyAsync() => await Page.WaitForFunctionAsync("() => document.querySelector('.shell[data-live]')");

    /// <summary>Chooses from the menu of a row.</summary>
    public async Task ChooseAsync(string email, string item)
    {
        await Button($"Actions for {email}").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync();
    }

    /// <summary>No violation of WCAG 2.2 AA or best practice on what is shown now.</summary>
    public async Task ShouldBeAccessibleAsync(string what)
    {
        // What slides in is paler on its way; it is looked at when it has arrived.
        await Page.EvaluateAsync("""
            () => Promise.allSettled(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity).map(a => a.finished)).then(() => true)
            """);
        if (await Page.EvaluateAsync<bool>("() => !window.axe"))
            await Page.EvaluateAsync(Axe);
        var violations = await Page.EvaluateAsync<string[]>("""
            async tags => (await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }))
                .violations.map(v => `${v.id} (${v.impact}) ${v.nodes.slice(0, 3).map(n => n.html).join(' ; ')}`)
            """, (string[])["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
        violations.Select(v => $"{what}: {v}").Should().BeEmpty();
    }

    /// <summary>Keeps a picture when SCREENSHOTS names a folder.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
    }
}
