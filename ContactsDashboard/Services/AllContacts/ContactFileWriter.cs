using System.Text;
using System.Text.Json;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Files;
using ContactsDashboard.Services.Profiles;
using CsvHelper;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>What a file of contacts holds.</summary>
/// <param name="AllFields">Everything entered, with standing and reason; otherwise the e-mail addresses.</param>
/// <param name="SpreadsheetSafe">No cell is run as a formula, and the file is marked as ours.</param>
public sealed record ContactFileFormat(bool AllFields, bool SpreadsheetSafe);

/// <summary>
/// Writes contacts row by row from the store's own bytes, in steps of short transactions, so that neither memory nor the log of the store grows with the file.
/// </summary>
internal static class ContactFileWriter
{
    private const int Step = 5_000;

    private static readonly string[] Columns =
    [
        "id", "email", "phone", "external_id", "name", "first_name", "last_name", "language", "time_zone", "street", "city", "region", "postal_code", "country", "categories",
        "email_status", "email_reason", "phone_status", "phone_reason", "source", "created_at", "updated_at", "rating", "consent_at", "deleted_at", "delete_reason",
    ];

    /// <summary>How many rows were written; <paramref name="told"/> hears of it after each step, and says whether to go on.</summary>
    public static async Task<long> WriteAsync(Stream destination, ContactExport export, ContactFileFormat format, Func<long, Task<bool>>? told, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using var csv = CsvWriter.Create(buffer, new CsvWriterOptions { WriteByteOrderMark = format.SpreadsheetSafe }, leaveOpen: true);
        await using var context = await export.Contexts.CreateDbContextAsync(cancellationToken);
        var rows = new Rows(csv, format, format.AllFields ? (await ProfileContext.LoadAsync(context, export.Found.Scope.Id, cancellationToken)).Fields.Values.OrderBy(f => f.Id).ToList() : []);
        rows.WriteHeader();
        var (written, after) = (0L, ((long Key, long Id)?)null);
        do
        {
            after = await StepAsync(context, export, rows, after, cancellationToken);
            written += rows.Count;
            // Where it goes may take only what does not hold a thread up.
            csv.Flush();
            await destination.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            buffer.SetLength(0);
        }
        while (after is not null && (told is null || await told(written)));
        await destination.FlushAsync(cancellationToken);
        return written;
    }

    private static async Task<(long Key, long Id)?> StepAsync(Data.DashboardDbContext context, ContactExport export, Rows rows, (long Key, long Id)? after, CancellationToken cancellationToken)
    {
        await using var snapshot = await context.Database.BeginReadAsync(cancellationToken);
        var ids = export.Found.Ids(after is not null, backwards: false);
        return await context.BreakOffAsync(() =>
        {
            using var found = new RawStatement((SqliteConnection)context.Database.GetDbConnection(), rows.Sql(ids));
            foreach (var (name, value) in export.Found.Parameters(("@limit", Step), ("@offset", 0), ("@key", after?.Key), ("@id", after?.Id), ("@now", export.Now().UtcTicks)))
                found.Bind(name, value);
            return Task.FromResult(rows.Write((SqliteConnection)context.Database.GetDbConnection(), found, export));
        }, cancellationToken);
    }

    /// <summary>Turns columns into cells.</summary>
    private sealed class Rows(CsvWriter csv, ContactFileFormat format, List<Fields.FieldRow> fields)
    {
        private readonly Dictionary<long, byte[]> _values = [];
        private readonly List<byte[]> _names = [];

        /// <summary>How many rows the last step had.</summary>
        public int Count { get; private set; }

        public string Sql(string ids) => format.AllFields ? ContactFileSql.AllFields(ids) : ContactFileSql.Emails(ids);

        public void WriteHeader()
        {
            foreach (var column in format.AllFields ? [.. Columns, .. fields.Select(f => $"field:{f.Key}")] : new[] { "email" })
                csv.WriteField(column);
            if (format.SpreadsheetSafe)
                csv.WriteField(ContactImports.ContactFile.SafeMark);
            csv.EndRecord();
        }

        /// <summary>Where the step ended; null when nothing comes after it.</summary>
        public (long Key, long Id)? Write(SqliteConnection connection, RawStatement found, ContactExport export)
        {
            var (read, last) = (0, default((long, long)));
            Count = 0;
            using var more = format.AllFields ? new More(connection, fields.Count > 0) : null;
            while (found.Step())
            {
                (read, last) = (read + 1, (found.Long(0), found.Long(1)));
                if (!format.AllFields && found.IsNull(2))
                    continue;
                if (format.AllFields)
                    WriteAll(found, more!, export);
                else
                    Cell(found.Utf8(2));
                if (format.SpreadsheetSafe)
                    csv.WriteField(ReadOnlySpan<byte>.Empty);
                csv.EndRecord();
                Count++;
            }
            return read == Step ? last : null;
        }

