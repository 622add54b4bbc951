using ContactsDashboard.Data.Entities;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>
/// Which contacts an index of All contacts or Deleted holds. Those by standing have the standing before the order: a rail is one range of them. Who of the
/// live is not active enters small indexes, and the large ones stay as they are: a wide block rewrites little. Wide changes blacklist, or the reverse, so
/// the blacklisted have one index for each order, and the others who are held back one by standing and one of all of them.
/// </summary>
internal enum BasePart { Live, LiveWithEmail, EmailBlacklisted, EmailHeld, HeldByEmail, LiveWithPhone, PhoneBlacklisted, Deleted, DeletedByEmail, DeletedByPhone, DeletedWithEmail, DeletedWithPhone }

/// <summary>The indexes behind All contacts and Deleted: every rail in every order is the walk of one, or of two merged. The row id ends every key by itself.</summary>
internal static class BaseIndexes
{
    public static IEnumerable<(string Name, string[] Key, string Filter)> All =>
        from part in Enum.GetValues<BasePart>()
        from sort in Enum.GetValues<AllContactsSort>()
        where sort != AllContactsSort.Deleted || IsDeleted(part)
        select (Name(part, sort), Key(part, sort), Filter(part));

    public static string Name(BasePart part, AllContactsSort sort) => $"IX_Contacts_{part}_{Column(sort)}";

    public static string Filter(BasePart part, string table = "") => part switch
    {
        BasePart.Live => $"{table}DeletedAt IS NULL",
        BasePart.LiveWithEmail => $"{table}EmailAddressId IS NOT NULL AND {table}DeletedAt IS NULL",
        BasePart.EmailBlacklisted => $"{table}EmailAddressId IS NOT NULL AND {table}DeletedAt IS NULL AND {table}EmailStanding = 5",
        BasePart.EmailHeld or BasePart.HeldByEmail =>
            $"{table}EmailAddressId IS NOT NULL AND {table}DeletedAt IS NULL AND {table}EmailStanding <> 1 AND {table}EmailStanding <> 5",
        BasePart.LiveWithPhone => $"{table}PhoneAddressId IS NOT NULL AND {table}DeletedAt IS NULL",
        // A phone is active or blacklisted, nothing else.
        BasePart.PhoneBlacklisted => $"{table}PhoneAddressId IS NOT NULL AND {table}DeletedAt IS NULL AND {table}PhoneStanding = 5",
        BasePart.DeletedByEmail or BasePart.DeletedWithEmail => $"{table}EmailAddressId IS NOT NULL AND {table}DeletedAt IS NOT NULL",
        BasePart.DeletedByPhone or BasePart.DeletedWithPhone => $"{table}PhoneAddressId IS NOT NULL AND {table}DeletedAt IS NOT NULL",
        _ => $"{table}DeletedAt IS NOT NULL",
    };

    public static string Column(AllContactsSort sort) => sort switch
    {
        AllContactsSort.Updated => nameof(Contact.UpdatedAt),
        AllContactsSort.Rating => nameof(Contact.Rating),
        AllContactsSort.Deleted => nameof(Contact.DeletedAt),
        _ => nameof(Contact.CreatedAt),
    };

    /// <summary>The column before the order, where there is one.</summary>
    public static string? StandingColumn(BasePart part) => part switch
    {
        BasePart.HeldByEmail or BasePart.DeletedByEmail => nameof(Contact.EmailStanding),
        BasePart.DeletedByPhone => nameof(Contact.PhoneStanding),
        _ => null,
    };

    private static string[] Key(BasePart part, AllContactsSort sort) =>
        StandingColumn(part) is { } standing ? [nameof(Contact.OrganizationId), standing, Column(sort)] : [nameof(Contact.OrganizationId), Column(sort)];

    private static bool IsDeleted(BasePart part) => part >= BasePart.Deleted;
}
