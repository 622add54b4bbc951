using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using Bunit;
using ContactsDashboard.Components.Pages.Contacts;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Contacts;

/// <summary>The contacts page over real services and a store of its own.</summary>
public abstract class ContactsPageFixture : BunitContext, IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("contacts-page-").FullName;

    protected ContactsPageFixture()
    {
        var settings = new Dictionary<string, string?> { ["Dashboard:DataDirectory"] = directory };
        Services.AddDashboardCore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        Services.AddScoped<ToastService>();
        this.AddBunitPersistentComponentState();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    protected OrganizationView Organization { get; private set; } = default!;

    protected static CancellationToken Ending => Xunit.TestContext.Current.CancellationToken;

    protected ToastService Toasts => Service<ToastService>();

    protected NavigationManager Navigation => Service<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        MigratedStore.PlaceIn(directory);
        await Startup.MigrateAsync(Services, default);
        Service<CurrentActor>().Actor = new SystemActor();
        var created = await Service<OrganizationService>().CreateAsync("acme", "Acme", platform: false, default);
        foreach (var role in Enum.GetValues<Role>())
            (await Service<MemberService>().AddAsync(created.Value, $"{role}@acme.example", role, null, default)).IsOk.Should().BeTrue();
        await ActAsAsync(Role.Operator);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    protected async Task ActAsAsync(Role role)
    {
        Service<CurrentActor>().Actor = new SystemActor();
        var id = (await Service<OrganizationService>().FindAsync("acme", default))!.Value;
        var member = (await Service<MemberService>().ListAsync(id, default)).Value.Single(m => m.Role == role);
        Service<CurrentActor>().Actor = new UserActor(member.UserId, member.Email);
        Organization = (await Service<OrganizationService>().OpenAsync("acme", default))!;
    }

    /// <summary>Mail from each address, the first the most recent, one day apart.</summary>
    protected Task GivenMailFromAsync(params string[] addresses) => GivenMailAsync(addresses.Select((a, day) => (a, day, $"Hello from {a}")));

    protected async Task GivenMailAsync(IEnumerable<(string From, int DaysAgo, string Subject)> messages)
    {
        var mbox = new StringBuilder();
        foreach (var (from, days, subject) in messages)
        {
            var at = DateTimeOffset.UtcNow.AddDays(-days).AddMinutes(-5);
            mbox.Append(CultureInfo.InvariantCulture, $"From - {at:ddd MMM d HH:mm:ss yyyy}\nFrom: Somebody <{from}>\nSubject: {subject}\n")
                .Append(CultureInfo.InvariantCulture, $"Date: {at:ddd, dd MMM yyyy HH:mm:ss} +0000\nMessage-ID: <{Guid.NewGuid():N}@test>\n\nHello.\n\n");
        }
        var file = Path.Combine(directory, $"{Guid.NewGuid():N}.mbox");
        await File.WriteAllTextAsync(file, mbox.ToString());
        var actor = Service<CurrentActor>().Actor;
        Service<CurrentActor>().Actor = new TerminalActor("test");
        var report = await Service<MailImportService>().ImportFilesAsync(Organization.Id, [file], null, default);
        report.Value.Rejected.Should().Be(0);
        Service<CurrentActor>().Actor = actor;
    }

    protected async Task GivenBlockedAsync(string email) =>
        (await Service<BlockService>().BlockEmailAsync(Organization.Id, Email(email), null, default)).IsOk.Should().BeTrue();

    protected async Task GivenBlockedDomainAsync(string domain) =>
        (await Service<BlockService>().BlockDomainAsync(Organization.Id, domain, [], null, default)).IsOk.Should().BeTrue();

    protected async Task<bool> IsBlockedAsync(string email) =>
        (await Service<ReleaseService>().PreviewAsync(Organization.Id, Email(email), default)).Value.Entries.Count > 0;

    protected static EmailAddress Email(string text) => EmailAddress.TryParse(text, out var email) ? email : throw new ArgumentException(text);

    protected IRenderedComponent<ContactListPage> Open(string query = "")
    {
        Navigation.NavigateTo($"/dashboard/contacts?org=acme{query}");
        return Render<ContactListPage>(p => p.AddCascadingValue(Organization));
    }
}

/// <summary>Finds what a person would: a row by its address, a menu item by its words.</summary>
internal static class ContactsReading
{
    public static string[] Emails(this IRenderedComponent<ContactListPage> page) => [.. page.FindAll("tr[data-row] .address").Select(e => e.TextContent)];

    public static IElement Row(this IRenderedComponent<ContactListPage> page, string email) =>
        page.FindAll("tr[data-row]").Single(r => r.QuerySelector(".address")!.TextContent == email);

    public static string Status(this IRenderedComponent<ContactListPage> page, string email) => page.Row(email).QuerySelector(".badge")!.TextContent;

    public static async Task<string[]> OpenMenuAsync(this IRenderedComponent<ContactListPage> page, string email)
    {
        await page.Button($"Actions for {email}").ClickAsync(new());
        return [.. page.FindAll("[role=menuitem]").Select(i => i.QuerySelector("span")!.TextContent.Trim())];
    }

    public static async Task ChooseAsync(this IRenderedComponent<ContactListPage> page, string email, string item)
    {
        await page.OpenMenuAsync(email);
        await page.FindAll("[role=menuitem]").Single(i => i.QuerySelector("span")!.TextContent.Trim() == item).ClickAsync(new());
        await page.Find("ui-menu").TriggerEventAsync("onclose", EventArgs.Empty); // the script's part
    }

    public static IElement Dialog(this IRenderedComponent<ContactListPage> page, string name)
    {
        var dialog = page.Find("dialog");
        page.Find($"#{dialog.GetAttribute("aria-labelledby")}").TextContent.Should().Be(name);
        return dialog;
    }

    public static IElement Tab(this IRenderedComponent<ContactListPage> page, string name) =>
        page.FindAll("[role=tablist][aria-label=Status] [role=tab]").Single(t => t.ChildNodes[0].TextContent.Trim() == name);
}
