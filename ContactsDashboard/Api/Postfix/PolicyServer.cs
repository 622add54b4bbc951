using System.Net;
using ContactsDashboard.Configuration;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Api.Postfix;

/// <summary>The send gate for Postfix: an access-policy server (SMTPD_POLICY_README), one port per organisation, none by default.</summary>
internal sealed class PolicyServer(IServiceScopeFactory scopes, IOptions<DashboardOptions> options, TimeProvider time,
    ILogger<PolicyServer> log, PolicyLimits? limits = null) : BackgroundService
{
    private readonly PolicyLimits _limits = limits ?? new();
    private readonly List<PolicyListener> _listeners = [];

    /// <summary>Where questions are taken, by organisation.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EndPoint>> EndPoints => _listeners.ToDictionary(l => l.Organization, l => l.EndPoints);

    /// <summary>Takes every port, before the server is ready; a <see cref="StartupException"/> says which cannot be had.</summary>
    public void Open()
    {
        foreach (var (slug, port) in options.Value.PolicyListeners)
        {
            // Slugs are lower case; names in the environment often are not.
            var organization = slug.ToLowerInvariant();
            var desk = new PolicyDesk(organization, scopes, _limits, time, log);
            var listener = new PolicyListener(organization, port, desk, _limits, time, log);
            _listeners.Add(listener);
            listener.Open();
            log.LogInformation("Postfix may ask for {Organization} at {EndPoints}.", organization, string.Join(' ', listener.EndPoints));
        }
    }

    public override void Dispose()
    {
        _listeners.ForEach(listener => listener.Dispose());
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(_listeners.Select(listener => listener.RunAsync(stoppingToken)));
        _listeners.ForEach(listener => listener.Dispose());
    }
}
