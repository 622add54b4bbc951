using ContactsDashboard.Domain;
using ContactsDashboard.Services.Paging;

namespace ContactsDashboard.Services.AllContacts;

/// <summary>Where a page ends or begins: the row's place in the order. Opaque to callers; bound to the order it was made for.</summary>
internal sealed record AllContactsCursor(AllContactsSort Sort, bool Descending, bool Backwards, long Key, long Id)
{
    public static readonly Problem Invalid = new("INVALID_PARAMETER", "This cursor was not made for this list. Start from the first page.") { Field = "cursor" };

    public override string ToString() => OpaqueCursor.Write(this);

    public static AllContactsCursor? Parse(string text, AllContactsQuery query)
    {
        var cursor = OpaqueCursor.Read<AllContactsCursor>(text);
        return cursor is not null && cursor.Sort == query.Sort && cursor.Descending == query.Descending ? cursor : null;
    }
}
