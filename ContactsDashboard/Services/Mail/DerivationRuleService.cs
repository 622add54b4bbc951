using System.Globalization;
using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Mail;

/// <summary>A rule as settings show it.</summary>
public sealed record RuleRow(long Id, DerivationRuleKind Kind, string Pattern, long Hides, DateTimeOffset CreatedAt)
{
    /// <summary>As people wrote it: an own domain without its glob.</summary>
    public string Text => Kind == DerivationRuleKind.OwnDomain ? Pattern[2..] : Pattern;
}

/// <summary>What a rule would hide, before it does.</summary>
public sealed record RulePreview(string Pattern, long Hides, IReadOnlyList<string> Examples);

/// <summary>Says which addresses mail makes no contacts of. Rules hide rows and bring them back; ledger and gate never hear of them.</summary>
public sealed class DerivationRuleService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public async Task<Result<IReadOnlyList<RuleRow>>> ListAsync(OrganizationId organization, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueryAsync(RuleSql.List, row => new RuleRow(row.GetInt64(0), (DerivationRuleKind)row.GetInt32(1), row.GetString(2), row.GetInt64(4), row.Instant(3)),
            cancellationToken, ("@organization", organization.Value));
    }

    public async Task<Result<RulePreview>> PreviewAsync(OrganizationId organization, DerivationRuleKind kind, string? text, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSettings, cancellationToken);
        var pattern = DerivationRules.Normalize(kind, text);
        if ((allowed.Problem ?? pattern.Problem) is { } problem)
            return problem;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var count = await context.ScalarAsync(RuleSql.CountListed, cancellationToken, ("@organization", organization.Value), ("@pattern", pattern.Value));
        var examples = await context.QueryAsync(RuleSql.Examples, row => row.GetString(0), cancellationToken,
            ("@organization", organization.Value), ("@pattern", pattern.Value));
        return new RulePreview(pattern.Value, count, examples);
    }

    /// <summary>Adds a rule and queues the hiding; <c>ALREADY_EXISTS</c> when it is there.</summary>
    public Task<Result<long>> AddAsync(OrganizationId organization, DerivationRuleKind kind, string? text, CancellationToken cancellationToken) =>
        ChangeAsync(organization, async (context, scope, now) =>
        {
            var pattern = DerivationRules.Normalize(kind, text);
            if (!pattern.IsOk)
                return pattern.Problem!;
            if (await context.DerivationRules.AnyAsync(r => r.OrganizationId == organization.Value && r.Pattern == pattern.Value, cancellationToken))
                return new Problem("ALREADY_EXISTS", "This rule is there already.") { Field = "pattern", Value = text };
            var rule = new DerivationRule { OrganizationId = organization.Value, Kind = kind, Pattern = pattern.Value, CreatedAt = now };
            context.DerivationRules.Add(rule);
            await AuditLog.WriteAsync(context, scope, AuditVerb.AddedRule, now, cancellationToken, details: new { pattern = pattern.Value });
            return rule.Id;
        }, cancellationToken);

    /// <summary>Removes a rule; what only it hid comes back.</summary>
    public Task<Result<long>> RemoveAsync(OrganizationId organization, long ruleId, CancellationToken cancellationToken) =>
        ChangeAsync(organization, async (context, scope, now) =>
        {
            var rule = await context.DerivationRules.SingleOrDefaultAsync(r => r.OrganizationId == organization.Value && r.Id == ruleId, cancellationToken);
            if (rule is null)
                return new Problem("RULE_NOT_FOUND", "This rule is no longer there.");
            context.DerivationRules.Remove(rule);
            await AuditLog.WriteAsync(context, scope, AuditVerb.RemovedRule, now, cancellationToken, details: new { pattern = rule.Pattern });
            return rule.Id;
        }, cancellationToken);

    /// <summary>Answers the first question of a new organisation: its own domains, or none.</summary>
    public Task<Result<long>> AnswerOwnDomainsAsync(OrganizationId organization, IReadOnlyCollection<string> domains, CancellationToken cancellationToken) =>
        ChangeAsync(organization, async (context, scope, now) =>
        {
            foreach (var text in domains)
            {
                var pattern = DerivationRules.Normalize(DerivationRuleKind.OwnDomain, text);
                if (!pattern.IsOk)
                    return pattern.Problem!;
                if (!await context.DerivationRules.AnyAsync(r => r.OrganizationId == organization.Value && r.Pattern == pattern.Value, cancellationToken))
                    context.DerivationRules.Add(new() { OrganizationId = organization.Value, Kind = DerivationRuleKind.OwnDomain, Pattern = pattern.Value, CreatedAt = now });
                await AuditLog.WriteAsync(context, scope, AuditVerb.AddedRule, now, cancellationToken, details: new { pattern = pattern.Value });
            }
            await context.Organizations.Where(o => o.Id == organization.Value)
                .ExecuteUpdateAsync(o => o.SetProperty(x => x.OwnDomainsAnsweredAt, now), cancellationToken);
            return domains.Count;
        }, cancellationToken);

    internal static async Task<DerivationRules> LoadAsync(DashboardDbContext context, OrganizationId organization, CancellationToken cancellationToken)
    {
        var rules = await context.DerivationRules.Where(r => r.OrganizationId == organization.Value).Select(r => new { r.Kind, r.Pattern }).ToListAsync(cancellationToken);
        return new(rules.Select(r => r.Pattern), rules.Where(r => r.Kind == DerivationRuleKind.OwnDomain).Select(r => r.Pattern));
    }

    private async Task<Result<long>> ChangeAsync(OrganizationId organization,
        Func<DashboardDbContext, OrganizationScope, DateTimeOffset, Task<Result<long>>> change, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ManageSettings, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<long>(organization, async context =>
        {
            var now = time.GetUtcNow();
            var result = await change(context, allowed.Value, now);
            if (result.IsOk)
                context.Jobs.Add(JobFactory.Create(allowed.Value, JobKind.ApplyRules, new { }, now));
            await context.SaveChangesAsync(cancellationToken);
            return result;
        }, cancellationToken);
    }
}
