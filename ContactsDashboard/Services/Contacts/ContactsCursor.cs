using System.Text.Json.Serialization;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Paging;

namespace ContactsDashboard.Services.Contacts;

/// <summary>Where a page ends or begins: the row's place in the order. Opaque to callers; bound to the sort it was made for.</summary>
internal sealed record ContactsCursor(ContactSort Sort, bool Descending, bool Backwards, string Key, long Id)
{
    public static readonly Problem Invalid = new("INVALID_PARAMETER", "This cursor was not made for this list. Start from the first page.") { Field = "cursor" };

    [JsonIgnore]
    public object SqlKey => Sort is ContactSort.Email or ContactSort.Domain ? Key : long.Parse(Key, System.Globalization.CultureInfo.InvariantCulture);

    public override string ToString() => OpaqueCursor.Write(this);

    public static ContactsCursor? Parse(string text, ContactsQuery query)
    {
        var cursor = OpaqueCursor.Read<ContactsCursor>(text);
        return cursor is { Key: not null } && cursor.Sort == query.Sort && cursor.Descending == query.Descending
            && (cursor.Sort is ContactSort.Email or ContactSort.Domain || long.TryParse(cursor.Key, out _)) ? cursor : null;
    }
}
