using ContactsDashboard.Data.Entities;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>
/// Decides what becomes of a row, and writes nothing: the dry run and the import ask the same one. Nothing it asks is changed by what the import does for
/// other rows of the same file, so that both come to the same answer.
/// </summary>
internal sealed class RowPlanner : IDisposable
{
    private const string Taken = "externalId: another contact has this external id";

    private readonly SqliteConnection _connection;
    private readonly ImportPlan _plan;
    private readonly long _organization;
    private readonly long _now;
    private readonly long _top;
    private readonly List<RawStatement> _statements = [];
    private readonly RawStatement _find;
    private readonly CoverTable _covers;
    private readonly RawStatement _blockedFor;
    private readonly RawStatement _hasExternalId;
    private readonly RawStatement _fields;
    private readonly RawStatement _isMember;
    private readonly RawStatement _hasToken;
    private readonly RawStatement _isHashUsed;
    private readonly RawStatement _hasErased;
    private readonly RawStatement _isErased;
    private readonly RawStatement _coveredByHash;
    private readonly RawStatement _blockedForByHash;
    private bool _knowsHashes;
    private bool _knowsErased;

    public RowPlanner(SqliteConnection connection, ImportPlan plan, OrganizationId organization, DateTimeOffset readAt, long ledgerTop)
    {
        (_connection, _plan, _organization, _now, _top) = (connection, plan, organization.Value, readAt.UtcTicks, ledgerTop);
        _find = Prepare(plan.Options.Unique switch { UniqueField.Phone => ImportSql.ByPhone, UniqueField.ExternalId => ImportSql.ByExternalId, _ => ImportSql.ByEmail });
        // What comes to the ledger later does not count: who is free stays free.
        _covers = new(connection, _organization, _now, ledgerTop, []);
        (_blockedFor, _hasExternalId) = (Prepare(ImportSql.BlockedFor), Prepare(ImportSql.HasExternalId));
        (_fields, _isMember, _hasToken) = (Prepare(ImportSql.FieldValues), Prepare(ImportSql.IsMember), Prepare(ImportSql.HasToken));
        (_isHashUsed, _hasErased) = (Prepare(HashSql.IsUsed), Prepare(HashSql.HasErased.Replace("@organization", "?1", StringComparison.Ordinal)));
        (_isErased, _coveredByHash, _blockedForByHash) = (Prepare(ImportSql.IsErased), Prepare(ImportSql.CoveredByHash), Prepare(ImportSql.BlockedForByHash));
    }

    /// <summary>Decides these rows by the base as it is in the connection's transaction.</summary>
    public List<RowPlan> PlanAll(IEnumerable<ImportRow> rows)
    {
        _knowsHashes = _isHashUsed.Number() == 1;
        _knowsErased = _knowsHashes && _hasErased.Bind(1, _organization).Number() == 1;
        return [.. rows.Select(Plan)];
    }

    private RowPlan Plan(ImportRow row)
    {
        if (row.Wrong is not null)
            return new(row, RowOutcome.Invalid) { Note = row.Wrong };
        var plan = new RowPlan(row, RowOutcome.New) { AddsBlock = AddsBlock(row) };
        if (row.IsDuplicate)
            return As(plan, RowOutcome.Duplicate, "an earlier row of the file is about the same contact");
        if (IsErased(row))
            return As(plan, RowOutcome.Erased, "erased at their request");
        Find(plan);
        if (plan.Contact is { Deleted: { } deletion } && (!_plan.Options.RestoresDeleted || plan.Contact.IsMerged))
            return As(plan, RowOutcome.Deleted, plan.Contact.IsMerged ? "merged into another contact" : deletion.Reason is { } reason ? $"deleted: {reason}" : "deleted before");
        if (!TakeExternalId(plan))
            return As(plan, RowOutcome.Invalid, Taken);
        Compare(plan);
        plan.Blocked = IsBlocked(plan);
        return plan;
    }

    private void Find(RowPlan plan)
    {
        var isThere = _find.Bind(1, _organization).Bind(2, plan.Row.Key).Step();
        plan.Contact = isThere && !_find.IsNull(0) ? KnownContact.Read(_find) : null;
        if (_plan.Options.Unique == UniqueField.Email)
            plan.Address = isThere ? new(_find.Long(ImportSql.Found), _find.Text(ImportSql.Found + 1), _find.Long(ImportSql.Found + 2)) : default(FoundAddress);
        _find.Reset();
    }

    public void Dispose()
    {
        _covers.Dispose();
        _statements.ForEach(s => s.Dispose());
    }

    private static RowPlan As(RowPlan plan, RowOutcome outcome, string why)
    {
        (plan.Outcome, plan.Note) = (outcome, why);
        return plan;
    }

    private bool? AddsBlock(ImportRow row)
    {
        if (row.IsBlockRepeated || row.Blocks is not { } blocks)
            return null;
        bool Is(RawStatement statement) => statement.Bind(1, _organization).Bind(2, (long)blocks.Scope).Bind(3, blocks.Value).Bind(4, _now).Bind(5, _top)
            .Bind(6, (long)row.Reason!).Number() == 1;
        return !Is(_blockedFor) && !(_knowsHashes && Is(_blockedForByHash));
    }

    private bool IsErased(ImportRow row) => _knowsErased
        && ((row.Email is { } email && _isErased.Bind(1, _organization).Bind(2, 0L).Bind(3, email.Value).Number() == 1)
            || (row.Phone is { } phone && _isErased.Bind(1, _organization).Bind(2, 1L).Bind(3, phone.Value).Number() == 1));

