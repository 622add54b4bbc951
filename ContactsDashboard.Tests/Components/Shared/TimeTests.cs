using Bunit;
using ContactsDashboard.Components.Shared;

namespace ContactsDashboard.Tests.Components.Shared;

public sealed class TimeTests : KitContext
{
    [Theory]
    [InlineData(10, "just now")]
    [InlineData(50, "1 min ago")]
    [InlineData(300, "5 min ago")]
    [InlineData(3 * 3600, "3 h ago")]
    [InlineData(24 * 3600, "1 day ago")]
    [InlineData(6 * 86400, "6 days ago")]
    [InlineData(40 * 86400, "31 Jan")]
    [InlineData(400 * 86400, "5 Feb 2025")]
    [InlineData(-3 * 86400, "in 3 days")]
    public void RelativeTime_Distance_InWords(int secondsAgo, string expected) =>
        RelativeTime.Text(Now.AddSeconds(-secondsAgo), Now).Should().Be(expected);

    [Fact]
    public void Time_InAZone_GivesLocalAndUtc()
    {
        var part = Render<Time>(p => p.Add(t => t.Value, Now.AddHours(-2)).AddCascadingValue(SomeShell()));

        var time = part.Find("time");
        time.TextContent.Should().Be("2 h ago");
        time.GetAttribute("datetime").Should().Be("2026-03-12T11:05:09Z");
        time.GetAttribute("title").Should().Be("12 Mar 2026, 12:05:09 +01:00 (2026-03-12 11:05:09 UTC)");
    }

    [Fact]
    public void Time_OwnZone_WinsOverTheShells() => Render<Time>(p => p.Add(t => t.Value, Now).Add(t => t.Zone, TimeZoneInfo.Utc)
        .AddCascadingValue(SomeShell())).Find("time").GetAttribute("title").Should().Be("2026-03-12 13:05:09 UTC");

    [Fact]
    public void Time_Unknown_SaysSo() => Render<Time>(p => p.Add(t => t.Value, null)).Find("span").TextContent.Should().Be("unknown");

    [Fact]
    public void RelativeTime_PastMidnightInTheZone_ShowsTheZonesDate()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("test+3", TimeSpan.FromHours(3), null, null);

        RelativeTime.Text(new(2026, 1, 31, 22, 0, 0, TimeSpan.Zero), Now, zone).Should().Be("1 Feb");
    }
}
