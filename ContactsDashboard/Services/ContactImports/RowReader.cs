using System.Globalization;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Files;
using ContactsDashboard.Services.Profiles;
using CsvHelper;

namespace ContactsDashboard.Services.ContactImports;

/// <summary>An additional field that a column is for; one that is made with the import has no id yet.</summary>
internal sealed record MappedField(long Id, string Key, string Label, FieldType Type, IReadOnlyList<string> Options);

/// <summary>Everything about an import that is the same for all rows.</summary>
internal sealed record ImportPlan(ImportOptions Options, IReadOnlyList<ColumnTarget> Targets, IReadOnlyList<MappedField> Fields, IReadOnlyDictionary<string, long> Categories,
    string PhoneCountry, bool IsSafe);

/// <summary>
/// Understands rows one after the other, without the base: the same row of the same file is always understood alike, so that an import can go on where it was.
/// </summary>
internal sealed class RowReader(ImportPlan plan, long salt)
{
    private const string NoText = "there is a character in it that is no text";

    private readonly SeenKeys _seen = new(salt);
    private readonly ValueReader _values = new();
    private readonly bool _hasStatus = plan.Targets.Any(t => t.Kind == TargetKind.Status);
    private readonly bool _hasNames = plan.Targets.Any(t => t.Kind is TargetKind.FirstName or TargetKind.LastName);

    public ImportRow Read(CsvReader csv, long record)
    {
        var row = new ImportRow { Record = record, Line = csv.LineNumber, Raw = csv.RawRecord.ToArray(), Cells = csv.FieldCount, Fields = new FieldContent?[plan.Fields.Count] };
        var (status, origin, field) = ((string?)null, (string?)null, 0);
        for (var i = 0; i < plan.Targets.Count; i++)
        {
            var target = plan.Targets[i];
            if (target.Kind == TargetKind.Skip)
                continue;
            var text = Cell(csv, i);
            // A row may say in several places that somebody is not written to: the strictest holds.
            if (target.Kind == TargetKind.Status)
                status = string.IsNullOrEmpty(status) ? text : $"{status};{text}";
            else if (target.Kind == TargetKind.Origin)
                origin = text;
            else
                Take(row, target, text, target.Kind is TargetKind.Field or TargetKind.NewField ? field++ : 0);
        }
        ReadStatus(row, status, origin);
        Finish(row);
        return row;
    }