    // An external id is who somebody is elsewhere: it is given to who has none, and never taken from anybody.
    private bool TakeExternalId(RowPlan plan)
    {
        var (given, has) = (plan.Row.ExternalId, plan.Contact?.ExternalId);
        plan.ExternalId = has ?? given;
        if (given is null || given == has || _plan.Options.Unique == UniqueField.ExternalId)
            return true;
        if (has is null && !plan.Row.IsExternalIdTaken && _hasExternalId.Bind(1, _organization).Bind(2, given).Number() is null)
            return true;
        (plan.ExternalId, plan.Dropped) = (has, 1);
        return _plan.Options.KeepsRows;
    }

    private void Compare(RowPlan plan)
    {
        var (row, known) = (plan.Row, plan.Contact);
        plan.Texts = known is null ? new string?[ImportRow.Slots] : [.. known.Texts];
        for (var i = 0; i < ImportRow.Slots; i++)
        {
            if (row.Texts[i] is { } text)
                Set(plan, NameOf((TextSlot)i), plan.Texts[i], plan.Texts[i] = text.Length == 0 ? null : text);
        }
        if (plan.ExternalId != known?.ExternalId)
            plan.Changes.Add(("externalId", known?.ExternalId, plan.ExternalId));
        plan.ChangesEmail = row.Email is { } email ? email.Value != known?.Email : row.ClearsEmail && known?.Email is not null;
        plan.ChangesPhone = row.Phone is { } phone ? phone.Value != known?.Phone : row.ClearsPhone && known?.Phone is not null;
        if (plan.ChangesEmail)
            plan.Changes.Add(("email", known?.Email, row.Email?.Value));
        if (plan.ChangesPhone)
            plan.Changes.Add(("phone", known?.Phone, row.Phone?.Value));
        CompareFields(plan);
        foreach (var category in row.Categories?.Distinct() ?? [])
        {
            if (known is not null && _isMember.Bind(1, category).Bind(2, known.Id).Number() == 1)
                continue;
            plan.Categories.Add(category);
            plan.Changes.Add(($"category:{category}", null, "yes"));
        }
        plan.AddsTokens = IsNewToken(known, TokenKind.Mobile, row.MobileToken) || IsNewToken(known, TokenKind.Push, row.PushToken);
        plan.Outcome = known is null ? RowOutcome.New : known.Deleted is not null ? RowOutcome.Restored : plan.Changes.Count > 0 || plan.AddsTokens ? RowOutcome.Updated : RowOutcome.Unchanged;
    }

    private bool IsNewToken(KnownContact? known, TokenKind kind, string? token) => token is not null
        && (known is null || _hasToken.Bind(1, known.Id).Bind(2, (long)kind).Bind(3, token).Number() is null);

    private void CompareFields(RowPlan plan)
    {
        if (!Array.Exists(plan.Row.Fields, f => f is not null))
            return;
        var stored = new Dictionary<long, string>();
        if (plan.Contact is { } known)
        {
            _fields.Bind(1, known.Id);
            while (_fields.Step())
                stored[_fields.Long(0)] = _fields.Text(1)!;
        }
        for (var i = 0; i < _plan.Fields.Count; i++)
        {
            var (field, content) = (_plan.Fields[i], plan.Row.Fields[i]);
            var (before, after) = (stored.GetValueOrDefault(field.Id), ReferenceEquals(content, ImportRow.Cleared) ? null : content);
            if (content is null || before == after?.Text)
                continue;
            plan.Fields.Add((field, before, after));
            plan.Changes.Add(($"field:{field.Key}", before, after?.Text));
        }
    }

    private static void Set(RowPlan plan, string name, string? before, string? after)
    {
        if (before != after)
            plan.Changes.Add((name, before, after));
    }

    // By the addresses it has afterwards.
    private bool IsBlocked(RowPlan plan)
    {
        var (row, known) = (plan.Row, plan.Contact);
        var (email, domain) = row.Email is { } given ? (given.Value, given.Domain.Value) : row.ClearsEmail ? (null, "") : (known?.Email, known?.Domain ?? "");
        var phone = row.Phone is { } number ? number.Value : row.ClearsPhone ? null : known?.Phone;
        return (email is not null && IsCovered(Channel.Email, SuppressionScope.Email, email, domain))
            || (phone is not null && IsCovered(Channel.Phone, SuppressionScope.Phone, phone, ""));
    }

    private bool IsCovered(Channel channel, SuppressionScope scope, string value, string domain) => _covers.Covers(channel, value, domain)
        || (_knowsHashes && _coveredByHash.Bind(1, _organization).Bind(2, (long)scope).Bind(3, value).Bind(4, _now).Bind(5, _top).Number() == 1);

    internal static string NameOf(TextSlot slot) => slot switch
    {
        TextSlot.FirstName => "firstName",
        TextSlot.LastName => "lastName",
        TextSlot.Language => "language",
        TextSlot.TimeZone => "timeZone",
        TextSlot.Street => "street",
        TextSlot.City => "city",
        TextSlot.Region => "region",
        TextSlot.PostalCode => "postalCode",
        _ => "country",
    };

    private RawStatement Prepare(string sql)
    {
        var statement = new RawStatement(_connection, sql);
        _statements.Add(statement);
        return statement;
    }
}
