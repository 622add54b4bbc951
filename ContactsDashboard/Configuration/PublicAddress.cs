using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Configuration;

/// <summary>
/// What links to this installation begin with: as configured, else where it listens. Never what a request says its host is: whoever writes the
/// request would choose where links in mail lead.
/// </summary>
public sealed class PublicAddress(IOptions<DashboardOptions> options, IServiceProvider services)
{
    public string Of(string path) => Root.TrimEnd('/') + path;

    private string Root => options.Value.PublicUrl
        ?? services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.Select(Reachable).FirstOrDefault() ?? Startup.DefaultUrl;

    // A server that listens on all addresses says so with names that lead nowhere.
    private static string Reachable(string url) => BindingAddress.Parse(url) is { Host: "*" or "+" or "0.0.0.0" or "[::]" } any
        ? $"{any.Scheme}://localhost:{any.Port}" : url;
}
