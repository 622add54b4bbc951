using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Files;
using ContactsDashboard.Services.Profiles;
using CsvHelper;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Turns contacts into rows of a file, from the store's own bytes.</summary>
internal sealed class ContactFileRows : IDisposable
{
    private static readonly string[] Columns =
    [
        "id", "email", "phone", "external_id", "name", "first_name", "last_name", "language", "time_zone", "street", "city", "region", "postal_code", "country", "categories",
        "email_status", "email_reason", "phone_status", "phone_reason", "source", "created_at", "updated_at", "rating", "consent_at", "deleted_at", "delete_reason",
    ];

    private readonly ContactFileFormat _format;
    private readonly OrganizationId _organization;
    private readonly (long Created, long Id)? _planEnd;
    private readonly MemoryStream _buffer = new();
    private readonly CsvWriter _csv;
    private readonly List<FieldRow> _fields;
    private readonly Dictionary<long, int> _fieldPlaces;
    private readonly byte[]?[] _values;

    // Names in their order: so they stand in a cell.
    private readonly List<(long Id, byte[] Name)> _categories;
    private readonly HashSet<long> _memberships = [];
    private readonly List<byte> _text = [];
    private readonly HashSet<string> _freeDomains = [];
    private long _version = -1;
    private int _count;

    /// <param name="isFirst">Whether the file begins with these.</param>
    public ContactFileRows(ContactFileFormat format, FoundContacts found, ProfileContext profiles, bool isFirst)
    {
        (_format, _organization, _planEnd) = (format, found.Scope.Id, found.PlanEnd);
        _csv = CsvWriter.Create(_buffer, new CsvWriterOptions { WriteByteOrderMark = isFirst && format.SpreadsheetSafe }, leaveOpen: true);
        _fields = format.AllFields ? [.. profiles.Fields.Values.OrderBy(f => f.Id)] : [];
        _fieldPlaces = _fields.Select((f, i) => (f.Id, i)).ToDictionary(f => f.Id, f => f.i);
        _values = new byte[]?[_fields.Count];
        _categories = format.AllFields ? [.. profiles.Categories.OrderBy(c => c.Value, StringComparer.Ordinal).Select(c => (c.Key, Encoding.UTF8.GetBytes(c.Value)))] : [];
    }

    public void WriteHeader()
    {
        foreach (var column in _format.AllFields ? [.. Columns, .. _fields.Select(f => $"field:{f.Key}")] : new[] { "email" })
            _csv.WriteField(column);
        if (_format.SpreadsheetSafe)
            _csv.WriteField(ContactImports.ContactFile.SafeMark);
        _csv.EndRecord();
    }

    /// <summary>Adds these contacts, in their order, as they are in the connection's transaction, at this version of the organisation.</summary>
    public void Write(SqliteConnection connection, ReadOnlySpan<long> ids, long version, DateTimeOffset now)
    {
        if (_version != version)
            _freeDomains.Clear();
        _version = version;
        var list = JsonSerializer.Serialize(ids.ToArray());
        using var found = new RawStatement(connection, _format.AllFields ? ContactFileSql.AllFields : ContactFileSql.Emails).Bind("@ids", list);
        using var more = _format.AllFields ? new ContactFileMore(connection, _organization, list, now, _freeDomains) : null;
        while (found.Step())
        {
            if (more is not null)
                WriteAll(found, more);
            else if (found.Utf8(0) is { Length: > 0 } email)
                Cell(email);
            else
                continue;
            if (_format.SpreadsheetSafe)
                _csv.WriteField(ReadOnlySpan<byte>.Empty);
            _csv.EndRecord();
            _count++;
        }
    }

