using System.Net;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Profiles;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.Lists;

/// <summary>Stores what a program says of a list's contact, in the caller's transaction.</summary>
internal sealed class ListContactWriter(DashboardDbContext context, OrganizationScope scope, Segment list, DateTimeOffset now)
{
    private const int MaxText = 200;

    // A program's clock may be ahead of ours.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private readonly IReadOnlyList<ListField> _fields = ListFields.Read(list.CustomFields);

    /// <summary>Puts somebody into the list: whoever has the address, else a new contact; the id.</summary>
    public async Task<Result<long>> AddAsync(ListContactEdit edit, EmailAddress email, CancellationToken cancellationToken)
    {
        var members = await context.QueryAsync(ListSql.MembersOf, row => (Id: row.GetInt64(0), IsDeleted: row.GetBoolean(1)), cancellationToken,
            ("@list", list.Id), ("@organization", scope.Id.Value), ("@email", email.Value));
        if (members.FindIndex(m => !m.IsDeleted) is >= 0 and var there)
            return ListProblems.ContactExists(members[there].Id, email.Value);
        var values = ListFields.Merge(_fields, ListFields.ReadValues(null), edit.Values, isNew: true);
        if ((values.Problem ?? Check(edit)) is { } problem)
            return problem;
        var contact = await ContactAsync(edit, email, cancellationToken);
        if (!contact.IsOk)
            return contact.Problem!;
        // Who is deleted gives the place to who comes anew: restored, there would be two of one address.
        await context.SegmentMembers.Where(m => m.SegmentId == list.Id && members.Select(d => d.Id).Contains(m.ContactId)).ExecuteDeleteAsync(cancellationToken);
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.AddedToSegments, now, cancellationToken, details: new { segment = list.Id, name = list.Name }, contactId: contact.Value);
        context.SegmentMembers.Add(new() { SegmentId = list.Id, ContactId = contact.Value, AuditId = audit.Id });
        var facts = new ListMembership { SegmentId = list.Id, ContactId = contact.Value, OrganizationId = scope.Id.Value, SubscribedAt = now, UpdatedAt = now, Source = "api" };
        Apply(facts, edit, ListFields.ValuesToJson(values.Value));
        context.ListMemberships.Add(facts);
        await context.SaveChangesAsync(cancellationToken);
        await ConsentAsync(contact.Value, facts, cancellationToken);
        return contact.Value;
    }

    /// <summary>Changes what was named of a contact of the list.</summary>
    public async Task<Result<long>> ChangeAsync(ListContactEdit edit, ListContactRow current, CancellationToken cancellationToken)
    {
        var values = ListFields.Merge(_fields, current.Values, edit.Values, isNew: false);
        if ((values.Problem ?? Check(edit)) is { } problem)
            return problem;
        var contact = await context.Contacts.SingleAsync(c => c.Id == current.Id, cancellationToken);
        var edited = await EditAsync(contact, edit, cancellationToken);
        if (edited is not null)
            return edited;
        var facts = await context.ListMemberships.SingleOrDefaultAsync(m => m.SegmentId == list.Id && m.ContactId == current.Id, cancellationToken);
        if (facts is null)
            context.ListMemberships.Add(facts = new() { SegmentId = list.Id, ContactId = current.Id, OrganizationId = scope.Id.Value, SubscribedAt = current.SubscribedAt });
        Apply(facts, edit, ListFields.ValuesToJson(values.Value));
        if (context.Entry(facts).State == EntityState.Unchanged)
            return current.Id;
        facts.UpdatedAt = now;
        await AuditLog.WriteAsync(context, scope, AuditVerb.ChangedListContact, now, cancellationToken, details: new { list = list.Id, name = list.Name }, contactId: current.Id);
        await ConsentAsync(current.Id, facts, cancellationToken);
        return current.Id;
    }

    // The oldest who has the address and is not deleted: the same person the dashboard shows for it.
    private async Task<Result<long>> ContactAsync(ListContactEdit edit, EmailAddress email, CancellationToken cancellationToken)
    {
        var known = await context.Contacts.Where(c => c.OrganizationId == scope.Id.Value && c.DeletedAt == null && context.Addresses.Any(a => a.Id == c.EmailAddressId
            && a.Channel == Channel.Email && a.Value == email.Value)).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).FirstOrDefaultAsync(cancellationToken);
        if (known is not null)
            return await EditAsync(known, edit, cancellationToken) is { } refused ? refused : known.Id;
        var read = await ReadAsync(new() { Email = edit.Email }, edit, cancellationToken);
        if (!read.IsOk)
            return read.Problem!;
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.CreatedContact, now, cancellationToken, details: new { list = list.Id, name = list.Name });
        return (await ProfileWriter.AddAsync(context, scope, read.Value, CreationMethod.Api, audit, cancellationToken)).Id;
    }

    private async Task<Problem?> EditAsync(Contact contact, ListContactEdit edit, CancellationToken cancellationToken)
    {
        var before = await ProfileWriter.EnteredAsync(context, contact, cancellationToken);
        var read = await ReadAsync(before, edit, cancellationToken);
        if (!read.IsOk)
            return read.Problem;
        if (ProfileValues.Differing(before, read.Value.Entered).Count == 0)
            return null;
        var audit = await AuditLog.WriteAsync(context, scope, AuditVerb.EditedContact, ProfileWriter.NextEdit(contact, now), cancellationToken, contactId: contact.Id);
        await ProfileWriter.ChangeAsync(context, scope, contact, before, read.Value, audit, cancellationToken);
        return null;
    }

    private async Task<Result<ReadProfile>> ReadAsync(ProfileEdit before, ListContactEdit edit, CancellationToken cancellationToken)
    {
        var wanted = before with
        {
            FirstName = edit.Has("firstName") ? edit.FirstName : before.FirstName, LastName = edit.Has("lastName") ? edit.LastName : before.LastName,
            Phone = edit.Has("phoneNumber") ? edit.Phone : before.Phone,
        };
        var read = ReadProfile.Read(wanted, scope.PhoneCountry, await ProfileContext.LoadAsync(context, scope.Id, cancellationToken));
        if (!read.IsOk)
            return InWordsOfLists(read.Problem!);
        return await ProfileWriter.ErasedAsync(context, scope.Id, read.Value, cancellationToken) is { } erased ? InWordsOfLists(erased) : read.Value;
    }

    private static Problem InWordsOfLists(Problem problem) => problem.Field != "phone" ? problem
        : problem.Code == ContactIntake.Erased.Code ? ListProblems.Invalid("phoneNumber", "This number's owner was erased at their request. Leave it out.") : problem with { Field = "phoneNumber" };

    private Problem? Check(ListContactEdit edit)
    {
        foreach (var (name, text) in new[] { ("source", edit.Source), ("consentSource", edit.Consent.Source) })
        {
            if (text is not null && (text.Length > MaxText || text.Any(char.IsControl)))
                return ListProblems.Invalid(name, $"{name} has at most {MaxText} characters, on one line.");
        }
        if (edit.Consent.IpAddress is { } ip && !IPAddress.TryParse(ip, out _))
            return ListProblems.Invalid("consentIpAddress", "This is not an IP address.", ip);
        return edit.Consent.At > now + Ahead ? ListProblems.Invalid("consentTimestamp", "Consent cannot be given in the future.") : null;
    }

    private static void Apply(ListMembership facts, ListContactEdit edit, string? values)
    {
        facts.CustomValues = values;
        if (edit.Has("source"))
            facts.Source = string.IsNullOrWhiteSpace(edit.Source) ? "api" : edit.Source.Trim();
        if (edit.Has("consentType"))
            facts.ConsentType = edit.Consent.Type;
        if (edit.Has("consentSource"))
            facts.ConsentSource = string.IsNullOrWhiteSpace(edit.Consent.Source) ? null : edit.Consent.Source.Trim();
        if (edit.Has("consentTimestamp"))
            facts.ConsentAt = edit.Consent.At;
        if (edit.Has("consentIpAddress"))
            facts.ConsentIp = edit.Consent.IpAddress is { } ip ? IPAddress.Parse(ip).ToString() : null;
    }

    // Only the owner's own word is consent; other grounds are the list's alone.
    private async Task ConsentAsync(long contactId, ListMembership facts, CancellationToken cancellationToken)
    {
        var contact = await context.Contacts.SingleAsync(c => c.Id == contactId, cancellationToken);
        if (facts.ConsentType == ConsentType.Explicit && contact.ConsentAt is null)
            (contact.ConsentAt, contact.ConsentBy) = (facts.ConsentAt ?? now, scope.Actor.Label);
        await context.SaveChangesAsync(cancellationToken);
    }
}
