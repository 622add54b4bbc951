using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.SignUps;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Demo;

/// <summary>
/// Whoever acts in the demo's story, with the product's own services and at the story's time. Names and instants find again what earlier steps made,
/// so that a story that was broken off can be told on.
/// </summary>
internal sealed class DemoTeller(IServiceProvider services, DemoClock clock, OrganizationId demo, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, Actor> _actors = [];
    private Dictionary<DateTimeOffset, long> _contacts = [];

    public OrganizationId Demo => demo;

    public CancellationToken Stop => cancellationToken;

    public static Actor Product { get; } = new SystemActor();

    /// <summary>A service as this actor uses it, now in the story.</summary>
    public T As<T>(Actor actor) where T : class
    {
        services.GetRequiredService<CurrentActor>().Actor = actor;
        return ActivatorUtilities.CreateInstance<T>(services, clock);
    }

    /// <summary>Somebody who belongs to the organisation, by the part of their address before the @.</summary>
    public async Task<Actor> StaffAsync(string name)
    {
        if (_actors.Count == 0)
        {
            foreach (var member in Need(await As<MemberService>(Product).ListAsync(demo, cancellationToken)))
                _actors[member.Email[..member.Email.IndexOf('@')]] = new UserActor(member.UserId, member.Email);
        }
        return _actors[name];
    }

    /// <summary>A program with a key of this name.</summary>
    public async Task<Actor> KeyAsync(string name)
    {
        if (_actors.TryGetValue("key " + name, out var known))
            return known;
        var key = Need(await As<ApiKeyService>(Product).ListAsync(demo, cancellationToken)).Single(k => k.Name == name);
        return _actors["key " + name] = new ApiKeyActor(key.Id, demo, name, ApiScopes.PermissionsOf(key.Scopes));
    }

    public async Task<SignUpFormRow> FormAsync(string name) =>
        Need(await As<SignUpFormService>(Product).ListAsync(demo, cancellationToken)).Single(f => f.Name == name);

    public async Task<long> ListAsync(string name) =>
        Need(await As<SegmentService>(Product).ListAsync(demo, SegmentKind.List, cancellationToken)).Single(s => s.Name == name).Id;

    public async Task<IReadOnlyList<CategoryRow>> CategoriesAsync() => Need(await As<CategoryService>(Product).ListAsync(demo, cancellationToken));

    /// <summary>The contact that was made at this instant; no two were made at the same.</summary>
    public async Task<long> ContactAsync(DateTimeOffset madeAt)
    {
        if (!_contacts.ContainsKey(madeAt))
        {
            await using var context = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(cancellationToken);
            _contacts = (await context.Contacts.Where(c => c.OrganizationId == demo.Value && c.CreatedAt <= clock.Now).Select(c => new { c.CreatedAt, c.Id })
                .ToListAsync(cancellationToken)).DistinctBy(c => c.CreatedAt).ToDictionary(c => c.CreatedAt, c => c.Id);
        }
        return _contacts[madeAt];
    }

    /// <summary>The day that ended just now is written down, unless it is already: the story may have been told before.</summary>
    public async Task EndDayAsync()
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(cancellationToken);
        var (day, zone) = (DateOnly.FromDateTime(clock.Now.UtcDateTime).DayNumber - 1, await context.Organizations.Where(o => o.Id == demo.Value).Select(o => o.TimeZone).SingleAsync(cancellationToken));
        if (!await context.ReachDays.AnyAsync(d => d.OrganizationId == demo.Value && d.Day == day && d.Active != null, cancellationToken))
            await As<DayBook>(Product).KeepAsync(demo, TimeZoneInfo.FindSystemTimeZoneById(zone), cancellationToken);
    }

    public static T Need<T>(Result<T> result) =>
        result.IsOk ? result.Value : throw new InvalidOperationException($"The demo organisation could not be made: {result.Problem!.Message}");

    /// <summary>What is there already is as good as made.</summary>
    public static void NeedOrHave<T>(Result<T> result)
    {
        if (result.Problem?.Code is not ("ALREADY_EXISTS" or "ALREADY_SUPPRESSED"))
            Need(result);
    }
}