    /// <summary>What was written since; the bytes are good until the next are.</summary>
    public ContactFilePart Take()
    {
        _csv.Flush();
        var part = new ContactFilePart(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), _count);
        _buffer.SetLength(0);
        _count = 0;
        return part;
    }

    public void Dispose()
    {
        _csv.Dispose();
        _buffer.Dispose();
    }

    private void WriteAll(RawStatement row, ContactFileMore more)
    {
        var (key, id) = (row.Long(0), row.Long(1));
        _csv.WriteField(PublicId.Format(PublicId.Contact, id));
        for (var column = 2; column <= 4; column++)
            Cell(row.Utf8(column));
        WriteName(row.Utf8(5), row.Utf8(6), row);
        for (var column = 5; column <= 13; column++)
            Cell(row.Utf8(column));
        WriteCategories(more, key);
        WriteStandings(row, more, id);
        _csv.WriteField(Words.Of((CreationMethod)row.Long(14)));
        Instant(row, 15);
        Instant(row, 16);
        _csv.WriteField(row.Long(17), default);
        Instant(row, 18);
        Instant(row, 19);
        Cell(row.Utf8(20));
        WriteFields(more, key);
    }

    // What was entered, else what mail says.
    private void WriteName(ReadOnlySpan<byte> first, ReadOnlySpan<byte> last, RawStatement row)
    {
        _text.Clear();
        _text.AddRange(first);
        _text.AddRange(" "u8);
        _text.AddRange(last);
        var entered = CollectionsMarshal.AsSpan(_text).Trim((byte)' ');
        Cell(entered.Length > 0 ? entered : row.Utf8(26));
    }

    private void WriteStandings(RawStatement row, ContactFileMore more, long id)
    {
        var (emailId, phoneId) = (row.LongOrNull(21), row.LongOrNull(22));
        var email = emailId is null ? Standing.None : more.OfEmail(emailId.Value, row.Text(23)!, row.Text(24)!, (Confirmation)row.Long(25));
        var phone = phoneId is null ? Standing.None : more.OfPhone(row.Text(3)!);
        var isBeyond = email == Standing.Active && row.IsNull(19) && _planEnd is { } end && (row.Long(15), id).CompareTo(end) > 0;
        foreach (var (standing, address) in new[] { (isBeyond ? Standing.OverLimit : email, emailId), (phone, phoneId) })
        {
            _csv.WriteField(Words.Of(standing));
            _csv.WriteField(standing.IsBlocked() ? Words.Of(more.Reasons(address!.Value)) : "");
        }
    }

    private void WriteFields(ContactFileMore more, long key)
    {
        if (_fields.Count == 0)
            return;
        Array.Clear(_values);
        while (more.Fields.Next(key) is { } value)
        {
            if (_fieldPlaces.TryGetValue(value.Long(1), out var place))
                _values[place] = value.Utf8(2).ToArray();
        }
        foreach (var value in _values)
            Cell(value);
    }

    private void WriteCategories(ContactFileMore more, long key)
    {
        _text.Clear();
        _memberships.Clear();
        while (_categories.Count > 0 && more.Segments.Next(key) is { } member)
            _memberships.Add(member.Long(1));
        foreach (var (_, name) in _categories.Where(c => _memberships.Count > 0 && _memberships.Contains(c.Id)))
        {
            _text.AddRange(_text.Count == 0 ? [] : "; "u8);
            _text.AddRange(name);
        }
        Cell(CollectionsMarshal.AsSpan(_text));
    }

    private void Cell(ReadOnlySpan<byte> value)
    {
        if (_format.SpreadsheetSafe && SpreadsheetSafe.NeedsProtection(value))
            _csv.WriteField("'" + Encoding.UTF8.GetString(value));
        else
            _csv.WriteField(value);
    }

    private void Instant(RawStatement row, int column)
    {
        Span<byte> text = stackalloc byte[20];
        var length = 0;
        if (!row.IsNull(column) && new DateTime(row.Long(column), DateTimeKind.Utc).TryFormat(text, out length, "s", null))
            text[length++] = (byte)'Z';
        _csv.WriteField(text[..length]);
    }

    /// <summary>Words of enumerations as files write them, made once.</summary>
    private static class Words
    {
        private static readonly byte[][] Standings = [.. Enum.GetValues<Standing>().Select(s => s == Standing.None ? [] : Encoding.UTF8.GetBytes(Word(s)))];
        private static readonly byte[][] Methods = [.. Enum.GetValues<CreationMethod>().Select(m => Encoding.UTF8.GetBytes(Word(m)))];
        private static readonly string[] AllReasons = [.. Enum.GetValues<SuppressionReason>().Select(Word)];

        public static ReadOnlySpan<byte> Of(Standing standing) => Standings[(int)standing];

        public static ReadOnlySpan<byte> Of(CreationMethod method) => Methods[(int)method];

        public static string Of(IEnumerable<SuppressionReason> reasons) => string.Join(' ', reasons.Select(r => AllReasons[(int)r]).Order());

        private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
    }
}
