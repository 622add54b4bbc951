using ContactsDashboard.Domain;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Configuration;

/// <summary>What the host decides; bound from the section <c>Dashboard</c> (<c>Dashboard__DataDirectory</c> in the environment).</summary>
public sealed class DashboardOptions
{
    public const string Section = "Dashboard";

    /// <summary>Everything the product stores. Relative paths start at the current directory.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// The folder of the keys under which erased addresses are hashed; outside the data directory. <c>App_Keys</c> beside <c>App_Data</c>, else the data
    /// directory's name with <c>-keys</c>.
    /// </summary>
    public string? HashKeys { get; set; }

    /// <summary>Seed the demo organisation; refused unless in Development and on loopback.</summary>
    public bool Demo { get; set; }

    /// <summary>Give the demo organisation invented contacts with a year behind them, when it is made.</summary>
    public bool DemoPeople { get; set; } = true;

    /// <summary>Folders below which Maildirs may be watched; none by default.</summary>
    public string[] MailRoots { get; set; } = [];

    /// <summary>The largest single upload in bytes.</summary>
    public long MaxUploadBytes { get; set; } = 4L << 30;

    /// <summary>How much all waiting uploads may take together, in bytes.</summary>
    public long UploadQuotaBytes { get; set; } = 16L << 30;

    /// <summary>How much all exported files may take together, in bytes.</summary>
    public long ExportQuotaBytes { get; set; } = 16L << 30;

    /// <summary>Loopback ports on which Postfix asks the send gate, by the organisation's slug; none by default.</summary>
    public Dictionary<string, int> PolicyListeners { get; set; } = [];

    /// <summary>The address by which people reach the dashboard: what links in mail begin with. Where it listens, when left out.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Lets webhooks go to this machine, over http too: for trying them out. Whoever adds a webhook can then reach whatever listens here.</summary>
    public bool LoopbackWebhooks { get; set; }

    /// <summary>The server that delivers the outbox; without one, mail stays there.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>How Amazon SNS is believed.</summary>
    public SnsOptions Sns { get; set; } = new();
}

/// <summary>Where the certificates come from that Amazon SNS signs with.</summary>
public sealed class SnsOptions
{
    /// <summary>Fetch those that are missing from Amazon over HTTPS; else only those in the data directory's <c>sns-certificates/HOST/</c> are used.</summary>
    public bool FetchCertificates { get; set; } = true;

    /// <summary>A PEM file of certificates one of which they must go back to; without one, what came from Amazon over HTTPS is Amazon's.</summary>
    public string? TrustRoot { get; set; }
}

/// <summary>How a connection to the mail server is secured.</summary>
public enum SmtpTls { StartTls, Implicit, None }

/// <summary>A mail server to hand mail to.</summary>
public sealed class SmtpOptions
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The address mail comes from, on the envelope and in its header.</summary>
    public string? From { get; set; }

    public SmtpTls Tls { get; set; } = SmtpTls.StartTls;

    public IEnumerable<string> Failures(string? publicUrl)
    {
        const string section = $"{DashboardOptions.Section}:Smtp";
        if (From is not null && !EmailAddress.TryParse(From, out _))
            yield return $"{section}:From is not an email address.";
        if (Host is not { Length: > 0 })
            yield break;
        if (From is null)
            yield return $"{section}:From must be set: mail needs a sender.";
        if (publicUrl is null)
            yield return $"{DashboardOptions.Section}:PublicUrl must be set where mail is sent: its links begin with it.";
        if (Port is < 1 or > 65535)
            yield return $"{section}:Port: {Port} is not a port (1 to 65535).";
        if (User is { Length: > 0 } && Tls == SmtpTls.None)
            yield return $"{section}:Tls: a password is not sent without TLS.";
    }
}

/// <summary>Refuses to start on settings that cannot work, saying all of what is wrong.</summary>
internal sealed class DashboardOptionsValidator : IValidateOptions<DashboardOptions>
{
    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        var failures = new List<string>();
        if (options.MaxUploadBytes <= 0)
            failures.Add("Dashboard:MaxUploadBytes must be positive.");
        if (options.UploadQuotaBytes < options.MaxUploadBytes)
            failures.Add("Dashboard:UploadQuotaBytes must be at least Dashboard:MaxUploadBytes.");
        failures.AddRange(options.MailRoots.Where(root => !Path.IsPathFullyQualified(root))
            .Select(root => $"Dashboard:MailRoots: '{root}' must be an absolute path."));
        failures.AddRange(options.PolicyListeners.Where(l => l.Value is < 1 or > 65535)
            .Select(l => $"Dashboard:PolicyListeners:{l.Key}: {l.Value} is not a port (1 to 65535)."));
        failures.AddRange(options.PolicyListeners.GroupBy(l => l.Value).Where(g => g.Count() > 1)
            .Select(g => $"Dashboard:PolicyListeners: {string.Join(" and ", g.Select(l => l.Key))} cannot share port {g.Key}."));
        if (options.Sns.TrustRoot is { } root && !File.Exists(root))
            failures.Add($"Dashboard:Sns:TrustRoot: there is no file {root}.");
        failures.AddRange(options.Smtp.Failures(options.PublicUrl));
        if (options.PublicUrl is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/"))
            failures.Add("Dashboard:PublicUrl must be an http or https address without a path, for example https://contacts.example.com.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
