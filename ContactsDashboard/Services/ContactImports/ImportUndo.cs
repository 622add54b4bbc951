using System.Text.Json;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Profiles;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// Takes an import back: contacts it made go, values it changed return, places in lists are given up; what somebody worked with since stays. What it added to
/// the ledger stays in force: that is released one by one, by whoever may.
/// </summary>
internal sealed class ImportUndo(StoreWriter writer, OrganizationScope scope, AuditEntry undone, long undoId, TimeProvider time, Func<long, Task<bool>> keepGoing)
{
    // Those who write meanwhile wait for one step at most.
    private const int Step = 500;

    public async Task<UndoReport> RunAsync(CancellationToken cancellationToken)
    {
        var (reversed, after) = (0L, 0L);
        while (await writer.WriteStepsAsync(scope.Id, async context =>
            await context.ExecuteAsync(SegmentSql.TakeBack, cancellationToken, ("@audit", undone.Id), ("@organization", scope.Id.Value), ("@limit", Step)) == Step, cancellationToken))
            continue;
        while (await writer.WriteStepsAsync(scope.Id, async context =>
        {
            var contacts = await context.QueryAsync(ImportUndoSql.Contacts, row => new Imported(row.GetInt64(0), row.TextOrNull(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4),
                row.GetBoolean(5)), cancellationToken, ("@audit", undone.Id), ("@organization", scope.Id.Value), ("@after", after), ("@limit", Step));
            reversed += await UndoAsync(context, contacts, cancellationToken);
            after = contacts.Count == 0 ? after : contacts[^1].Id;
            return contacts.Count == Step;
        }, cancellationToken))
        {
            if (!await keepGoing(reversed))
                return new(reversed, Math.Max(0, undone.Count - reversed), UndoWork.Stopped);
        }
        await writer.WriteAsync<bool>(scope.Id, async context =>
        {
            await AddressBook.ReturnAsync(context, scope.Id.Value, undone.Id, cancellationToken);
            return true;
        }, cancellationToken);
        var kept = Math.Max(0, undone.Count - reversed);
        return new(reversed, kept, kept == 0 ? null : kept <= undone.Erased ? UndoWork.Erased : undone.Erased > 0 ? $"{ContactUndo.Changed}, or {UndoWork.Erased}" : ContactUndo.Changed);
    }

    private async Task<long> UndoAsync(DashboardDbContext context, List<Imported> contacts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var made = contacts.Where(c => c.Before is null && !c.IsDeleted && !c.IsWorkedOn && !c.IsUsed).Select(c => c.Id).ToList();
        var reversed = made.Count == 0 ? 0L : await context.ExecuteAsync(ImportUndoSql.Delete, cancellationToken, ("@organization", scope.Id.Value), ("@now", now.UtcTicks),
            ("@by", scope.Actor.Label), ("@undo", undoId), ("@ids", JsonSerializer.Serialize(made)));
        using var statements = new Statements((SqliteConnection)context.Database.GetDbConnection());
        var known = await ProfileContext.LoadAsync(context, scope.Id, cancellationToken);
        foreach (var contact in contacts.Where(c => c.Before is not null && !c.IsDeleted))
            reversed += await RevertAsync(context, statements, contact, known, now, cancellationToken) ? 1 : 0;
        return reversed;
    }

    private async Task<bool> RevertAsync(DashboardDbContext context, Statements statements, Imported contact, ProfileContext known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (before, after) = (ProfileVersion.Read(contact.Before)!, ProfileVersion.Read(contact.After)!);
        var isRestored = before.Deleted is not null;
        if (isRestored && contact.IsWorkedOn)
            return false;
        var values = Values.Read(statements, scope.Id.Value, contact.Id, known);
        var changes = values.Back(before.Entered, after.Entered);
        if (changes.Count > 0)
            await values.WriteAsync(context, statements, scope, undoId, changes, now, cancellationToken);
        if (isRestored)
            statements.Of(ImportUndoSql.DeleteAgain).Bind(1, contact.Id).Bind(2, contact.Before).Run();
        // Of what it changed, something is left where somebody else changed it since.
        return isRestored || changes.Count > 0 || ProfileValues.Differing(before.Entered, after.Entered).All(n => n.StartsWith("category:", StringComparison.Ordinal));
    }

    private sealed record Imported(long Id, string? Before, string After, bool IsWorkedOn, bool IsDeleted, bool IsUsed);

    private sealed class Statements(SqliteConnection connection) : IDisposable
    {
        private readonly Dictionary<string, RawStatement> _prepared = new(StringComparer.Ordinal);

        public RawStatement Of(string sql)
        {
            if (!_prepared.TryGetValue(sql, out var statement))
                _prepared.Add(sql, statement = new(connection, sql));
            return statement;
        }

        public void Dispose()
        {
            foreach (var statement in _prepared.Values)
                statement.Dispose();
        }
    }

