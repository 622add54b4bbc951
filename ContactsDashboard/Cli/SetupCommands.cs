using System.CommandLine;
using ContactsDashboard.Configuration;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Services.Organizations;

namespace ContactsDashboard.Cli;

/// <summary>Set-up without the browser.</summary>
internal static class SetupCommands
{
    public static Command Organization()
    {
        var slug = new Argument<string>("slug");
        var name = new Option<string>("--name") { Required = true };
        var platform = new Option<bool>("--platform") { Description = "The organisation whose Support keeps the platform blacklist; one per installation." };
        var create = new Command("create", "Makes an organisation.") { slug, name, platform };
        create.SetAction((result, cancellationToken) => Terminal.RunAsync(async services =>
        {
            var created = await services.GetRequiredService<OrganizationService>()
                .CreateAsync(result.GetRequiredValue(slug), result.GetRequiredValue(name), result.GetValue(platform), cancellationToken);
            if (!created.IsOk)
                return await Terminal.FailAsync(created.Problem!);
            await Console.Out.WriteLineAsync(created.Value.ToString());
            return Terminal.Done;
        }));
        return new Command("organization", "Organisations.") { create };
    }

    public static Command User()
    {
        var email = new Argument<string>("email");
        var organization = Terminal.OrganizationOption();
        var role = new Option<Role>("--role") { Description = "Admin, Support, Operator, Analyst or Auditor.", Required = true };
        var password = new Option<bool>("--password-stdin") { Description = "Read the password from standard input; otherwise a one-time link is printed." };
        var create = new Command("create", "Adds somebody to an organisation.") { email, organization, role, password };
        create.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), async (services, id) =>
        {
            var typed = result.GetValue(password) ? await Console.In.ReadLineAsync(cancellationToken) : null;
            var added = await services.GetRequiredService<MemberService>().AddAsync(id, result.GetRequiredValue(email), result.GetValue(role), typed, cancellationToken);
            if (!added.IsOk)
                return await Terminal.FailAsync(added.Problem!);
            await Console.Out.WriteLineAsync(added.Value.PasswordToken is { } token ? Link(added.Value.UserId, token) : "added");
            return Terminal.Done;
        }));
        return new Command("user", "People.") { create };
    }

    public static Command ApiKey()
    {
        var organization = Terminal.OrganizationOption();
        var name = new Option<string>("--name") { Required = true };
        var scopes = new Option<string[]>("--scopes") { Description = $"Any of: {string.Join(' ', ApiScopes.All.Keys)}. All by default.", AllowMultipleArgumentsPerToken = true };
        var limit = new Option<int>("--rate-limit") { Description = "Requests a minute.", DefaultValueFactory = _ => 100 };
        var expires = new Option<DateTimeOffset?>("--expires") { Description = "When it stops working, such as 2027-01-01T00:00:00Z; never by default." };
        var create = new Command("create", "Makes a key and prints it, this once.") { organization, name, scopes, limit, expires };
        create.SetAction((result, cancellationToken) => Terminal.RunAsync(result.GetRequiredValue(organization), async (services, id) =>
        {
            var wanted = (result.GetValue(scopes) ?? []).SelectMany(s => s.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
            var key = await services.GetRequiredService<ApiKeyService>()
                .CreateAsync(id, result.GetRequiredValue(name), wanted, result.GetValue(limit), result.GetValue(expires)?.ToUniversalTime(), cancellationToken);
            if (!key.IsOk)
                return await Terminal.FailAsync(key.Problem!);
            await Console.Out.WriteLineAsync(key.Value.Text);
            return Terminal.Done;
        }));
        return new Command("api-key", "Credentials for programs.") { create };
    }

    private static string Link(long userId, string token)
    {
        var address = (Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? Startup.DefaultUrl).Split(';')[0].TrimEnd('/');
        return $"{address}/account/set-password?user={userId}&token={Uri.EscapeDataString(token)}";
    }
}