        private void WriteAll(RawStatement row, More more, ContactExport export)
        {
            var id = row.Long(1);
            csv.WriteField(PublicId.Format(PublicId.Contact, id));
            for (var column = 2; column <= 14; column++)
                Cell(row.Utf8(column));
            Cell(Joined(more.Categories(id), "; "u8));
            var (email, phone, now) = ((Standing)row.Long(15), row.IsNull(25) ? Standing.None : row.Long(16) == 1 ? Standing.Blacklisted : Standing.Active, export.Now().UtcTicks);
            var isBeyond = email == Standing.Active && row.IsNull(22) && export.Found.PlanEnd is { } end && (row.Long(18), id).CompareTo(end) > 0;
            csv.WriteField(Words.Of(isBeyond ? Standing.OverLimit : email));
            csv.WriteField(email.IsBlocked() ? more.Reasons(row.Long(24), now) : "");
            csv.WriteField(Words.Of(phone));
            csv.WriteField(phone.IsBlocked() ? more.Reasons(row.Long(25), now) : "");
            csv.WriteField(Words.Of((CreationMethod)row.Long(17)));
            Instant(row, 18);
            Instant(row, 19);
            csv.WriteField(row.Long(20), default);
            Instant(row, 21);
            Instant(row, 22);
            Cell(row.Utf8(23));
            WriteFields(more, id);
        }

        private void WriteFields(More more, long id)
        {
            if (fields.Count == 0)
                return;
            more.Fields(id, _values);
            foreach (var field in fields)
                Cell(_values.TryGetValue(field.Id, out var text) ? text : []);
        }

        private byte[] Joined(RawStatement names, ReadOnlySpan<byte> between)
        {
            _names.Clear();
            while (names.Step())
                _names.Add(names.Utf8(0).ToArray());
            if (_names.Count < 2)
                return _names.Count == 0 ? [] : _names[0];
            var all = new List<byte>(_names[0]);
            foreach (var name in _names.Skip(1))
            {
                all.AddRange(between);
                all.AddRange(name);
            }
            return [.. all];
        }

        private void Cell(ReadOnlySpan<byte> value)
        {
            if (format.SpreadsheetSafe && SpreadsheetSafe.NeedsProtection(value))
                csv.WriteField("'" + Encoding.UTF8.GetString(value));
            else
                csv.WriteField(value);
        }

        private void Instant(RawStatement row, int column)
        {
            if (row.IsNull(column))
                csv.WriteField(ReadOnlySpan<byte>.Empty);
            else
                csv.WriteField(new DateTime(row.Long(column), DateTimeKind.Utc), "yyyy-MM-dd'T'HH:mm:ss'Z'");
        }
    }

    /// <summary>What is not in the row itself.</summary>
    private sealed class More(SqliteConnection connection, bool hasFields) : IDisposable
    {
        private readonly RawStatement _categories = new(connection, ContactFileSql.Categories);
        private readonly RawStatement? _fields = hasFields ? new(connection, ContactFileSql.Fields) : null;
        private readonly RawStatement _reasons = new(connection, ContactFileSql.Reasons);

        public RawStatement Categories(long contact) => _categories.Bind(1, contact);

        public void Fields(long contact, Dictionary<long, byte[]> values)
        {
            values.Clear();
            _fields!.Bind(1, contact);
            while (_fields.Step())
                values[_fields.Long(0)] = _fields.Utf8(1).ToArray();
        }

        public string Reasons(long address, long now)
        {
            var reasons = new List<string>();
            _reasons.Bind(1, address).Bind(2, now);
            while (_reasons.Step())
                reasons.Add(Words.Of((SuppressionReason)_reasons.Long(0)));
            return string.Join(' ', reasons.Order());
        }

        public void Dispose()
        {
            _categories.Dispose();
            _fields?.Dispose();
            _reasons.Dispose();
        }
    }

    /// <summary>Words of enumerations as files write them, made once.</summary>
    private static class Words
    {
        private static readonly string[] Standings = [.. Enum.GetValues<Standing>().Select(s => s == Standing.None ? "" : Word(s))];
        private static readonly string[] Methods = [.. Enum.GetValues<CreationMethod>().Select(Word)];
        private static readonly string[] AllReasons = [.. Enum.GetValues<SuppressionReason>().Select(Word)];

        public static string Of(Standing standing) => Standings[(int)standing];

        public static string Of(CreationMethod method) => Methods[(int)method];

        public static string Of(SuppressionReason reason) => AllReasons[(int)reason];

        private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
    }
}
