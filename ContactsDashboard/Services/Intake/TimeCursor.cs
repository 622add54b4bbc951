using System.Globalization;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.Intake;

/// <summary>A place in a list ordered by time, newest first; the id tells apart what happened at once.</summary>
internal readonly record struct TimeCursor(DateTimeOffset At, long Id)
{
    public static readonly Problem Invalid = new("INVALID_PARAMETER", "This cursor is not one of ours. Begin again without it.") { Field = "cursor" };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks:x}-{Id:x}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out TimeCursor cursor)
    {
        cursor = default;
        if (text.Split('-') is not [var at, var id] || !Hex(at, out var ticks) || !Hex(id, out var number) || ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
            return false;
        cursor = new(new(ticks, TimeSpan.Zero), number);
        return true;
    }

    private static bool Hex(string text, out long number) => long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