    /// <summary>What a contact has now, and giving it back what it had.</summary>
    private sealed record Values(KnownContact Contact, Dictionary<string, string> Now, ProfileContext Known)
    {
        public static Values Read(Statements statements, long organization, long id, ProfileContext known)
        {
            var find = statements.Of(ImportSql.ById).Bind(1, organization).Bind(2, id);
            find.Step();
            var contact = KnownContact.Read(find);
            find.Reset();
            var now = new Dictionary<string, string>(StringComparer.Ordinal);
            void Add(string name, string? text)
            {
                if (text is not null)
                    now[name] = text;
            }
            for (var i = 0; i < ImportRow.Slots; i++)
                Add(RowPlanner.NameOf((TextSlot)i), contact.Texts[i]);
            Add("email", contact.Email);
            Add("phone", contact.Phone);
            Add("externalId", contact.ExternalId);
            var fields = statements.Of(ImportSql.FieldValues).Bind(1, id);
            while (fields.Step())
            {
                if (known.Fields.Values.FirstOrDefault(f => f.Id == fields.Long(0)) is { } field)
                    Add($"field:{field.Key}", fields.Text(1));
            }
            return new(contact, now, known);
        }

        /// <summary>The values that go back: those that are still as the import left them.</summary>
        public List<(string Name, string? Before, string? After)> Back(ProfileEdit? before, ProfileEdit? after)
        {
            var (was, made) = (ProfileValues.Of(before), ProfileValues.Of(after));
            return [.. ProfileValues.Differing(before, after).Where(name => !name.StartsWith("category:", StringComparison.Ordinal) && Now.GetValueOrDefault(name) == made.GetValueOrDefault(name)
                    && (!name.StartsWith("field:", StringComparison.Ordinal) || Known.Fields.ContainsKey(name["field:".Length..])))
                .Select(name => (name, Now.GetValueOrDefault(name), was.GetValueOrDefault(name)))];
        }

        public async Task WriteAsync(DashboardDbContext context, Statements statements, OrganizationScope scope, long undoId, List<(string Name, string? Before, string? After)> changes,
            DateTimeOffset now, CancellationToken cancellationToken)
        {
            var values = new Dictionary<string, string>(Now, StringComparer.Ordinal);
            foreach (var (name, _, after) in changes)
            {
                if (after is null)
                    values.Remove(name);
                else
                    values[name] = after;
                if (name.StartsWith("field:", StringComparison.Ordinal))
                    SetField(statements, Known.Fields[name["field:".Length..]], after);
            }
            var (email, mailName) = AddressOf(statements, scope, 0, "email", changes, Contact.EmailAddressId, Contact.MailName);
            var (phone, _) = AddressOf(statements, scope, 1, "phone", changes, Contact.PhoneAddressId, null);
            if (email != Contact.EmailAddressId || phone != Contact.PhoneAddressId)
                statements.Of(ImportSql.ChangeAddresses).Bind(1, Contact.Id).Bind(2, email).Bind(3, phone).Run();
            var at = Contact.UpdatedAt >= now ? Contact.UpdatedAt.AddMilliseconds(1) : now;
            var change = statements.Of(ImportSql.ChangeContact).Bind(1, Contact.Id).Bind(2, at.UtcTicks).Bind(3, values.GetValueOrDefault("externalId"))
                .Bind(4, ContactIntake.NameKeyOf(values.GetValueOrDefault("firstName"), values.GetValueOrDefault("lastName"), mailName));
            for (var i = 0; i < ImportRow.Slots; i++)
                change.Bind(5 + i, values.GetValueOrDefault(RowPlanner.NameOf((TextSlot)i)));
            change.Run();
            statements.Of(ImportSql.AddVersion).Bind(1, scope.Id.Value).Bind(2, Contact.Id).Bind(3, undoId).Bind(4, Json(changes, c => c.Before)).Bind(5, Json(changes, c => c.After)).Run();
            if (email != Contact.EmailAddressId && Contact.EmailAddressId is { } left)
                await AddressBook.LeaveAsync(context, left, undoId, now, cancellationToken);
        }

        private void SetField(Statements statements, Fields.FieldRow field, string? text)
        {
            if (FieldContent.Read(field.Type, field.Options, text) is not { IsOk: true } read)
                return;
            if (read.Value is { } content)
                statements.Of(ImportSql.SetField).Bind(1, Contact.Id).Bind(2, field.Id).Bind(3, content.Text).Bind(4, content.Key).Bind(5, content.Number).Run();
            else
                statements.Of(ImportSql.ClearField).Bind(1, Contact.Id).Bind(2, field.Id).Run();
        }

        // Who was erased meanwhile has no address to go back to.
        private static (long? Id, string? Name) AddressOf(Statements statements, OrganizationScope scope, int channel, string name,
            List<(string Name, string? Before, string? After)> changes, long? now, string? mailName)
        {
            if (!changes.Exists(c => c.Name == name))
                return (now, mailName);
            if (changes.Find(c => c.Name == name).After is not { } value)
                return (null, null);
            var find = statements.Of(ImportSql.Address).Bind(1, scope.Id.Value).Bind(2, channel).Bind(3, value);
            (long?, string?) found = find.Step() ? (find.Long(0), find.Text(1)) : (now, mailName);
            find.Reset();
            return found;
        }

        private static string Json(List<(string Name, string? Before, string? After)> changes, Func<(string Name, string? Before, string? After), string?> side) =>
            new ProfileVersion(ProfileValues.ToEdit(changes.Where(c => side(c) is not null).ToDictionary(c => c.Name, c => side(c)!))).ToJson();
    }
}
