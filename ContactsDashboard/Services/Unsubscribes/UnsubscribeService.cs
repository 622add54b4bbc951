using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Unsubscribes;

/// <summary>One-click unsubscribing (RFC 8058) and the recipient's own preferences, for whoever holds the link of a mail.</summary>
public sealed class UnsubscribeService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, SignUpService signUps, UnsubscribeTokens tokens,
    TimeProvider time)
{
    public const int MaxRecipients = 10_000;

    private static readonly Problem NoLink = new("LINK_NOT_FOUND", "This link is not one of ours. Copy it from the mail as a whole.");

    private static readonly Problem NoCategory = new("VALIDATION_ERROR", "There is no such subscription category.") { Field = "category" };

    /// <summary>A link for each recipient of a mailing, in the order given. They never expire, and bind organisation, address and category.</summary>
    public async Task<Result<IReadOnlyList<RecipientLink>>> LinksAsync(OrganizationId organization, IReadOnlyList<string> recipients, long? category, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Check, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (category is not null && !await Categories(context, organization).AnyAsync(s => s.Id == category, cancellationToken))
            return NoCategory;
        return recipients.Select(r => EmailAddress.TryParse(r, out var email) ? new RecipientLink(r, tokens.Make(organization, email, category), null)
            : new(r, null, new("INVALID_EMAIL", "This is not an e-mail address."))).ToList();
    }

    /// <summary>What the link's page shows; <c>LINK_NOT_FOUND</c> for what nobody here made.</summary>
    public async Task<Result<RecipientPreferences>> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (tokens.Read(token) is not { } link)
            return NoLink;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var (id, email) = (link.Organization.Value, link.Email.Value);
        if (await context.Organizations.Where(o => o.Id == id).Select(o => o.Name).SingleOrDefaultAsync(cancellationToken) is not { } name)
            return NoLink;
        var covering = await LedgerReader.MatchAsync(context, link.Organization, [link.Email], time.GetUtcNow(), cancellationToken);
        var isUnconfirmed = await context.Addresses.AnyAsync(a => a.OrganizationId == id && a.Channel == Channel.Email && a.Value == email && a.Confirmation == Confirmation.Asked, cancellationToken);
        var contacts = Contacts(context, link);
        var categories = await Categories(context, link.Organization).OrderBy(s => s.Name).Select(s => new PreferenceCategory(s.Id, s.Name,
            context.SegmentMembers.Any(m => m.SegmentId == s.Id && contacts.Contains(m.ContactId)))).ToListAsync(cancellationToken);
        return new RecipientPreferences(link.Organization, name, Hidden(link.Email), covering.Count == 0 && !isUnconfirmed, categories.Find(c => c.Id == link.Category)?.Name, categories);
    }

    /// <summary>
    /// Enters the recipient's own unsubscription, which everything obeys and only the recipient, Support or an Admin takes back. Again it changes nothing.
    /// </summary>
    public async Task<Result> UnsubscribeAsync(OrganizationId organization, string token, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(organization, token, cancellationToken);
        if (!opened.IsOk)
            return opened.Problem!;
        var (scope, link) = opened.Value;
        var written = await writer.WriteAsync<bool>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.Unsubscribed, now, cancellationToken, await AddressIdAsync(context, link, cancellationToken),
                new { category = link.Category });
            using (var ledger = Ledger.Open(context, scope, SuppressionLevel.Own, SuppressionSource.Form, audit, now))
            {
                var standing = ledger.Standing(SuppressionScope.Email, link.Email.Value);
                if (standing.Exists(e => e is { Reason: SuppressionReason.Unsubscribed, Source: SuppressionSource.Form, ExpiresAt: null }))
                    return Done;
                audit.SuppressionId = ledger.Add(new(SuppressionScope.Email, link.Email.Value, SuppressionReason.Unsubscribed), standing);
            }
            await context.SaveChangesAsync(cancellationToken);
            await Ledger.RestateAsync(context, scope, SuppressionLevel.Own, SuppressionScope.Email, [link.Email.Value], now, cancellationToken);
            return true;
        }, cancellationToken);
        return written.Problem == Done ? Result.Ok : written.ToResult();
    }

    /// <summary>
    /// Keeps the categories that are ticked and leaves the others; those newly ticked, or everything where mail is stopped, wait for the confirmation
    /// that is mailed to the address. Whether one was asked for: the same for every address, also where none is sent.
    /// </summary>
    /// <param name="linkOf">Makes the link of the confirmation out of its secret.</param>
    public async Task<Result<bool>> ChooseAsync(OrganizationId organization, string token, IReadOnlyCollection<long> ticked, Func<string, string> linkOf,
        CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(organization, token, cancellationToken);
        var found = opened.IsOk ? await FindAsync(token, cancellationToken) : opened.Problem!;
        if (!found.IsOk)
            return found.Problem!;
        var (scope, link) = opened.Value;
        var left = found.Value.Categories.Where(c => c.IsSubscribed && !ticked.Contains(c.Id)).Select(c => c.Id).ToList();
        if (left.Count > 0)
            await LeaveAsync(scope, link, left, cancellationToken);
        var wanted = found.Value.Categories.Where(c => ticked.Contains(c.Id) && (!c.IsSubscribed || !found.Value.IsWrittenTo)).Select(c => (c.Id, c.Name)).ToList();
        if (wanted.Count == 0 && found.Value.IsWrittenTo)
            return false;
        var asked = await signUps.AskAgainAsync(scope, link.Email, wanted, linkOf, cancellationToken);
        return asked.IsOk ? true : asked.Problem!;
    }

    private async Task LeaveAsync(OrganizationScope scope, UnsubscribeLink link, List<long> categories, CancellationToken cancellationToken) =>
        await writer.WriteAsync<bool>(scope.Id, async context =>
        {
            var contacts = await Contacts(context, link).ToListAsync(cancellationToken);
            await AuditLog.WriteAsync(context, scope, AuditVerb.ChangedPreferences, time.GetUtcNow(), cancellationToken, await AddressIdAsync(context, link, cancellationToken),
                new { left = categories });
            await context.SegmentMembers.Where(m => categories.Contains(m.SegmentId) && contacts.Contains(m.ContactId)).ExecuteDeleteAsync(cancellationToken);
            return true;
        }, cancellationToken);

    private async Task<Result<(OrganizationScope Scope, UnsubscribeLink Link)>> OpenAsync(OrganizationId organization, string token, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.SignUp, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return tokens.Read(token) is { } link && link.Organization == organization ? (allowed.Value, link) : NoLink;
    }

    // An outcome that writes nothing.
    private static readonly Problem Done = new("ALREADY_DONE", "This address is unsubscribed already.");

    private static IQueryable<Segment> Categories(DashboardDbContext context, OrganizationId organization) =>
        context.Segments.Where(s => s.OrganizationId == organization.Value && s.Kind == SegmentKind.Category);

    private static IQueryable<long> Contacts(DashboardDbContext context, UnsubscribeLink link)
    {
        var (organization, email) = (link.Organization.Value, link.Email.Value);
        return context.Contacts.Where(c => c.OrganizationId == organization
            && context.Addresses.Any(a => a.Id == c.EmailAddressId && a.Channel == Channel.Email && a.Value == email)).Select(c => c.Id);
    }

    private static Task<long?> AddressIdAsync(DashboardDbContext context, UnsubscribeLink link, CancellationToken cancellationToken)
    {
        var (organization, email) = (link.Organization.Value, link.Email.Value);
        return context.Addresses.Where(a => a.OrganizationId == organization && a.Channel == Channel.Email && a.Value == email).Select(a => (long?)a.Id).SingleOrDefaultAsync(cancellationToken);
    }

    // ann@example.com: a•••@example.com
    private static string Hidden(EmailAddress email) => $"{email.Value[0]}•••@{email.Domain.Value}";
}
