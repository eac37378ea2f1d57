using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Tests.Time;

public sealed class TimeInputTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 30, 12, 0);
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    [Theory]
    [InlineData("2026-11-24", "2026-11-23T23:00:00Z")]
    [InlineData("2026-11-24T09:00", "2026-11-24T08:00:00Z")]
    [InlineData("2026-11-24T09:00:00.5", "2026-11-24T08:00:00.5Z")]
    [InlineData("2026-11-24T09:00:00-05:00", "2026-11-24T14:00:00Z")]
    [InlineData("2026-11-24T09:00Z", "2026-11-24T09:00:00Z")]
    // As people and programs write them: date-fns/date-fns#2001, date-fns/date-fns#3169, moment/luxon#1610, VBA-tools/VBA-Web#421.
    [InlineData("2026-11-24T09:00:00+0100", "2026-11-24T08:00:00Z")]
    [InlineData("2026-11-24T09:00:00+01", "2026-11-24T08:00:00Z")]
    [InlineData("2026-11-24t09:00:00z", "2026-11-24T09:00:00Z")]
    [InlineData("20261124T090000Z", "2026-11-24T09:00:00Z")]
    [InlineData("20261124T0900", "2026-11-24T08:00:00Z")]
    [InlineData("20261124", "2026-11-23T23:00:00Z")]
    [InlineData("2026-11-24 09:00", "2026-11-24T08:00:00Z")]
    [InlineData("2026-11-24 09:00:00 +01:00", "2026-11-24T08:00:00Z")]
    [InlineData("2026-11-24T09:00:00,5Z", "2026-11-24T09:00:00.5Z")]
    // Clocks go from 02:00 to 03:00 on 29 March.
    [InlineData("2026-03-29T01:59", "2026-03-29T00:59:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-29T03:00", "2026-03-29T01:00:00Z")]
    // Clocks go from 03:00 back to 02:00 on 25 October.
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z")]
    [InlineData("2026-10-25T03:00", "2026-10-25T02:00:00Z")]
    public void Every_form_is_read_as_its_moment_in_the_zone(string text, string expected) =>
        Assert.Equal(InstantPattern.ExtendedIso.Parse(expected).Value, TimeInput.Parse("from", text, Now).In(Paris));

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("24.11.2026")]
    [InlineData("2026-02-30")]
    [InlineData("2026-11-24T25:00")]
    [InlineData("2026-11-24T09:00+25:00")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void What_is_no_sensible_time_is_refused_by_its_argument(string text)
    {
        var refusal = Assert.Throws<ToolFailureException>(() => TimeInput.Parse("to", text, Now));

        Assert.Equal(FailureCode.InvalidInput, refusal.Failure.Code);
        Assert.StartsWith("to ", refusal.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("2026-12-01T09:00", refusal.Failure.Hint, StringComparison.Ordinal);
        Assert.EndsWith("Today is Monday, 2026-11-30 (UTC)", refusal.Failure.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Paris", "Europe/Paris")]
    [InlineData("Romance Standard Time", "Europe/Paris")]
    [InlineData("Tokyo Standard Time", "Asia/Tokyo")]
    [InlineData("UTC", "UTC")]
    [InlineData("Mars/Olympus", null)]
    public void Iana_and_windows_names_are_zones(string name, string? zone) => Assert.Equal(zone, Zones.Find(name)?.Id);

    [Theory]
    [InlineData("europe/paris", "Europe/Paris")]
    [InlineData("EUROPE/PARIS", "Europe/Paris")]
    [InlineData("utc", "UTC")]
    [InlineData("UTC+01:00", "UTC+01")]
    [InlineData("GMT+1", "UTC+01")]
    [InlineData("+05:30", "UTC+05:30")]
    [InlineData("Romance Standard Time", "Europe/Paris")]
    public void A_zone_is_found_by_every_name_that_people_use(string name, string id) => Assert.Equal(id, Zones.Find(name)!.Id);

    [Theory]
    [InlineData("UTC+99")]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    public void What_is_no_zone_is_none(string name) => Assert.Null(Zones.Find(name));
}
