using ContactsDashboard.Data;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Mail;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Seeding;

/// <summary>What a seed wrote.</summary>
public sealed record SeedReport(int Contacts, int Domains, int Threads, int Messages, int EmailSuppressions, int DomainSuppressions, int PhoneSuppressions);

/// <summary>Fills an empty organisation with the benchmark's data set: the same for the same number and seed, all of it or nothing. For the terminal.</summary>
public sealed class SeedService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, CurrentActor current, TimeProvider time)
{
    private static readonly Problem NotEmpty = new("NOT_EMPTY", "This organisation has contacts, mail or suppressions already. Seed a new one: organization create SLUG --name NAME");

    public async Task<Result<SeedReport>> SeedAsync(OrganizationId organization, int contacts, int seed, CancellationToken cancellationToken)
    {
        if (current.Actor is not (TerminalActor or SystemActor))
            return current.Actor is null ? AccessService.Unauthorized : AccessService.Forbidden;
        if (contacts is < SeedShape.MinContacts or > SeedShape.MaxContacts || contacts % 100 != 0)
            return new Problem("VALIDATION_ERROR", $"The number of contacts must be from {SeedShape.MinContacts:N0} to {SeedShape.MaxContacts:N0}, in hundreds.");
        var allowed = await access.RequireAsync(organization, Permissions.ImportMail | Permissions.Block, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var shape = new SeedShape(contacts);
        var random = new Random(seed);
        var (addresses, conversations) = (new SeedAddresses(shape, random), new SeedConversations(shape, random));
        var written = await writer.WriteAsync<SeedReport>(organization, async context =>
        {
            if (await context.ScalarAsync(SeedSql.IsUsed, cancellationToken, ("@organization", organization.Value)) > 0)
                return NotEmpty;
            var rules = await DerivationRuleService.LoadAsync(context, organization, cancellationToken);
            await context.ExecuteAsync(SeedSql.LargeCache(contacts), cancellationToken);
            try
            {
                var people = new SeedWriter(context, allowed.Value);
                await people.WriteAsync(addresses, conversations, rules, seed, cancellationToken);
                await new SeedBase(context, people, allowed.Value, time.GetUtcNow()).WriteAsync(shape, addresses, people.FirstAddressId, seed, cancellationToken);
                await SuppressAsync(context, allowed.Value, people, shape, addresses, random, cancellationToken);
                await RecordAsync(context, allowed.Value, shape, cancellationToken);
            }
            finally
            {
                await context.ExecuteAsync(SqliteConnectionSetup.CacheOfWriter, CancellationToken.None);
            }
            return new SeedReport(contacts, shape.Domains, shape.Threads, shape.Messages, shape.EmailSuppressions, shape.DomainSuppressions, shape.PhoneSuppressions);
        }, cancellationToken);
        await using var afterwards = await contexts.CreateDbContextAsync(cancellationToken);
        await afterwards.ExecuteAsync(SeedSql.Checkpoint, cancellationToken);
        return written;
    }

    private async Task SuppressAsync(DashboardDbContext context, OrganizationScope scope, SeedWriter people, SeedShape shape, SeedAddresses addresses,
        Random random, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.AddedSuppression, now, cancellationToken);
        await new SeedLedger(context, people, scope, audit, now).WriteAsync(shape, addresses, random, cancellationToken);
        audit.Count = shape.EmailSuppressions + shape.DomainSuppressions + shape.PhoneSuppressions;
        await context.SaveChangesAsync(cancellationToken);
    }

    private Task<Result<bool>> RecordAsync(DashboardDbContext context, OrganizationScope scope, SeedShape shape, CancellationToken cancellationToken) =>
        MailImportService.RecordAsync(context, scope, new() { Accepted = shape.Messages }, time.GetUtcNow(), cancellationToken);
}
