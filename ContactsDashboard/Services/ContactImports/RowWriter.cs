using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Does what was decided about rows, in the caller's transaction and on record of one audit entry.</summary>
internal sealed class RowWriter : IDisposable
{
    private readonly DashboardDbContext _context;
    private readonly OrganizationScope _scope;
    private readonly ImportPlan _plan;
    private readonly ImportCommand _command;
    private readonly AuditEntry _audit;
    private readonly DerivationRules _rules;
    private readonly RowPlanner _planner;
    private readonly DateTimeOffset _now;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, RawStatement> _statements = new(StringComparer.Ordinal);
    private readonly HashTable _hashes;
    private readonly List<(LedgerAddition Addition, bool IsNew)> _blocks = [];

    public RowWriter(DashboardDbContext context, OrganizationScope scope, ImportPlan plan, ImportCommand command, AuditEntry audit, DerivationRules rules, RowPlanner planner,
        DateTimeOffset now)
    {
        (_context, _scope, _plan, _command, _audit, _rules, _planner, _now) = (context, scope, plan, command, audit, rules, planner, now);
        _connection = (SqliteConnection)context.Database.GetDbConnection();
        var transaction = (SqliteTransaction)Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(context.Database.CurrentTransaction!);
        _hashes = new((sql, parameters) => new(_connection, transaction, sql, parameters), scope.Id.Value);
    }

    /// <summary>Places in lists and categories that were taken.</summary>
    public long Memberships { get; private set; }

    /// <summary>Whether the file named somebody who was erased.</summary>
    public bool HasMetErased { get; private set; }

    public async Task WriteAsync(RowPlan plan, CancellationToken cancellationToken)
    {
        HasMetErased |= plan.Outcome == RowOutcome.Erased;
        if (plan.AddsBlock is { } isNew && plan.Row.Blocks is { } blocks)
            _blocks.Add((new(blocks.Scope, blocks.Value, plan.Row.Reason!.Value), isNew));
        if (!plan.IsTaken)
            return;
        var (contact, email) = plan.Contact is { } known ? (known.Id, await ChangeAsync(plan, known, cancellationToken)) : Add(plan);
        foreach (var segment in _plan.Options.Segments.Concat(plan.Categories))
            Memberships += Of(ImportSql.AddMember).Bind(1, segment).Bind(2, contact).Bind(3, _audit.Id).Bind(4, email).Run();
    }

