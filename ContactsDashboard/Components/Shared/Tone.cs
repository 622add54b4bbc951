namespace ContactsDashboard.Components.Shared;

/// <summary>What a colour means here; never shown without words beside it.</summary>
public enum Tone
{
    Mute,
    Ok,
    Warn,
    Bad,
}

/// <summary>The stylesheet's word for a tone.</summary>
public static class Tones
{
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Ok => "ok",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        _ => "mute",
    };
}
