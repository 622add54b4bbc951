using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Merging;

/// <summary>
/// Makes one contact of several that share an address. Nothing of the ledger and no address changes by it: who may not be written to before may not be
/// written to after. Undo is <see cref="UndoService"/>'s.
/// </summary>
public sealed class MergeService(IDbContextFactory<DashboardDbContext> contexts, StoreWriter writer, AccessService access, TimeProvider time)
{
    public const Permissions Needed = Permissions.EditContacts | Permissions.DeleteContacts;

    // One transaction: those who write meanwhile wait for it.
    private const int MaxMoved = 20_000;

    private static readonly Problem WrongNumber = new("VALIDATION_ERROR", $"Choose 2 to {MergeChoice.MaxContacts} contacts.") { Field = "contacts" };

    private static readonly Problem NothingShared = new("NOT_DUPLICATES", "These contacts share neither an email address nor a phone number.");

    private static readonly Problem TooMuch = new("MERGE_TOO_LARGE", $"These contacts have more than {MaxMoved:N0} orders and messages to move. Keep the one that has most of them.");

    /// <summary>The contacts side by side; <c>CONTACT_NOT_FOUND</c>, <c>CONTACT_DELETED</c>, <c>NOT_DUPLICATES</c>.</summary>
    public async Task<Result<MergePreview>> PreviewAsync(OrganizationId organization, IReadOnlyCollection<long> contactIds, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Needed, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var found = await FindAsync(context, organization, [.. contactIds.Distinct()], cancellationToken);
        return found.IsOk ? await ReadAsync(context, allowed.Value, found.Value, cancellationToken) : found.Problem!;
    }

    /// <summary>
    /// The others move to Deleted, what was chosen of theirs, their orders, devices, activity and lists to the one that stays. <c>CHANGED_SINCE</c> when
    /// somebody edited one of them after it was shown; nothing is done then.
    /// </summary>
    public async Task<Result<MergeReceipt>> MergeAsync(OrganizationId organization, MergeChoice choice, CancellationToken cancellationToken)
    {
        var allowed = await access.RequireAsync(organization, Needed, cancellationToken);
        if (!allowed.IsOk)
            return allowed.Problem!;
        if (!choice.Shown.ContainsKey(choice.SurvivorId))
            return WrongNumber;
        return await writer.WriteAsync<MergeReceipt>(organization, async context =>
        {
            var found = await FindAsync(context, organization, [.. choice.Shown.Keys], cancellationToken);
            if (!found.IsOk)
                return found.Problem!;
            var known = await ProfileContext.LoadAsync(context, organization, cancellationToken);
            if (found.Value.Find(c => !ProfileService.IsSame(c.UpdatedAt, choice.Shown[c.Id])) is { } changed)
                return await ProfileReader.ChangedSinceAsync(context, changed, choice.Shown[changed.Id], known, cancellationToken);
            var preview = await ReadAsync(context, allowed.Value, found.Value, cancellationToken);
            if (preview.Contacts.Where(c => c.Id != choice.SurvivorId).Sum(c => c.Orders + c.Activities + c.Tokens) > MaxMoved)
                return TooMuch;
            var read = ReadProfile.Read(ProfileValues.Known(MergePlan.Entered(preview.Contacts, choice), known), allowed.Value.PhoneCountry, known);
            return read.IsOk ? await MergeAsync(context, allowed.Value, found.Value, choice, preview, read.Value, cancellationToken) : read.Problem!;
        }, cancellationToken);
    }

    private async Task<Result<MergeReceipt>> MergeAsync(DashboardDbContext context, OrganizationScope scope, List<Contact> all, MergeChoice choice, MergePreview preview,
        ReadProfile read, CancellationToken cancellationToken)
    {
        var survivor = all.Single(c => c.Id == choice.SurvivorId);
        var others = all.Where(c => c != survivor).ToList();
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.MergedContacts, ProfileWriter.NextEdit(survivor, time.GetUtcNow()), cancellationToken,
            details: new { merged = others.Select(c => PublicId.Format(PublicId.Contact, c.Id)) }, contactId: survivor.Id);
        audit.Count = others.Count;
        foreach (var other in others)
            ProfileWriter.Delete(context, other, new(audit.At, audit.Actor, $"merged into contact {PublicId.Format(PublicId.Contact, survivor.Id)}"), audit);
        await context.SaveChangesAsync(cancellationToken);
        var before = preview.Contacts.Single(c => c.Id == survivor.Id).Entered;
        await ProfileWriter.ChangeAsync(context, scope, survivor, before, read, audit, cancellationToken);
        (string, object?)[] parameters =
        [
            ("@organization", scope.Id.Value), ("@survivor", survivor.Id), ("@merged", JsonSerializer.Serialize(others.Select(c => c.Id))), ("@audit", audit.Id),
        ];
        await context.ExecuteAsync(MergeSql.JoinLists, cancellationToken, parameters);
        await context.ExecuteAsync(MergeSql.InheritFacts, cancellationToken, parameters);
        foreach (var kind in Enum.GetValues<MergedKind>())
        {
            await context.ExecuteAsync(MergeSql.Note(kind), cancellationToken, parameters);
            await context.ExecuteAsync(MergeSql.Move(kind), cancellationToken, parameters);
        }
        await ActivityService.RateAsync(context, scope.Id, [survivor.Id], cancellationToken);
        return new MergeReceipt(new(audit.Id, others.Count), preview.Dropped(choice));
    }

    private static async Task<Result<List<Contact>>> FindAsync(DashboardDbContext context, OrganizationId organization, long[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length is < 2 or > MergeChoice.MaxContacts)
            return WrongNumber;
        var found = await context.Contacts.Where(c => c.OrganizationId == organization.Value && ids.Contains(c.Id)).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .ToListAsync(cancellationToken);
        var isShared = found.Count > 0 && ((found[0].EmailAddressId is { } email && found.TrueForAll(c => c.EmailAddressId == email))
            || (found[0].PhoneAddressId is { } phone && found.TrueForAll(c => c.PhoneAddressId == phone)));
        return found.Count < ids.Length ? ProfileProblems.NotFound
            : found.Exists(c => c.DeletedAt is not null) ? ProfileProblems.Deleted with { Message = "One of these contacts was deleted meanwhile. Look at them, then decide again." }
            : isShared ? found : NothingShared;
    }

    private async Task<MergePreview> ReadAsync(DashboardDbContext context, OrganizationScope scope, List<Contact> found, CancellationToken cancellationToken)
    {
        var planEnd = await ContactFinder.PlanEndAsync(context, scope.Id, cancellationToken);
        var rows = (await BaseRows.ReadAsync(context, scope, planEnd, found.ConvertAll(c => c.Id), time.GetUtcNow(), cancellationToken)).ToDictionary(r => r.Id);
        var counts = (await context.QueryAsync(MergeSql.Counts, row => (Id: row.GetInt64(0), Orders: row.GetInt64(1), Activities: row.GetInt64(2), Tokens: row.GetInt64(3)),
            cancellationToken, ("@organization", scope.Id.Value), ("@contacts", JsonSerializer.Serialize(found.Select(c => c.Id))))).ToDictionary(c => c.Id);
        var candidates = new List<MergeCandidate>();
        foreach (var contact in found)
        {
            var (_, orders, activities, tokens) = counts[contact.Id];
            candidates.Add(new(rows[contact.Id], await ProfileWriter.EnteredAsync(context, contact, cancellationToken), orders, activities, tokens));
        }
        return new(candidates, MergePlan.Differing(candidates, await ProfileContext.LoadAsync(context, scope.Id, cancellationToken)));
    }
}
