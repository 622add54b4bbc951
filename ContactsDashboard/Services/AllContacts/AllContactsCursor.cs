using System.Buffers.Text;
using System.Text.Json;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Where a page ends or begins: the row's place in the order. Opaque to callers; bound to the order it was made for.</summary>
internal sealed record AllContactsCursor(AllContactsSort Sort, bool Descending, bool Backwards, long Key, long Id)
{
    public static readonly Problem Invalid = new("INVALID_PARAMETER", "This cursor was not made for this list. Start from the first page.") { Field = "cursor" };

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    public static AllContactsCursor? Parse(string text, AllContactsQuery query)
    {
        try
        {
            var cursor = JsonSerializer.Deserialize<AllContactsCursor>(Base64Url.DecodeFromChars(text));
            return cursor is not null && cursor.Sort == query.Sort && cursor.Descending == query.Descending ? cursor : null;
        }
        catch (Exception e) when (e is FormatException or JsonException) // whatever a client made up
        {
            return null;
        }
    }
}
