using ContactsDashboard.Configuration;
using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Services.Demo;

/// <summary>
/// The demo organisation: one person per role, a platform organisation beside it, and unless declined a year of contacts and what became of them.
/// Its mail is whatever is imported.
/// </summary>
internal static class DemoData
{
    public const string Password = "Demo-2026!";

    public const string AdminEmail = "admin@demo.example";

    public static readonly (string Email, Role Role)[] People =
    [
        (AdminEmail, Role.Admin), ("operator@demo.example", Role.Operator), ("support@demo.example", Role.Support),
        ("analyst@demo.example", Role.Analyst), ("auditor@demo.example", Role.Auditor),
    ];

    /// <summary>The organisations and who belongs to them; a second run changes nothing.</summary>
    public static Task FoundAsync(IServiceProvider services, CancellationToken cancellationToken) => RunAsync(services, Founding, cancellationToken);

    /// <summary>Its people's year, where it is wanted. It takes some seconds, and nobody need wait for them.</summary>
    public static Task TellAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        RunAsync(services, start => HasStory(start) && WithPeople(services) ? DemoStory.Steps(start) : [], cancellationToken);

    // Every step is on record at an instant of its own: the record says how far a run came that was broken off, and the next one goes on from there.
    private static async Task RunAsync(IServiceProvider services, Func<DateTimeOffset, IEnumerable<DemoStep>> steps, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var clock = new DemoClock { Now = WithPeople(services) ? new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) - DemoStory.Length : now };
        var founder = new DemoTeller(scope.ServiceProvider, clock, default, cancellationToken);
        var organizations = founder.As<OrganizationService>(DemoTeller.Product);
        var demo = await organizations.FindAsync("demo", cancellationToken)
            ?? DemoTeller.Need(await organizations.CreateAsync("demo", "Demo organisation", platform: false, cancellationToken));
        var (start, told) = await ToldAsync(scope.ServiceProvider, demo, cancellationToken);
        var teller = new DemoTeller(scope.ServiceProvider, clock, demo, cancellationToken);
        foreach (var step in steps(start).Where(s => s.At > told))
        {
            clock.Now = step.At;
            await step.TellAsync(teller);
        }
    }

    private static async Task<(DateTimeOffset Start, DateTimeOffset Told)> ToldAsync(IServiceProvider services, OrganizationId demo, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(cancellationToken);
        var start = await context.Organizations.Where(o => o.Id == demo.Value).Select(o => o.CreatedAt).SingleAsync(cancellationToken);
        // Whatever is on record later than the story's end is people's own doing.
        var end = HasStory(start) ? start + DemoStory.Length : DateTimeOffset.MaxValue;
        return (start, await context.Audit.Where(a => a.OrganizationId == demo.Value && a.At < end).MaxAsync(a => a.At, cancellationToken));
    }

    // Only an organisation that was made for the story begins at midnight.
    private static bool HasStory(DateTimeOffset start) => start.UtcDateTime.TimeOfDay == TimeSpan.Zero;

    private static bool WithPeople(IServiceProvider services) => services.GetRequiredService<IOptions<DashboardOptions>>().Value.DemoPeople;

    // The platform's part of a step is not on the demo's record: it comes first, and what is there already is left alone.
    private static IEnumerable<DemoStep> Founding(DateTimeOffset start) => People.Select((person, i) => new DemoStep(start.AddTicks(i + 1), async t =>
    {
        var (organizations, members) = (t.As<OrganizationService>(DemoTeller.Product), t.As<MemberService>(DemoTeller.Product));
        var platform = await organizations.FindAsync("platform", t.Stop) ?? DemoTeller.Need(await organizations.CreateAsync("platform", "Platform", platform: true, t.Stop));
        if (person.Role is Role.Admin or Role.Support)
            DemoTeller.NeedOrHave(await members.AddAsync(platform, person.Email, person.Role, Password, t.Stop));
        DemoTeller.NeedOrHave(await members.AddAsync(t.Demo, person.Email, person.Role, Password, t.Stop));
    }));
}
