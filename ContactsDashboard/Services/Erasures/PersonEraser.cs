using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ContactsDashboard.Services.Erasures;

/// <summary>Takes one person out of one organisation, in the caller's transactions: each step may be done again.</summary>
internal sealed class PersonEraser(OrganizationId organization, Person person, EraseCommand command)
{
    private const int Threads = 200, Rows = 2_000;

    private readonly Needles _own = new(person.Addresses.SelectMany(a => new[] { a.Value, a.Spelling ?? a.Value }), person.Names);

    private string Contacts => JsonSerializer.Serialize(person.Contacts);

    /// <summary>Writes down whom to recognise from now on.</summary>
    public static async Task RememberAsync(DashboardDbContext context, OrganizationId organization, Person person, AuditEntry audit, string by, CancellationToken cancellationToken)
    {
        foreach (var address in person.Addresses)
            await context.ExecuteAsync(EraseSql.AddErasure, cancellationToken, ("@organization", organization.Value), ("@channel", (int)address.Channel), ("@value", address.Value),
                ("@domain", address.Domain), ("@now", audit.At.UtcTicks), ("@by", by), ("@audit", audit.Id));
    }

    /// <summary>Leaves some conversations, or drops some events or activity; whether more is to do.</summary>
    public async Task<bool> LeaveAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        foreach (var id in await AddressIdsAsync(context, cancellationToken))
        {
            var threads = await context.QueryAsync(EraseSql.SomeThreads, row => row.GetInt64(0), cancellationToken, ("@address", id), ("@limit", Threads));
            if (threads.Count == 0)
                continue;
            var left = JsonSerializer.Serialize(threads);
            var messages = await context.QueryAsync(EraseSql.MessagesOfThreads, row => (Id: row.GetInt64(0), Subject: row.GetString(1)), cancellationToken, ("@address", id), ("@threads", left));
            await context.ExecuteAsync(EraseSql.ClearSubject, cancellationToken, ("@organization", organization.Value),
                ("@messages", JsonSerializer.Serialize(messages.Where(m => _own.IsIn(m.Subject)).Select(m => m.Id))));
            await context.ExecuteAsync(EraseSql.LeaveThreads, cancellationToken, ("@address", id), ("@threads", left), ("@messages", JsonSerializer.Serialize(messages.Select(m => m.Id))));
            await context.ExecuteAsync(EraseSql.Unmail, cancellationToken, ("@address", id), ("@messages", JsonSerializer.Serialize(messages.Select(m => m.Id))));
            return true;
        }
        foreach (var address in person.Addresses)
        {
            if (await context.ExecuteAsync(EventSql.Forget, cancellationToken, ("@organization", organization.Value), ("@value", address.Value), ("@limit", Rows)) == Rows
                || await context.ExecuteAsync(MailReportSql.Forget, cancellationToken, ("@organization", organization.Value), ("@value", address.Value), ("@limit", Rows)) == Rows)
                return true;
        }
        return await context.ExecuteAsync(EraseSql.SomeActivities, cancellationToken, ("@organization", organization.Value), ("@contacts", Contacts), ("@limit", Rows)) == Rows;
    }

    /// <summary>Deletes contacts and addresses, and leaves the ledger nothing but hashes.</summary>
    public async Task LetGoAsync(DashboardDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await context.ExecuteAsync(EraseSql.CountErased, cancellationToken, ("@organization", organization.Value), ("@contacts", Contacts));
        await context.ExecuteAsync(EraseSql.DeleteContacts, cancellationToken, ("@organization", organization.Value), ("@contacts", Contacts));
        foreach (var id in await AddressIdsAsync(context, cancellationToken))
            await context.ExecuteAsync(EraseSql.DeleteAddress, cancellationToken, ("@organization", organization.Value), ("@address", id));
        foreach (var address in person.Addresses)
            await HashAsync(context, address, now, cancellationToken);
    }

    /// <summary>What to look for in everybody's texts: a name somebody else bears too says nothing.</summary>
    public async Task<Needles> NeedlesAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        var keys = person.Names.Select(n => TextKey.Fold(n)).ToList();
        var others = await context.Contacts.Where(c => c.OrganizationId == organization.Value && keys.Contains(c.NameKey) && !person.Contacts.Contains(c.Id)).Select(c => c.NameKey).ToListAsync(cancellationToken);
        return new(person.Addresses.SelectMany(a => new[] { a.Value, a.Spelling ?? a.Value }), person.Names.Where(n => !others.Contains(TextKey.Fold(n))));
    }

    /// <summary>Whether a column names the person somewhere; a look that holds nobody up.</summary>
    public static async Task<bool> IsInAsync(DashboardDbContext context, OrganizationId organization, long job, PersonalColumn column, Needles needles, CancellationToken cancellationToken) =>
        needles.Variants.Count > 0 && await context.ScalarAsync(EraseSql.Find(column, needles.Variants.Count), cancellationToken, Parameters(organization, job, needles)) == 1;

    public static Task<int> ForgetAsync(DashboardDbContext context, OrganizationId organization, long job, PersonalColumn column, Needles needles, CancellationToken cancellationToken) =>
        context.ExecuteAsync(column.Rule == ColumnRule.Deleted ? EraseSql.Delete(column, needles.Variants.Count) : EraseSql.Replace(column, needles.Variants.Count), cancellationToken,
            [.. Parameters(organization, job, needles), ("@regex", needles.Pattern)]);

    private static (string, object?)[] Parameters(OrganizationId organization, long job, Needles needles) =>
        [("@organization", organization.Value), ("@job", job), .. needles.Patterns.Select((pattern, i) => ($"@like{i}", (object?)pattern))];

    private async Task HashAsync(DashboardDbContext context, PersonAddress address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (string, object?)[] whose = [("@organization", organization.Value), ("@channel", (int)address.Channel), ("@value", address.Value), ("@scope", (int)address.Scope),
            ("@domain", address.Domain.Length > 0 ? address.Domain : null), ("@audit", command.AuditId)];
        await context.ExecuteAsync(EraseSql.HashEntries, cancellationToken, [.. whose, ("@owner", organization.Value)]);
        if (await context.ScalarAsync(EraseSql.IsNobodyElses, cancellationToken, whose) == 1)
        {
            await context.ExecuteAsync(EraseSql.HashEntries, cancellationToken, [.. whose, ("@owner", SuppressionEntry.PlatformOrganization)]);
            await context.ExecuteAsync(EraseSql.DeleteProposal, cancellationToken, whose);
        }
        await context.ExecuteAsync(EraseSql.ClaimHashed, cancellationToken, whose);
        if (!command.AddEntry)
            return;
        using var ledger = new LedgerTable((SqliteConnection)context.Database.GetDbConnection(), new(organization.Value, SuppressionLevel.Own, SuppressionSource.Operator, command.By, command.AuditId, now));
        var standing = ledger.Standing(address.Scope, address.Value);
        if (standing.Exists(e => e.Reason == SuppressionReason.Manual && ledger.IsClaimed(e.Id)))
            return;
        var entry = ledger.Add(new(address.Scope, address.Value, SuppressionReason.Manual), standing);
        await context.Suppressions.Where(s => s.Id == entry).ExecuteUpdateAsync(s => s.SetProperty(x => x.Note, "erased"), cancellationToken);
    }

    private Task<List<long>> AddressIdsAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        var (emails, phones) = (person.Addresses.Where(a => a.Channel == Channel.Email).Select(a => a.Value).ToList(), person.Addresses.Where(a => a.Channel == Channel.Phone).Select(a => a.Value).ToList());
        return context.Addresses.Where(a => a.OrganizationId == organization.Value
            && ((a.Channel == Channel.Email && emails.Contains(a.Value)) || (a.Channel == Channel.Phone && phones.Contains(a.Value)))).Select(a => a.Id).ToListAsync(cancellationToken);
    }
}
