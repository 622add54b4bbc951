using System.Collections.Concurrent;
using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Organizations;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContactsDashboard.Tests.Components.Account;

/// <summary>The whole server on an empty data directory of its own, spoken to as a browser without script does.</summary>
public sealed class AccountServer : WebApplicationFactory<Program>
{
    public const string Password = "Correct-Horse-1";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("contacts-dashboard-");
    private readonly Lines _log = new();

    /// <summary>The one-time code of the first set-up, from the log.</summary>
    public string SetupCode => _log.Text.Single(l => l.Contains("one-time code", StringComparison.Ordinal)).Split(' ')[^1];

    public Visitor Visit() => new(CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("http://localhost") }));

    /// <summary>Adds a person to the organisation <c>acme</c> unless they are there; without a password the one-time token is returned.</summary>
    public async Task<AddedMember> GivenMemberAsync(string email, Role role = Role.Operator, string? password = Password)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new SystemActor();
        var organizations = scope.ServiceProvider.GetRequiredService<OrganizationService>();
        var acme = await organizations.FindAsync("acme", default) ?? (await organizations.CreateAsync("acme", "Acme", platform: false, default)).Value;
        return (await scope.ServiceProvider.GetRequiredService<MemberService>().AddAsync(acme, email, role, password, default)) is { IsOk: true } added ? added.Value : new(0, null);
    }

    public async Task ChangeUserAsync(string email, Action<DashboardUser> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<DashboardUser>>();
        var user = (await users.FindByEmailAsync(email))!;
        change(user);
        await users.UpdateAsync(user);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production").UseSetting("Dashboard:DataDirectory", _data.FullName).UseSetting("Dashboard:Demo", "false");
        builder.ConfigureLogging(logging => logging.AddProvider(_log));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _log.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Text { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Text.Enqueue(formatter(state, exception));

        public void Dispose() { }
    }
}

/// <summary>Somebody with a browser: cookies, forms and redirects.</summary>
public sealed class Visitor(HttpClient http)
{
    private Uri _here = new("http://localhost");

    public HttpStatusCode Status { get; private set; }

    public string? RedirectedTo { get; private set; }

    public IHtmlDocument Page { get; private set; } = null!;

    public string Text => Page.QuerySelector("main")!.TextContent;

    public async Task<Visitor> OpenAsync(string url) => await ReadAsync(await http.GetAsync(url));

    /// <summary>Fills in the page's form by label and sends it.</summary>
    public async Task<Visitor> SendAsync(string button, params (string Label, string Value)[] fields)
    {
        var form = Page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.QuerySelectorAll("button").Any(b => b.TextContent.Trim() == button));
        var values = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden], input[hidden]").ToDictionary(i => i.Name!, i => i.Value);
        foreach (var (label, value) in fields)
            values[((IHtmlInputElement)Page.QuerySelectorAll<IHtmlLabelElement>("label").Single(l => l.TextContent.Trim() == label).Control!).Name!] = value;
        var to = new Uri(_here, form.GetAttribute("action") ?? _here.PathAndQuery);
        return await ReadAsync(await http.PostAsync(to, new FormUrlEncodedContent(values)));
    }

    public Task<Visitor> SignInAsync(string email, string password) => SendAsync("Sign in", ("Email", email), ("Password", password));

    private async Task<Visitor> ReadAsync(HttpResponseMessage answer)
    {
        (_here, Status) = (new Uri(_here, answer.RequestMessage!.RequestUri!.PathAndQuery), answer.StatusCode);
        RedirectedTo = answer.Headers.Location is { } to ? new Uri(_here, to).PathAndQuery : null;
        var context = BrowsingContext.New(AngleSharp.Configuration.Default);
        Page = (IHtmlDocument)await context.OpenAsync(r => r.Content(answer.Content.ReadAsStream()));
        return this;
    }
}
