using Bunit;
using ContactsDashboard.Components.Layout;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Configuration;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components;

/// <summary>Pages on the real services and a store of their own, as somebody with a role in the organisation <c>acme</c>.</summary>
public abstract class PageContext : BunitContext, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("contacts-dashboard-");

    protected PageContext()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Dashboard:DataDirectory", _data.FullName)]).Build();
        Services.AddLogging();
        Services.AddDashboardCore(configuration);
        Services.AddScoped<ToastService>();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    protected OrganizationView Acme { get; private set; } = null!;

    protected ToastService Toasts => Services.GetRequiredService<ToastService>();

    public async ValueTask InitializeAsync()
    {
        MigratedStore.PlaceIn(_data.FullName);
        await Startup.MigrateAsync(Services, default);
        Act(new SystemActor());
        var id = (await Services.GetRequiredService<OrganizationService>().CreateAsync("acme", "Acme", platform: false, default)).Value;
        Acme = new(id, "acme", "Acme", false, Role.Admin, "UTC", "US", OwnDomainsAnswered: false);
        await ActAsAsync(Role.Admin);
    }

    /// <summary>From now on somebody with this role is at work.</summary>
    protected async Task ActAsAsync(Role role)
    {
        Act(new SystemActor());
        var email = $"{role.ToString().ToLowerInvariant()}@acme.test";
        await Services.GetRequiredService<MemberService>().AddAsync(Acme.Id, email, role, "Correct-Horse-1", default);
        var user = await Services.GetRequiredService<UserManager<DashboardUser>>().FindByEmailAsync(email);
        Act(new UserActor(user!.Id, email));
        Acme = Acme with { Role = role };
    }

    /// <summary>Mail from these addresses to us was read.</summary>
    protected async Task GivenMailFromAsync(params string[] senders)
    {
        var folder = _data.CreateSubdirectory(Guid.NewGuid().ToString("N"));
        foreach (var sender in senders)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.eml"),
                $"From: {sender}\r\nTo: us@acme.test\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\nMessage-ID: <{Guid.NewGuid():N}@test>\r\nSubject: Hello\r\n\r\nHello\r\n");
        }
        (await Services.GetRequiredService<MailImportService>().ImportFilesAsync(Acme.Id, [folder.FullName], null, default)).Value.Accepted.Should().Be(senders.Length);
    }

    protected Task RunJobsAsync() => Services.GetRequiredService<JobRunner>().RunQueuedAsync(JobRunner.Interactive, default);

    /// <summary>Renders inside the frame's cascades.</summary>
    protected IRenderedComponent<T> Open<T>(Action<ComponentParameterCollectionBuilder<T>>? parameters = null) where T : IComponent => Render<T>(p =>
    {
        p.AddCascadingValue(Acme);
        p.AddCascadingValue(new Shell { UserName = "Somebody", Email = "somebody@acme.test", RoleName = Acme.Role.ToString(), OrganizationName = "Acme", OrganizationSlug = "acme" });
        parameters?.Invoke(p);
    });

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private void Act(Actor actor) => Services.GetRequiredService<CurrentActor>().Actor = actor;
}
