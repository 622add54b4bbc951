using ContactsDashboard.Domain;

namespace ContactsDashboard.Data.Sqlite;

/// <summary>Which rows an index of the contacts page holds.</summary>
internal enum ListPart { Everybody, Blocked, Active }

/// <summary>
/// The indexes behind the contacts page. Blocked is in no key: a row that is blocked enters the small indexes of the blocked, and the large ones of
/// everybody stay as they are, so that a wide block rewrites little. The row id ends every key by itself.
/// </summary>
internal static class ListIndexes
{
    /// <summary>
    /// The parts an order has indexes for. Where rows with the same value are many, the active have their own index in place of everybody's: a blocked
    /// domain is a few runs there, quick to take out, and would be tens of milliseconds to pass over on a page. Everybody is then the two merged.
    /// </summary>
    public static ListPart[] Parts(ContactSort sort) =>
        sort is ContactSort.Domain or ContactSort.Threads ? [ListPart.Active, ListPart.Blocked] : [ListPart.Everybody, ListPart.Blocked];

    public static string Name(ContactSort sort, ListPart part) => $"IX_Addresses_{part}_{Column(sort)}";

    public static string Filter(ListPart part, string table = "") => $"{table}Listed = 1" + part switch
    {
        ListPart.Blocked => $" AND {table}Blocked = 1",
        ListPart.Active => $" AND {table}Blocked = 0",
        _ => "",
    };

    public static string Column(ContactSort sort) => sort switch
    {
        ContactSort.Email => "Value",
        ContactSort.Domain => "Domain",
        ContactSort.Threads => "ThreadCount",
        _ => "LastActiveTicks",
    };
}
