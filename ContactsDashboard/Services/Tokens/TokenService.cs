using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Tokens;

/// <summary>A device a contact can be reached at.</summary>
public sealed record TokenRow(long Id, TokenKind Kind, string Value, DateTimeOffset CreatedAt);

/// <summary>The token as it is stored, and whether this made it.</summary>
public sealed record AddedToken(TokenRow Token, bool IsNew);

/// <summary>The devices contacts can be reached at, as apps and sites register them.</summary>
public sealed class TokenService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const int MaxLength = 4096;

    private const int MaxTokens = 100;

    private static readonly Problem NotFound = new("TOKEN_NOT_FOUND", "This contact has no such token.");

    public async Task<Result<IReadOnlyList<TokenRow>>> ListAsync(OrganizationId organization, long contactId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ContactTokens.AsNoTracking().Where(t => t.OrganizationId == organization.Value && t.ContactId == contactId).OrderBy(t => t.Id)
            .Select(t => new TokenRow(t.Id, t.Kind, t.Value, t.CreatedAt)).ToListAsync(cancellationToken);
    }

    /// <summary>Registers a token; one that is there already is answered as it is. <c>CONTACT_NOT_FOUND</c> for who is deleted, too.</summary>
    public async Task<Result<AddedToken>> AddAsync(OrganizationId organization, long contactId, TokenKind kind, string value, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.EditContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var text = value.Trim();
        if (text.Length is 0 or > MaxLength || text.Any(char.IsControl))
            return new Problem("VALIDATION_ERROR", $"value has 1 to {MaxLength:N0} characters.") { Field = "value" };
        return await writer.WriteAsync<AddedToken>(organization, async context =>
        {
            if (!await context.Contacts.AnyAsync(c => c.OrganizationId == organization.Value && c.Id == contactId && c.DeletedAt == null, cancellationToken))
                return ContactIntake.NotFound;
            var tokens = await context.ContactTokens.Where(t => t.ContactId == contactId).ToListAsync(cancellationToken);
            if (tokens.Find(t => t.Kind == kind && t.Value == text) is { } known)
                return new AddedToken(Row(known), false);
            if (tokens.Count >= MaxTokens)
                return new Problem("VALIDATION_ERROR", $"A contact has at most {MaxTokens} tokens. Remove those no longer in use.") { Field = "value" };
            var now = time.GetUtcNow();
            var token = new ContactToken { OrganizationId = organization.Value, ContactId = contactId, Kind = kind, Value = text, CreatedAt = now };
            context.ContactTokens.Add(token);
            await RecordAsync(context, allowed.Value, AuditVerb.AddedToken, contactId, kind, now, cancellationToken);
            return new AddedToken(Row(token), true);
        }, cancellationToken);
    }

    public async Task<Result> RemoveAsync(OrganizationId organization, long contactId, long tokenId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.EditContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var removed = await writer.WriteAsync<bool>(organization, async context =>
        {
            var token = await context.ContactTokens.SingleOrDefaultAsync(t => t.OrganizationId == organization.Value && t.ContactId == contactId && t.Id == tokenId, cancellationToken);
            if (token is null)
                return NotFound;
            context.ContactTokens.Remove(token);
            await RecordAsync(context, allowed.Value, AuditVerb.RemovedToken, contactId, token.Kind, time.GetUtcNow(), cancellationToken);
            return true;
        }, cancellationToken);
        return removed.ToResult();
    }

    private static TokenRow Row(ContactToken token) => new(token.Id, token.Kind, token.Value, token.CreatedAt);

    private static async Task RecordAsync(DashboardDbContext context, OrganizationScope scope, AuditVerb verb, long contactId, TokenKind kind, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var audit = await AuditLog.WriteAsync(context, scope, verb, now, cancellationToken, details: new { kind = kind.ToString() });
        audit.ContactId = contactId;
        await context.SaveChangesAsync(cancellationToken);
    }
}
