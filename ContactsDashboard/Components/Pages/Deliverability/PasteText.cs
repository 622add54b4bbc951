using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Suppressions;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>What adding many does to each, in words.</summary>
internal static class PasteText
{
    public static readonly AdditionOutcome[] Outcomes = Enum.GetValues<AdditionOutcome>();

    public static string Will(AdditionOutcome outcome) => outcome switch
    {
        AdditionOutcome.Added => "new",
        AdditionOutcome.Joined => "prolongs the one that stands",
        AdditionOutcome.AlreadySuppressed => "suppressed already",
        _ => "invalid",
    };

    /// <summary>The same as the name of a group.</summary>
    public static string Group(AdditionOutcome outcome) => outcome switch
    {
        AdditionOutcome.Added => "New",
        AdditionOutcome.Joined => "Prolonged",
        AdditionOutcome.AlreadySuppressed => "Suppressed already",
        _ => "Invalid",
    };

    public static Tone ToneOf(AdditionOutcome outcome) => outcome switch
    {
        AdditionOutcome.Added => Tone.Ok,
        AdditionOutcome.Joined => Tone.Warn,
        AdditionOutcome.Invalid => Tone.Bad,
        _ => Tone.Mute,
    };

    /// <summary>"12 suppressions added, 3 suppressed already, 1 invalid"</summary>
    public static string Result(AdditionReport report)
    {
        var parts = new List<string> { $"{LedgerText.Suppressions(report.CountOf(AdditionOutcome.Added))} added" };
        if (report.CountOf(AdditionOutcome.Joined) is > 0 and var joined)
            parts.Add($"{joined:N0} prolonged");
        if (report.CountOf(AdditionOutcome.AlreadySuppressed) is > 0 and var known)
            parts.Add($"{known:N0} suppressed already");
        if (report.CountOf(AdditionOutcome.Invalid) is > 0 and var invalid)
            parts.Add($"{invalid:N0} invalid");
        return string.Join(", ", parts);
    }
}
