using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Suppressions;

/// <summary>Stops mail to an address or a domain.</summary>
public sealed class BlockService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    /// <summary>Blocks one address as <c>manual</c>; takes effect with the answer. <c>ALREADY_SUPPRESSED</c> when an entry for it lasts as long.</summary>
    public async Task<Result<ChangeReceipt>> BlockEmailAsync(OrganizationId organization, EmailAddress email, string? note, CancellationToken cancellationToken) =>
        await AddAsync(organization, SuppressionScope.Email, email.Value, AuditVerb.BlockedEmail, note, [], cancellationToken);

    /// <summary>Blocks a domain, or with <c>*.</c> all its sub-domains, as <c>manual</c>; <paramref name="exceptions"/> stay reachable.</summary>
    public async Task<Result<ChangeReceipt>> BlockDomainAsync(OrganizationId organization, string domain, IReadOnlyCollection<EmailAddress> exceptions,
        string? note, CancellationToken cancellationToken)
    {
        var value = SuppressionValue.Parse(SuppressionScope.Domain, domain, "");
        if (!value.IsOk)
            return value.Problem!;
        if (exceptions.FirstOrDefault(e => !Suppression.CoversDomain(value.Value, e.Domain.Value)) is { } stray)
            return new Problem("VALIDATION_ERROR", $"An exception must be an address at {value.Value}.") { Field = "exceptions", Value = stray.Value };
        return await AddAsync(organization, SuppressionScope.Domain, value.Value, AuditVerb.BlockedDomain, note, exceptions, cancellationToken);
    }

    /// <summary>Whether blocking this address would change anything, and what covers it already.</summary>
    public async Task<Result<EmailBlockPreview>> PreviewEmailAsync(OrganizationId organization, EmailAddress email, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var covering = (await LedgerReader.MatchAsync(context, organization, [email], time.GetUtcNow(), cancellationToken)).GetValueOrDefault(email.Value) ?? [];
        var forGood = covering.Exists(e => e is { Level: SuppressionLevel.Own, Scope: SuppressionScope.Email, ExpiresAt: null });
        return new EmailBlockPreview(email, !forGood, covering);
    }

    /// <summary>What blocking this domain would stop, for the question before it.</summary>
    public async Task<Result<DomainBlockPreview>> PreviewDomainAsync(OrganizationId organization, string domain, CancellationToken cancellationToken)
    {
        var scope = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!scope.IsOk)
            return scope.Problem!;
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var statement = domain.StartsWith("*.", StringComparison.Ordinal) ? WildcardSql.DomainImpact : LedgerSql.DomainImpact;
        var impact = (await context.QueryAsync(statement, row => (Addresses: row.GetInt64(0), NotYet: Number(row, 1), Recent: Number(row, 2)),
            cancellationToken, ("@organization", organization.Value), ("@domain", domain), ("@since", now.AddDays(-30).UtcTicks)))[0];
        var blocked = await context.Suppressions.AnyAsync(s => s.OrganizationId == organization.Value && s.Scope == SuppressionScope.Domain
            && s.Value == domain && s.EndedAt == null && s.ExpiresAt == null, cancellationToken);
        return new DomainBlockPreview(domain, impact.Addresses, impact.NotYet, impact.Recent, FreeMailDomains.Contains(domain), blocked);
    }

    private async Task<Result<ChangeReceipt>> AddAsync(OrganizationId organization, SuppressionScope entryScope, string value, AuditVerb verb, string? note,
        IReadOnlyCollection<EmailAddress> exceptions, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var added = new LedgerAddition(entryScope, value, SuppressionReason.Manual) { Note = note, Exceptions = [.. exceptions.Select(e => e.Value).Distinct()] };
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var audit = await Ledger.AddOneAsync(context, allowed.Value, SuppressionLevel.Own, added, verb, time.GetUtcNow(), cancellationToken);
            return audit.IsOk ? new ChangeReceipt(audit.Value.Id, 1) { SuppressionId = audit.Value.SuppressionId } : audit.Problem!;
        }, cancellationToken);
    }

    private static long Number(Row row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);
}
