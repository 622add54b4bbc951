using ContactsDashboard.Services.Merging;

namespace ContactsDashboard.Components.Pages.Duplicates;

/// <summary>Merging in the words of people.</summary>
internal static class MergeText
{
    /// <summary>", 2 orders, 5 messages": what a contact would bring along.</summary>
    public static string Brings(MergeCandidate contact) => string.Concat(new[]
    {
        Counted(contact.Orders, "order"), Counted(contact.Activities, "message"), Counted(contact.Tokens, "device"),
    });

    /// <summary>A field as a form calls it: with a capital.</summary>
    public static string Label(MergeField field) => char.ToUpperInvariant(field.Label[0]) + field.Label[1..];

    private static string Counted(long count, string one) => count switch { 0 => "", 1 => $", 1 {one}", _ => $", {count:N0} {one}s" };
}
