using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Suppressions;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Lists;

/// <summary>The contacts of a list as programs keep them. Who has no e-mail address, or is deleted, is not there for them.</summary>
public sealed class ListContactService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, SearchIndexes indexes, TimeProvider time)
{
    /// <summary>From so many members on a search asks memory first, where that holds the organisation.</summary>
    internal int LargeFrom { get; set; } = 20_000;

    public async Task<Result<ListContactsPage>> ListAsync(OrganizationId organization, long listId, ListContactsQuery query, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        return await ListService.FindAsync(context, organization, listId, cancellationToken) is { } list
            ? await context.BreakOffAsync(() => Reader(context, list).PageAsync(query, cancellationToken), cancellationToken) : ListProblems.NotFound;
    }

    public async Task<Result<ListContactRow>> GetAsync(OrganizationId organization, long listId, long contactId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.ViewContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FindAsync(context, organization, listId, contactId, cancellationToken);
        return found.IsOk ? found.Value.Contact : found.Problem!;
    }

    /// <summary>
    /// Puts somebody into the list; <c>CONTACT_ALREADY_EXISTS</c> when the address is in it. Whoever has the address already becomes its contact, with what
    /// was said of them; what the ledger says of it holds from the first second.
    /// </summary>
    public async Task<Result<ListContactRow>> AddAsync(OrganizationId organization, long listId, ListContactEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.EditContacts | Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ListContactRow>(organization, async context =>
        {
            if (await ListService.FindAsync(context, organization, listId, cancellationToken) is not { } list)
                return ListProblems.NotFound;
            if (!EmailAddress.TryParse(edit.Email, out var email))
                return ListProblems.Invalid("email", "email must be an e-mail address.", edit.Email);
            var added = await new ListContactWriter(context, allowed.Value, list, time.GetUtcNow()).AddAsync(edit, email, cancellationToken);
            return added.IsOk ? (await Reader(context, list).FindAsync(added.Value, cancellationToken))! : added.Problem!;
        }, cancellationToken);
    }

    /// <summary>Changes what was named. The address stays: another one is another contact.</summary>
    public async Task<Result<ListContactRow>> ChangeAsync(OrganizationId organization, long listId, long contactId, ListContactEdit edit, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.EditContacts, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ListContactRow>(organization, async context =>
        {
            var found = await FindAsync(context, organization, listId, contactId, cancellationToken);
            if (!found.IsOk)
                return found.Problem!;
            var (list, contact) = found.Value;
            if (edit.Has("email") && !(EmailAddress.TryParse(edit.Email, out var email) && email.Value == contact.Email))
                return ListProblems.Invalid("email", "The e-mail address of a contact cannot change. Add the new one as another contact.", edit.Email);
            var changed = await new ListContactWriter(context, allowed.Value, list, time.GetUtcNow()).ChangeAsync(edit, contact, cancellationToken);
            return changed.IsOk ? (await Reader(context, list).FindAsync(contactId, cancellationToken))! : changed.Problem!;
        }, cancellationToken);
    }

    /// <summary>Takes somebody out of the list for good; see <see cref="ListRemoval"/> for who goes altogether. The ledger stays.</summary>
    public async Task<Result> RemoveAsync(OrganizationId organization, long listId, long contactId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.DeleteContacts | Permissions.ManageSegments, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        var removed = await writer.WriteAsync<bool>(organization, async context =>
        {
            var found = await FindAsync(context, organization, listId, contactId, cancellationToken);
            if (!found.IsOk)
                return found.Problem!;
            var gone = await ListRemoval.RemoveAsync(context, organization, listId, [contactId], cancellationToken);
            await AuditLog.WriteAsync(context, allowed.Value, AuditVerb.RemovedFromList, time.GetUtcNow(), cancellationToken,
                details: new { id = listId, name = found.Value.List.Name, erased = gone.Count > 0 }, contactId: gone.Count > 0 ? null : contactId);
            return true;
        }, cancellationToken);
        return removed.ToResult();
    }

    /// <summary>Whether there is such a contact to suppress, for whoever asks before the rest is read.</summary>
    public async Task<Result> FindToSuppressAsync(OrganizationId organization, long listId, long contactId, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await FindAsync(context, organization, listId, contactId, cancellationToken)).ToResult();
    }

    /// <summary>
    /// Enters the contact's address into the organisation's ledger, for every list; <c>ALREADY_SUPPRESSED</c> when an own entry of the address lasts for ever.
    /// </summary>
    public async Task<Result<ChangeReceipt>> SuppressAsync(OrganizationId organization, long listId, long contactId, SuppressionReason reason, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Permissions.Block, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        return await writer.WriteAsync<ChangeReceipt>(organization, async context =>
        {
            var found = await FindAsync(context, organization, listId, contactId, cancellationToken);
            if (!found.IsOk)
                return found.Problem!;
            var audit = await Ledger.AddOneAsync(context, allowed.Value, SuppressionLevel.Own, new(SuppressionScope.Email, found.Value.Contact.Email, reason),
                AuditVerb.AddedSuppression, time.GetUtcNow(), cancellationToken);
            return audit.IsOk ? new ChangeReceipt(audit.Value.Id, 1) { SuppressionId = audit.Value.SuppressionId } : audit.Problem!;
        }, cancellationToken);
    }

    private ListContactReader Reader(DashboardDbContext context, Segment list) => new(context, list, indexes, LargeFrom, time.GetUtcNow());

    private async Task<Result<(Segment List, ListContactRow Contact)>> FindAsync(DashboardDbContext context, OrganizationId organization, long listId, long contactId,
        CancellationToken cancellationToken)
    {
        if (await ListService.FindAsync(context, organization, listId, cancellationToken) is not { } list)
            return ListProblems.NotFound;
        return await Reader(context, list).FindAsync(contactId, cancellationToken) is { } contact ? (list, contact) : ListProblems.NoContact;
    }
}
