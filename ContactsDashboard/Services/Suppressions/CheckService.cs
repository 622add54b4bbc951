using ContactsDashboard.Data;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Whether one recipient may be written to, and what says no.</summary>
/// <param name="Problem">Why the recipient could not be looked up; it is then refused.</param>
public sealed record CheckedRecipient(string Recipient, bool Allowed, IReadOnlyList<LedgerEntry> Entries, string? Problem);

/// <summary>The send gate's question: may these be written to? Anything unclear is a no.</summary>
public sealed class CheckService(IDbContextFactory<DashboardDbContext> contexts, AccessService access, TimeProvider time)
{
    public async Task<Result<IReadOnlyList<CheckedRecipient>>> CheckAsync(OrganizationId organization, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Check, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var parsed = recipients.Select(text => EmailAddress.TryParse(text, out var email) ? email : null).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await LedgerReader.MatchAsync(context, organization, [.. parsed.OfType<EmailAddress>()], time.GetUtcNow(), cancellationToken);
        return recipients.Select((text, i) => parsed[i] is not { } email
            ? new CheckedRecipient(text, false, [], "INVALID_EMAIL")
            : entries.TryGetValue(email.Value, out var covering) ? new CheckedRecipient(text, false, covering, null) : new CheckedRecipient(text, true, [], null)).ToList();
    }
}
