using ContactsDashboard.Domain;
using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.Access;

/// <summary>Who is at work: a person in the dashboard, a program with a key, somebody at the terminal, or the product itself.</summary>
/// <param name="Label">How the audit names them.</param>
public abstract record Actor(string Label, AuditPath Path);

/// <summary>A signed-in person.</summary>
public sealed record UserActor(long UserId, string Email) : Actor(Email, AuditPath.Dashboard);

/// <summary>A program with an API key; its rights are the key's scopes in the key's organisation.</summary>
public sealed record ApiKeyActor(long KeyId, OrganizationId Organization, string Name, Permissions Permissions)
    : Actor($"API key {Name}", AuditPath.Api)
{
    public int RequestsPerMinute { get; init; } = 100;
}

/// <summary>Whoever may run the program on the server's files; the operating system has already decided that they may.</summary>
public sealed record TerminalActor(string Account) : Actor($"{Account} (terminal)", AuditPath.Terminal);

/// <summary>A job somebody other than a person started: a key or the terminal, with the rights they had.</summary>
public sealed record JobActor(OrganizationId Organization, string Name, AuditPath StartedBy, Permissions Permissions) : Actor(Name, StartedBy);

/// <summary>The product itself: expiry, recounts.</summary>
public sealed record SystemActor() : Actor("Contacts Dashboard", AuditPath.System);

/// <summary>The mail server on this machine, at the port of one organisation: it may ask the send gate there, and nothing else.</summary>
public sealed record PolicyActor(OrganizationId Organization) : Actor("Postfix", AuditPath.Api);

/// <summary>Somebody on a web site, by one of the organisation's sign-up forms: nobody knows who, so little is theirs to do.</summary>
public sealed record FormActor(OrganizationId Organization, string Form) : Actor($"form {Form}", AuditPath.Form);

/// <summary>A provider of one of the organisation's event sources: it may tell what became of messages, and nothing else.</summary>
public sealed record WebhookActor(OrganizationId Organization, EventProvider Provider, string Name) : Actor($"{Provider.Name()} {Name}", AuditPath.Api);

/// <summary>The actor of this request, circuit, command or job. Set once at its door.</summary>
public sealed class CurrentActor
{
    public Actor? Actor { get; set; }
}
