using ContactsDashboard.Services.Blacklist;

namespace ContactsDashboard.Components.Pages.AllContacts;

/// <summary>A recount in words.</summary>
internal static class RecountText
{
    /// <summary>"Counted again: 1,204 email, 37 phone, as shown.", or what was wrong and is right now.</summary>
    public static string Of(RecountReport report)
    {
        var counted = $"Counted again: {report.Email:N0} email, {report.Phone:N0} phone";
        return report.Mended.Count == 0 ? $"{counted}, as shown." : $"{counted}. Put right: {string.Join(", ", report.Mended.Select(Of))}.";
    }

    private static string Of(MendedPart mended) => (mended.Part, mended.Count) switch
    {
        (RecountPart.Addresses, 1) => "the standing of 1 address",
        (RecountPart.Addresses, var count) => $"the standing of {count:N0} addresses",
        (RecountPart.Contacts, 1) => "the standing of 1 contact",
        (RecountPart.Contacts, var count) => $"the standing of {count:N0} contacts",
        (_, 1) => "1 count",
        (_, var count) => $"{count:N0} counts",
    };
}
