using ContactsDashboard.Data;
using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Intake;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Suppressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>Does what was decided about rows, in the caller's transaction and on record of one audit entry; rows of one kind together.</summary>
internal sealed class RowWriter : IDisposable
{
    private readonly DashboardDbContext _context;
    private readonly OrganizationScope _scope;
    private readonly ImportPlan _plan;
    private readonly ImportCommand _command;
    private readonly AuditEntry _audit;
    private readonly DateTimeOffset _now;
    private readonly AddressWriter _addresses;
    private readonly Dictionary<string, RawStatement> _statements = new(StringComparer.Ordinal);
    private readonly RowsStatement _contacts;
    private readonly RowsStatement _changes;
    private readonly RowsStatement _versions;
    private readonly RowsStatement _fields;
    private readonly SqliteConnection _connection;

    // Nothing came to the ledger since the file was read: what was decided about who is blocked still holds.
    private bool _isLedgerAsDecided;

    public RowWriter(DashboardDbContext context, OrganizationScope scope, ImportPlan plan, ImportCommand command, AuditEntry audit, DerivationRules rules, HashSet<string> free,
        DateTimeOffset now)
    {
        (_context, _scope, _plan, _command, _audit, _now) = (context, scope, plan, command, audit, now);
        _connection = (SqliteConnection)context.Database.GetDbConnection();
        _addresses = new(_connection, scope.Id.Value, rules, free, now);
        (_contacts, _changes) = (ImportSql.AddContacts(_connection), ImportSql.ChangeContacts(_connection));
        (_versions, _fields) = (ImportSql.AddVersions(_connection), ImportSql.SetFields(_connection));
    }

    /// <summary>Places in lists and categories that were taken.</summary>
    public long Memberships { get; private set; }

    public async Task WriteAsync(IReadOnlyList<RowPlan> plans, CancellationToken cancellationToken)
    {
        _isLedgerAsDecided = Of(ImportSql.LedgerTop).Number() == _command.LedgerTop;
        var rows = plans.Where(p => p.IsTaken).Select(Of).ToList();
        _addresses.Write();
        AddContacts(rows.FindAll(r => r.Plan.Contact is null));
        ChangeContacts(rows.FindAll(r => r.IsChanged));
        WriteCollected(rows.FindAll(r => r.IsWritten));
        foreach (var row in rows)
        {
            foreach (var segment in _plan.Options.Segments.Concat(row.Plan.Categories))
                Memberships += Of(ImportSql.AddMember).Bind(1, segment).Bind(2, row.Id).Bind(3, _audit.Id).Bind(4, row.Email).Run();
        }
        foreach (var left in rows.Where(r => r.IsChanged && r.Plan.ChangesEmail).Select(r => r.Plan.Contact!.EmailAddressId).OfType<long>())
            await AddressBook.LeaveAsync(_context, left, _audit.Id, _now, cancellationToken);
        await BlockAsync(plans, cancellationToken);
    }

    public void Dispose()
    {
        _addresses.Dispose();
        foreach (var statement in _statements.Values.Concat<IDisposable>([_contacts, _changes, _versions, _fields]))
            statement.Dispose();
    }

    // Adds what the rows block to the ledger.
    private async Task BlockAsync(IReadOnlyList<RowPlan> plans, CancellationToken cancellationToken)
    {
        var blocks = plans.Where(p => p.AddsBlock is not null).Select(p => (p.Row.Blocks!.Value.Scope, p.Row.Blocks.Value.Value, Reason: p.Row.Reason!.Value)).ToList();
        if (blocks.Count == 0)
            return;
        using (var ledger = Ledger.Open(_context, _scope, SuppressionLevel.Own, SuppressionSource.Import, _audit, _now))
        {
            foreach (var (scope, value, reason) in blocks)
                ledger.Add(new(scope, value, reason), ledger.Standing(scope, value));
        }
        foreach (var blocked in blocks.GroupBy(b => b.Scope, b => b.Value))
            await Ledger.RestateAsync(_context, _scope, SuppressionLevel.Own, blocked.Key, [.. blocked.Distinct()], _now, cancellationToken);
    }

    // What the contact is to have; its addresses are found, or will be added.
    private TakenRow Of(RowPlan plan)
    {
        var row = plan.Row;
        if (plan.Contact is not { } known)
        {
            var (own, number) = (row.Email is { } address ? AddressOf(plan, address) : default, row.Phone is { } called ? _addresses.Of(called) : default);
            return new(plan) { Email = Known(own.Id), Phone = Known(number.Id), MailName = own.Name, EmailStanding = own.Standing, PhoneStanding = number.Standing };
        }
        var taken = new TakenRow(plan) { Id = known.Id, Email = known.EmailAddressId, Phone = known.PhoneAddressId, MailName = known.MailName };
        if (plan.ChangesEmail)
        {
            var moved = row.Email is { } given ? _addresses.Of(given) : default;
            (taken.Email, taken.MailName) = (Known(moved.Id), moved.Name);
        }
        if (plan.ChangesPhone)
            taken.Phone = row.Phone is { } phone ? _addresses.Of(phone).Id : null;
        return taken;
    }