    /// <summary>Whether the record says nothing at all.</summary>
    public static bool IsBlank(CsvReader csv)
    {
        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (!csv.IsEmpty(i) && !string.IsNullOrWhiteSpace(csv.GetString(i)))
                return false;
        }
        return true;
    }

    private string Cell(CsvReader csv, int column)
    {
        if (column >= csv.FieldCount)
            return "";
        var text = csv.GetString(column);
        return (plan.IsSafe ? SpreadsheetSafe.Unprotect(text)! : text).Trim();
    }

    private void Take(ImportRow row, ColumnTarget target, string text, int field)
    {
        var problem = text.Contains('\0', StringComparison.Ordinal) ? NoText : text.Length == 0 ? TakeEmpty(row, target, field) : target.Kind switch
        {
            TargetKind.Email => TakeEmail(row, text),
            TargetKind.Phone => TakePhone(row, text),
            TargetKind.ExternalId => ValueReader.Text(text, out var id) ?? Kept(row.ExternalId = id),
            TargetKind.FullName => TakeFullName(row, text),
            TargetKind.Categories => TakeCategories(row, text),
            TargetKind.Consent => TakeConsent(row, text),
            TargetKind.MobileToken => Kept(row.MobileToken = text),
            TargetKind.PushToken => Kept(row.PushToken = text),
            TargetKind.BlockedIf => StatusWords.IsSet(text) ? Kept(row.Reason = Stricter(row.Reason, target.Reason)) : null,
            TargetKind.Field or TargetKind.NewField => TakeField(row, text, field),
            _ => _values.Read(SlotOf(target.Kind), text, out var value) ?? Kept(row.Texts[(int)SlotOf(target.Kind)] = value),
        };
        if (problem is not null)
            Reject(row, target, problem);
    }

    private static string? Kept(object? _) => null;

    private void Reject(ImportRow row, ColumnTarget target, string problem)
    {
        var isKey = target.Kind == plan.Options.Unique switch { UniqueField.Phone => TargetKind.Phone, UniqueField.ExternalId => TargetKind.ExternalId, _ => TargetKind.Email };
        // Who does not consent is not taken in without saying so.
        if (isKey || !plan.Options.KeepsRows || target.Kind == TargetKind.Consent)
            row.Wrong ??= $"{Name(target)}: {problem}";
        else
            row.Dropped++;
    }

    private string? TakeEmpty(ImportRow row, ColumnTarget target, int field)
    {
        if (!plan.Options.ClearsEmpty)
            return null;
        switch (target.Kind)
        {
            case TargetKind.Email: row.ClearsEmail = true; break;
            case TargetKind.Phone: row.ClearsPhone = true; break;
            case TargetKind.Field: row.Fields[field] = ImportRow.Cleared; break;
            case TargetKind.FullName: (row.Texts[(int)TextSlot.FirstName], row.Texts[(int)TextSlot.LastName]) = ("", ""); break;
            case >= TargetKind.FirstName and <= TargetKind.Country: row.Texts[(int)SlotOf(target.Kind)] = ""; break;
        }
        return null;
    }

    private static string? TakeEmail(ImportRow row, string text)
    {
        // Exports of address books write Ann <ann@example.com>.
        var bare = text.EndsWith('>') && text.LastIndexOf('<') is >= 0 and var open ? text[(open + 1)..^1] : text;
        if (!EmailAddress.TryParse(bare, out var email))
            return "this is not an email address";
        row.Email = email;
        return null;
    }

    private string? TakePhone(ImportRow row, string text)
    {
        if (!PhoneNumber.TryParse(text, plan.PhoneCountry, out var phone))
            return "this is not a phone number";
        row.Phone = phone;
        return null;
    }

    private string? TakeFullName(ImportRow row, string text)
    {
        if (_hasNames)
            return null;
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var blank = text.LastIndexOf(' ');
        var (first, last) = comma > 0 ? (text[(comma + 1)..].Trim(), text[..comma].Trim()) : blank > 0 ? (text[..blank].Trim(), text[(blank + 1)..]) : (text, "");
        if ((ValueReader.Text(first, out _) ?? ValueReader.Text(last, out _)) is { } problem)
            return problem;
        (row.Texts[(int)TextSlot.FirstName], row.Texts[(int)TextSlot.LastName]) = (first, last.Length == 0 ? null : last);
        return null;
    }

    private string? TakeCategories(ImportRow row, string text)
    {
        // A name may hold a comma itself.
        var names = plan.Categories.ContainsKey(TextKey.Fold(text)!) ? [text]
            : text.Split(text.Contains(';', StringComparison.Ordinal) ? [';'] : [',', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in names)
        {
            if (!plan.Categories.TryGetValue(TextKey.Fold(name)!, out var id))
                return $"there is no subscription category {name}";
            (row.Categories ??= []).Add(id);
        }
        return null;
    }

    private static string? TakeConsent(ImportRow row, string text)
    {
        if (text.ToLowerInvariant() is "no" or "false" or "0" or "n")
            return "the owner did not consent";
        if (text.ToLowerInvariant() is "yes" or "true" or "1" or "y")
            return null;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return "this is neither yes nor an instant such as 2026-11-21T19:12:00Z";
        row.ConsentAt = at;
        return null;
    }

    private string? TakeField(ImportRow row, string text, int index)
    {
        var field = plan.Fields[index];
        var content = FieldContent.Read(field.Type, field.Options, text);
        if (!content.IsOk)
            return content.Problem!.Message;
        row.Fields[index] = content.Value;
        return null;
    }

    private void ReadStatus(ImportRow row, string? status, string? origin)
    {
        if (status is { Length: > 0 })
        {
            var read = StatusWords.Read(status, origin);
            if (!read.IsOk)
                row.Wrong ??= read.Problem!.Message;
            else if (read.Value is { } reason)
                row.Reason = Stricter(row.Reason, reason);
        }
        // What the row says itself goes before what is said of the whole file.
        if (row.Reason is null && (!_hasStatus || status is not { Length: > 0 }))
            row.Reason = plan.Options.Reason;
    }

    private static SuppressionReason Stricter(SuppressionReason? one, SuppressionReason other) =>
        one is not { } first || first == SuppressionReason.Unsubscribed || (first == SuppressionReason.Complained && other != SuppressionReason.Unsubscribed) ? other : first;

    private void Finish(ImportRow row)
    {
        row.Key = plan.Options.Unique switch { UniqueField.Phone => row.Phone?.Value, UniqueField.ExternalId => row.ExternalId, _ => row.Email?.Value };
        if (row.Key is null)
            row.Wrong ??= plan.Options.Unique switch { UniqueField.Phone => "There is no phone number in this row.", UniqueField.ExternalId => "There is no external id in this row.", _ => "There is no email address in this row." };
        if (row.Wrong is not null)
            return;
        if (row.Blocks is { } blocks)
            row.IsBlockRepeated = !_seen.Add((char)('b' + (int)row.Reason!), $"{(int)blocks.Scope}{blocks.Value}");
        row.IsDuplicate = !_seen.Add('k', row.Key!);
        if (!row.IsDuplicate && row.ExternalId is { } id && plan.Options.Unique != UniqueField.ExternalId)
            row.IsExternalIdTaken = !_seen.Add('x', id);
    }

    private static TextSlot SlotOf(TargetKind kind) => kind switch
    {
        TargetKind.FirstName => TextSlot.FirstName,
        TargetKind.LastName => TextSlot.LastName,
        _ => (TextSlot)((int)kind - (int)TargetKind.Language + (int)TextSlot.Language),
    };

    private static string Name(ColumnTarget target) => target.Label ?? target.Key ?? target.ToString();
}
