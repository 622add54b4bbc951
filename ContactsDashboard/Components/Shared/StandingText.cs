using ContactsDashboard.Domain;

namespace ContactsDashboard.Components.Shared;

/// <summary>Standings in the words of people, each with its tone.</summary>
public static class StandingText
{
    public static string Of(Standing standing) => standing switch
    {
        Standing.Active => "Active",
        Standing.NotConfirmed => "Not confirmed",
        Standing.Unsubscribed => "Unsubscribed",
        Standing.SpamReport => "Spam report",
        Standing.Blacklisted => "Blacklisted",
        Standing.OverLimit => "Over the limit",
        _ => "None",
    };

    public static Tone ToneOf(Standing standing) => standing switch
    {
        Standing.Active => Tone.Ok,
        Standing.Unsubscribed or Standing.NotConfirmed or Standing.OverLimit => Tone.Warn,
        Standing.None => Tone.Mute,
        _ => Tone.Bad,
    };
}
