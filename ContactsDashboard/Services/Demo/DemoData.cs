using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Organizations;

namespace ContactsDashboard.Services.Demo;

/// <summary>The demo organisation: one person per role, and a platform organisation beside it. Its mail is whatever is imported.</summary>
internal static class DemoData
{
    public const string Password = "Demo-2026!";

    public const string AdminEmail = "admin@demo.example";

    public static readonly (string Email, Role Role)[] People =
    [
        (AdminEmail, Role.Admin), ("operator@demo.example", Role.Operator), ("support@demo.example", Role.Support),
        ("analyst@demo.example", Role.Analyst), ("auditor@demo.example", Role.Auditor),
    ];

    /// <summary>Adds what is missing; a second run changes nothing.</summary>
    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new SystemActor();
        var organizations = scope.ServiceProvider.GetRequiredService<OrganizationService>();
        var members = scope.ServiceProvider.GetRequiredService<MemberService>();
        if (await organizations.FindAsync("demo", cancellationToken) is not null)
            return;
        var demo = Require(await organizations.CreateAsync("demo", "Demo organisation", platform: false, cancellationToken));
        var platform = Require(await organizations.CreateAsync("platform", "Platform", platform: true, cancellationToken));
        foreach (var (email, role) in People)
            Require(await members.AddAsync(demo, email, role, Password, cancellationToken));
        foreach (var (email, role) in People.Where(p => p.Role is Role.Admin or Role.Support))
            Require(await members.AddAsync(platform, email, role, Password, cancellationToken));
    }

    private static T Require<T>(Result<T> result) =>
        result.IsOk ? result.Value : throw new InvalidOperationException($"The demo organisation could not be made: {result.Problem!.Message}");
}
