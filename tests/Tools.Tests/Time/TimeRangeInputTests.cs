using NodaTime;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Tests.Time;

public sealed class TimeRangeInputTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 12, 0);
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    [Fact]
    public void Nothing_said_is_the_week_from_now()
    {
        var range = TimeRangeInput.Parse(null, null, Now).In(Paris);

        Assert.Equal(new Interval(Now, Now + Duration.FromDays(7)), range);
    }

    [Theory]
    [InlineData("2026-11-24", 24)]
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-10-25", 25)]
    public void One_date_is_that_whole_day_however_long(string date, int hours)
    {
        var range = TimeRangeInput.Parse(date, date, Now).In(Paris);

        Assert.Equal(Duration.FromHours(hours), range.Duration);
    }

    [Theory]
    [InlineData("2026-11-24", "2026-11-23")]
    [InlineData("2026-11-24T10:00Z", "2026-11-24T10:00Z")]
    [InlineData(null, "2026-11-01")]
    [InlineData("2026-01-01", "2027-02-01")]
    public void A_reversed_or_endless_range_is_refused(string? from, string to)
    {
        var refusal = Assert.Throws<ToolFailureException>(() => TimeRangeInput.Parse(from, to, Now).In(Paris));

        Assert.StartsWith("to ", refusal.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_year_is_not_too_long() =>
        Assert.Equal(Duration.FromDays(366), TimeRangeInput.Parse("2028-01-01", "2028-12-31", Now).In(Paris).Duration);

    [Fact]
    public void Before_the_zone_is_known_only_what_is_wrong_everywhere_is_refused()
    {
        TimeRangeInput.Parse(null, "2026-11-23T01:00", Now).CheckInAnyZone();

        Assert.Throws<ToolFailureException>(() => TimeRangeInput.Parse(null, "2026-11-20", Now).CheckInAnyZone());
    }
}
