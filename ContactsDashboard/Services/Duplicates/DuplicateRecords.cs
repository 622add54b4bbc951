using ContactsDashboard.Domain;
using ContactsDashboard.Services.Paging;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Bulk;

namespace ContactsDashboard.Services.Duplicates;

/// <summary>An address that several contacts share, deleted ones apart.</summary>
/// <param name="Value">The address as it is written, or the number in E.164.</param>
/// <param name="Contacts">How many share it.</param>
public sealed record DuplicateRow(long AddressId, string Value, long Contacts);

/// <summary>How many addresses of a channel are shared, and how many contacts are too many for that.</summary>
public sealed record DuplicateTotal(long Addresses, long Surplus)
{
    public static readonly DuplicateTotal None = new(0, 0);
}

/// <summary>One page of shared addresses in the alphabet's order, with the totals of both channels.</summary>
public sealed record DuplicatesList(IReadOnlyList<DuplicateRow> Rows, DuplicateTotal Email, DuplicateTotal Phone, string? NextCursor, string? PreviousCursor)
{
    public DuplicateTotal Of(DuplicateChannel channel) => channel == DuplicateChannel.Email ? Email : Phone;
}

/// <summary>An address and who shares it, the earliest first.</summary>
/// <param name="Contacts">At most <see cref="MaxShown"/> of them.</param>
/// <param name="Count">How many there are.</param>
public sealed record DuplicateGroup(long AddressId, DuplicateChannel Channel, string Value, long Count, IReadOnlyList<BaseRow> Contacts)
{
    public const int MaxShown = 100;
}

/// <summary>Which duplicates go: those of one address, or where that is null of the whole channel.</summary>
public sealed record DuplicateRemoval(DuplicateChannel Channel, KeptContact Keep, long? AddressId = null);

/// <summary>A frozen set of contacts to be removed, and how many addresses they share.</summary>
public sealed record DuplicateRemovalPreview(long JobId, BulkCounts Counts, long Addresses);

/// <summary>Where a page ends or begins. Opaque to callers; names the address by its id.</summary>
internal sealed record DuplicatesCursor(DuplicateChannel Channel, bool Backwards, long AddressId)
{
    public override string ToString() => OpaqueCursor.Write(this);

    public static DuplicatesCursor? Parse(string text, DuplicateChannel channel)
    {
        var cursor = OpaqueCursor.Read<DuplicatesCursor>(text);
        return cursor?.Channel == channel ? cursor : null;
    }
}