    // No two rows that are taken have the same address where contacts are found by it.
    private FoundAddress AddressOf(RowPlan plan, EmailAddress email) =>
        plan.Address is not { } found || !_isLedgerAsDecided ? _addresses.Of(email) : found.Id > 0 ? found : _addresses.Add(email, !plan.Blocked);

    private void AddContacts(List<TakenRow> rows)
    {
        if (rows.Count == 0)
            return;
        var id = _addresses.NextId("Contacts");
        foreach (var row in rows)
            row.Id = id++;
        _contacts.Run(rows, all => all.Add(_scope.Id.Value).Add(_now.UtcTicks).Add(_command.ConsentBy), (values, row) => WithTexts(values.Add(row.Id).Add(row.Email).Add(row.Phone)
            .Add(row.EmailStanding).Add(row.PhoneStanding).Add(row.Plan.ExternalId).Add(NameKeyOf(row)).Add((row.Plan.Row.ConsentAt ?? _command.ConsentAt)?.UtcTicks), row.Plan));
        AddVersions(rows, (values, row) => values.Add(row.Id).Add((string?)null).Add("{}"));
    }

    private void ChangeContacts(List<TakenRow> rows)
    {
        foreach (var row in rows)
        {
            if (row.Plan.Outcome == RowOutcome.Restored)
                Of(ImportSql.Restore).Bind(1, row.Id).Run();
            if (row.Plan.ChangesEmail || row.Plan.ChangesPhone)
                Of(ImportSql.ChangeAddresses).Bind(1, row.Id).Bind(2, row.Email).Bind(3, row.Phone).Run();
        }
        _changes.Run(rows, _ => { }, (values, row) => WithTexts(values.Add(row.Id).Add(NextEdit(row.Plan.Contact!).UtcTicks).Add(row.Plan.ExternalId).Add(NameKeyOf(row)), row.Plan));
        AddVersions(rows, (values, row) => values.Add(row.Id).Add(ChangeJson.Before(row.Plan)).Add(ChangeJson.After(row.Plan)));
    }

    private void AddVersions(List<TakenRow> rows, Action<RowsStatement, TakenRow> each) => _versions.Run(rows, all => all.Add(_scope.Id.Value).Add(_audit.Id), each);

    private void WriteCollected(List<TakenRow> rows)
    {
        foreach (var row in rows)
        {
            foreach (var (field, _, _) in row.Plan.Fields.Where(f => f.After is null))
                Of(ImportSql.ClearField).Bind(1, row.Id).Bind(2, field.Id).Run();
            foreach (var (kind, token) in new[] { (TokenKind.Mobile, row.Plan.Row.MobileToken), (TokenKind.Push, row.Plan.Row.PushToken) })
            {
                if (token is not null)
                    Of(ImportSql.AddToken).Bind(1, _scope.Id.Value).Bind(2, row.Id).Bind(3, (long)kind).Bind(4, token).Bind(5, _now.UtcTicks).Run();
            }
        }
        var values = rows.SelectMany(r => r.Plan.Fields.Where(f => f.After is not null).Select(f => (Contact: r.Id, Field: f.Field.Id, Content: f.After!))).ToList();
        _fields.Run(values, _ => { }, (add, v) => add.Add(v.Contact).Add(v.Field).Add(v.Content.Text).Add(v.Content.Key).Add(v.Content.Number));
    }

    private static string? NameKeyOf(TakenRow row) => ContactIntake.NameKeyOf(row.Plan.Texts[(int)TextSlot.FirstName], row.Plan.Texts[(int)TextSlot.LastName], row.MailName);

    // Later than every edit before it, as for a single edit.
    private DateTimeOffset NextEdit(KnownContact known) =>
        _now.UtcTicks / TimeSpan.TicksPerMillisecond > known.UpdatedAt.UtcTicks / TimeSpan.TicksPerMillisecond ? _now : known.UpdatedAt.AddMilliseconds(1);

    private static void WithTexts(RowsStatement values, RowPlan plan)
    {
        foreach (var text in plan.Texts)
            values.Add(text);
    }

    private static long? Known(long id) => id == 0 ? null : id;

    private RawStatement Of(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new(_connection, sql));
        return statement;
    }

    /// <summary>A row that is taken, and the contact it is about as that will be.</summary>
    private sealed class TakenRow(RowPlan plan)
    {
        public RowPlan Plan { get; } = plan;
        public long Id { get; set; }
        public long? Email { get; set; }
        public long? Phone { get; set; }
        public string? MailName { get; set; }
        public long EmailStanding { get; init; }
        public long PhoneStanding { get; init; }

        /// <summary>It was known, and is different afterwards.</summary>
        public bool IsChanged => Plan.Contact is not null && (Plan.Changes.Count > 0 || Plan.Outcome == RowOutcome.Restored || Plan.AddsTokens);

        public bool IsWritten => Plan.Contact is null || IsChanged;
    }
}