    /// <summary>Adds what the rows block to the ledger; before the transaction commits.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_blocks.Count == 0)
            return;
        using (var ledger = Ledger.Open(_context, _scope, SuppressionLevel.Own, SuppressionSource.Import, _audit, _now))
        {
            foreach (var (addition, _) in _blocks)
                ledger.Add(addition, ledger.Standing(addition.Scope, addition.Value));
            HasMetErased |= ledger.HasMetErased;
        }
        foreach (var blocked in _blocks.GroupBy(b => b.Addition.Scope, b => b.Addition.Value))
            await Ledger.RestateAsync(_context, _scope, SuppressionLevel.Own, blocked.Key, [.. blocked.Distinct()], _now, cancellationToken);
        _blocks.Clear();
    }

    public void Dispose()
    {
        _hashes.Dispose();
        foreach (var statement in _statements.Values)
            statement.Dispose();
    }

    private (long Contact, long? Email) Add(RowPlan plan)
    {
        var row = plan.Row;
        var email = row.Email is { } given ? AddressOf(given) : default;
        var phone = row.Phone is { } number ? AddressOf(number) : default;
        var add = Of(ImportSql.AddContact).Bind(1, _scope.Id.Value).Bind(2, Known(email.Id)).Bind(3, Known(phone.Id)).Bind(4, email.Standing).Bind(5, phone.Standing)
            .Bind(6, _now.UtcTicks).Bind(7, plan.ExternalId).Bind(8, NameKeyOf(plan, email.Name)).Bind(9, (row.ConsentAt ?? _command.ConsentAt)?.UtcTicks).Bind(10, _command.ConsentBy);
        BindTexts(add, 11, plan.Texts).Run();
        var id = add.LastId;
        Of(ImportSql.AddVersion).Bind(1, _scope.Id.Value).Bind(2, id).Bind(3, _audit.Id).Bind(4, (string?)null).Bind(5, "{}").Run();
        WriteCollected(plan, id);
        return (id, Known(email.Id));
    }

    private async Task<long?> ChangeAsync(RowPlan plan, KnownContact known, CancellationToken cancellationToken)
    {
        if (plan.Outcome == RowOutcome.Restored)
            Of(ImportSql.Restore).Bind(1, known.Id).Run();
        if (plan.Changes.Count == 0 && plan.Outcome != RowOutcome.Restored && !plan.AddsTokens)
            return known.EmailAddressId;
        var (email, mailName) = (known.EmailAddressId, known.MailName);
        if (plan.ChangesEmail)
        {
            var moved = plan.Row.Email is { } given ? AddressOf(given) : default;
            (email, mailName) = (Known(moved.Id), moved.Name);
        }
        var phone = !plan.ChangesPhone ? known.PhoneAddressId : plan.Row.Phone is { } number ? AddressOf(number).Id : null;
        if (plan.ChangesEmail || plan.ChangesPhone)
            Of(ImportSql.ChangeAddresses).Bind(1, known.Id).Bind(2, email).Bind(3, phone).Run();
        var now = NextEdit(known, _now);
        BindTexts(Of(ImportSql.ChangeContact).Bind(1, known.Id).Bind(2, now.UtcTicks).Bind(3, plan.ExternalId).Bind(4, NameKeyOf(plan, mailName)), 5, plan.Texts).Run();
        Of(ImportSql.AddVersion).Bind(1, _scope.Id.Value).Bind(2, known.Id).Bind(3, _audit.Id).Bind(4, ChangeJson.Before(plan)).Bind(5, ChangeJson.After(plan)).Run();
        WriteCollected(plan, known.Id);
        if (plan.ChangesEmail && known.EmailAddressId is { } left)
            await AddressBook.LeaveAsync(_context, left, _audit.Id, _now, cancellationToken);
        return email;
    }

    private void WriteCollected(RowPlan plan, long contact)
    {
        foreach (var (field, _, after) in plan.Fields)
        {
            if (after is null)
                Of(ImportSql.ClearField).Bind(1, contact).Bind(2, field.Id).Run();
            else
                Of(ImportSql.SetField).Bind(1, contact).Bind(2, field.Id).Bind(3, after.Text).Bind(4, after.Key).Bind(5, after.Number).Run();
        }
        foreach (var (kind, token) in new[] { (TokenKind.Mobile, plan.Row.MobileToken), (TokenKind.Push, plan.Row.PushToken) })
        {
            if (token is not null)
                Of(ImportSql.AddToken).Bind(1, _scope.Id.Value).Bind(2, contact).Bind(3, (long)kind).Bind(4, token).Bind(5, _now.UtcTicks).Run();
        }
    }

    private Found AddressOf(EmailAddress email) => Find(0, email.Value) ?? Add(0, SuppressionScope.Email, email.Value, email.Domain.Value, _rules.Hides(email),
        email.Display == email.Value ? null : email.Display);

    private Found AddressOf(PhoneNumber phone) => Find(1, phone.Value) ?? Add(1, SuppressionScope.Phone, phone.Value, "", false, null);

    private Found? Find(int channel, string value)
    {
        var find = Of(ImportSql.Address).Bind(1, _scope.Id.Value).Bind(2, channel).Bind(3, value);
        Found? found = find.Step() ? new(find.Long(0), find.Text(1), find.Long(2)) : null;
        find.Reset();
        return found;
    }

    private Found Add(int channel, SuppressionScope scope, string value, string domain, bool hidden, string? spelling)
    {
        // Who was known by hash until now has an address from here on.
        _hashes.Reveal(scope, value);
        var standing = _planner.StandingOf(channel, value, domain);
        var add = Of(ImportSql.AddAddress).Bind(1, _scope.Id.Value).Bind(2, channel).Bind(3, value).Bind(4, domain).Bind(5, hidden ? 1L : 0).Bind(6, spelling)
            .Bind(7, channel == 0 ? _now.UtcTicks : 0L).Bind(8, standing);
        add.Run();
        return new(add.LastId, null, standing);
    }

    private static string? NameKeyOf(RowPlan plan, string? mailName) =>
        ContactIntake.NameKeyOf(plan.Texts[(int)TextSlot.FirstName], plan.Texts[(int)TextSlot.LastName], mailName);

    // Later than every edit before it, as for a single edit.
    private static DateTimeOffset NextEdit(KnownContact known, DateTimeOffset now) =>
        now.UtcTicks / TimeSpan.TicksPerMillisecond > known.UpdatedAt.UtcTicks / TimeSpan.TicksPerMillisecond ? now : known.UpdatedAt.AddMilliseconds(1);

    private static RawStatement BindTexts(RawStatement statement, int from, string?[] texts)
    {
        for (var i = 0; i < texts.Length; i++)
            statement.Bind(from + i, texts[i]);
        return statement;
    }

    private static long? Known(long id) => id == 0 ? null : id;

    private RawStatement Of(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new(_connection, sql));
        return statement;
    }

    private readonly record struct Found(long Id, string? Name, long Standing);
}
