using System.Globalization;
using ContactsDashboard.Components.Shared;
using ContactsDashboard.Domain;

namespace ContactsDashboard.Tests.Components.Shared;

public class LocalTimeTests
{
    [Theory]
    [InlineData("9999-12-31T23:59", "America/New_York", "9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00", "Europe/Berlin", "0001-01-01T00:00:00Z")]
    [InlineData("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00Z")]
    public void Read_AtTheEdgesOfTime_IsAnInstant(string text, string zone, string instant) =>
        LocalTime.Read(text, TimeZoneInfo.FindSystemTimeZoneById(zone))!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture).Should().Be(instant);

    [Theory]
    [InlineData("2026-10-25", "Atlantic/Azores", "2026-10-25T00:00:00Z")]
    [InlineData("2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00Z")]
    [InlineData("2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00Z")]
    [InlineData("9999-12-31", "America/New_York", "9999-12-31T05:00:00Z")]
    [InlineData("0001-01-01", "Europe/Berlin", "0001-01-01T00:00:00Z")]
    public void StartOf_ADay_IsItsFirstInstantThere(string day, string zone, string instant) =>
        Days.StartOf(DateOnly.Parse(day, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone))
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture).Should().Be(instant);

    [Fact]
    public void EndOf_TheLastDay_IsTheEndOfTime() =>
        Days.EndOf(DateOnly.MaxValue, TimeZoneInfo.Utc).Should().Be(DateTimeOffset.MaxValue);
}
