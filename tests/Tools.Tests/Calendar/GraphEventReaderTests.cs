using NodaTime;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;

namespace TokenVaultAgent.Tools.Tests.Calendar;

public sealed class GraphEventReaderTests
{
    [Fact]
    public void A_time_in_a_windows_zone_is_its_moment()
    {
        var item = Event("2026-07-01T09:00:00.0000000", "2026-07-01T10:00:00.0000000", "Romance Standard Time");

        Assert.Equal(Instant.FromUtc(2026, 7, 1, 7, 0), GraphEventReader.Read(item)!.Times.Start);
    }

    [Fact]
    public void An_all_day_event_at_midnight_utc_is_its_dates()
    {
        var item = Event("2026-03-29T00:00:00.0000000", "2026-03-30T00:00:00.0000000", "UTC") with { IsAllDay = true, OriginalStartTimeZone = "Tokyo Standard Time" };

        AssertDates(new LocalDate(2026, 3, 29), item);
    }

    [Fact]
    public void An_all_day_event_at_midnight_of_the_zone_it_was_made_in_is_its_dates_there()
    {
        var item = Event("2026-03-28T23:00:00.0000000", "2026-03-29T22:00:00.0000000", "UTC") with { IsAllDay = true, OriginalStartTimeZone = "Romance Standard Time" };

        AssertDates(new LocalDate(2026, 3, 29), item);
    }

    [Theory]
    [InlineData(null, "2026-11-24T09:00:00", "UTC")]
    [InlineData("id", "yesterday", "UTC")]
    [InlineData("id", "2026-11-24T09:00:00", "Mars Standard Time")]
    public void What_has_no_id_or_time_is_no_event(string? id, string time, string zone)
    {
        var item = Event(time, time, zone) with { Id = id };

        Assert.Null(GraphEventReader.Read(item));
    }

    private static void AssertDates(LocalDate day, GraphEvent item)
    {
        var times = GraphEventReader.Read(item)!.Times;
        Assert.Equal((day, day.PlusDays(1)), (times.StartDate, times.EndDate));
    }

    private static GraphEvent Event(string start, string end, string zone) => new()
    {
        Id = "id",
        Start = new GraphTime(start, zone),
        End = new GraphTime(end, zone),
    };
}
