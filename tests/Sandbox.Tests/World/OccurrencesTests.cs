using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Tests.World;

public sealed class OccurrencesTests
{
    private const string Paris = "Europe/Paris";
    private const string NewYork = "America/New_York";

    [Fact]
    public void A_weekly_series_keeps_its_local_time_when_clocks_go_forward()
    {
        var calendar = Calendar(Paris, Series("FREQ=WEEKLY", At(2026, 3, 23, 9, 0, Paris), At(2026, 3, 23, 10, 0, Paris)));

        var starts = Starts(calendar, "2026-03-23T00:00:00Z", "2026-04-01T00:00:00Z");

        Assert.Equal(["2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z"], starts);
    }

    [Fact]
    public void A_weekly_series_keeps_its_local_time_when_clocks_go_back()
    {
        var calendar = Calendar(Paris, Series("FREQ=WEEKLY", At(2026, 10, 19, 9, 0, Paris), At(2026, 10, 19, 10, 0, Paris)));

        var starts = Starts(calendar, "2026-10-19T00:00:00Z", "2026-10-27T00:00:00Z");

        Assert.Equal(["2026-10-19T07:00:00Z", "2026-10-26T08:00:00Z"], starts);
    }

    [Fact]
    public void A_series_follows_the_DST_of_its_own_zone_not_of_the_calendars()
    {
        var calendar = Calendar(Paris, Series("FREQ=WEEKLY", At(2026, 3, 3, 9, 0, NewYork), At(2026, 3, 3, 10, 0, NewYork)));

        var starts = Starts(calendar, "2026-03-03T00:00:00Z", "2026-03-12T00:00:00Z");

        Assert.Equal(["2026-03-03T14:00:00Z", "2026-03-10T13:00:00Z"], starts);
    }

    [Fact]
    public void An_instance_at_a_time_that_the_clocks_skip_starts_as_if_they_had_not_moved()
    {
        var calendar = Calendar(Paris, Series("FREQ=DAILY", At(2026, 3, 28, 2, 30, Paris), At(2026, 3, 28, 3, 0, Paris)));

        var starts = Starts(calendar, "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z");

        Assert.Equal(["2026-03-29T01:30:00Z"], starts);
    }

    [Fact]
    public void An_instance_over_the_night_of_a_change_ends_at_its_local_time()
    {
        var calendar = Calendar(Paris, Series("FREQ=DAILY", At(2026, 10, 20, 22, 0, Paris), At(2026, 10, 21, 6, 0, Paris)));

        var night = Occurrences.Expand(calendar, Instant("2026-10-24T12:00:00Z"), Instant("2026-10-25T12:00:00Z")).Single();

        Assert.Equal(Duration.FromHours(9), night.EndsAt - night.StartsAt);
    }

    [Fact]
    public void An_all_day_event_is_a_day_of_the_calendars_zone()
    {
        var date = new LocalDate(2026, 11, 24);
        var calendar = Calendar("Asia/Tokyo", Single(EventTime.AllDay(date, "UTC"), EventTime.AllDay(date.PlusDays(1), "UTC")));

        var day = Occurrences.Expand(calendar, Instant("2026-11-23T14:00:00Z"), Instant("2026-11-23T16:00:00Z")).Single();

        Assert.Equal("2026-11-23T15:00:00Z", Text(day.StartsAt));
        Assert.Equal("2026-11-24T15:00:00Z", Text(day.EndsAt));
    }

    [Fact]
    public void An_all_day_event_on_the_day_of_a_change_is_25_hours_long()
    {
        var date = new LocalDate(2026, 10, 25);
        var calendar = Calendar(Paris, Single(EventTime.AllDay(date, Paris), EventTime.AllDay(date.PlusDays(1), Paris)));

        var day = Occurrences.Expand(calendar, Instant("2026-10-25T00:00:00Z"), Instant("2026-10-26T00:00:00Z")).Single();

        Assert.Equal(Duration.FromHours(25), day.EndsAt - day.StartsAt);
    }

    [Fact]
    public void A_changed_instance_takes_the_place_of_the_one_it_changes()
    {
        var series = Series("FREQ=DAILY", At(2026, 11, 23, 9, 0, Paris), At(2026, 11, 23, 10, 0, Paris));
        var moved = Instance(series, At(2026, 11, 24, 9, 0, Paris), At(2026, 11, 24, 15, 0, Paris), At(2026, 11, 24, 16, 0, Paris));
        var calendar = Calendar(Paris, series, moved);

        var day = Occurrences.Expand(calendar, Instant("2026-11-24T00:00:00Z"), Instant("2026-11-25T00:00:00Z")).Single();

        Assert.Same(moved, day.Event);
        Assert.Same(series, day.Series);
        Assert.Equal(At(2026, 11, 24, 9, 0, Paris), day.OriginalStart);
        Assert.True(day.IsException);
    }

    [Fact]
    public void A_cancelled_instance_is_left_out()
    {
        var series = Series("FREQ=DAILY", At(2026, 11, 23, 9, 0, Paris), At(2026, 11, 23, 10, 0, Paris));
        var cancelled = Instance(series, At(2026, 11, 24, 9, 0, Paris), At(2026, 11, 24, 9, 0, Paris), At(2026, 11, 24, 10, 0, Paris));
        cancelled.IsCancelled = true;
        var calendar = Calendar(Paris, series, cancelled);

        var starts = Starts(calendar, "2026-11-23T00:00:00Z", "2026-11-26T00:00:00Z");

        Assert.Equal(["2026-11-23T08:00:00Z", "2026-11-25T08:00:00Z"], starts);
    }

    [Fact]
    public void A_cancelled_instance_is_given_on_request()
    {
        var series = Series("FREQ=DAILY;COUNT=1", At(2026, 11, 23, 9, 0, Paris), At(2026, 11, 23, 10, 0, Paris));
        var cancelled = Instance(series, series.Start, series.Start, series.End);
        cancelled.IsCancelled = true;
        var calendar = Calendar(Paris, series, cancelled);

        var all = Occurrences.Expand(calendar, Instant("2026-11-23T00:00:00Z"), Instant("2026-11-26T00:00:00Z"), includeCancelled: true);

        Assert.Same(cancelled, all.Single().Event);
    }

    [Fact]
    public void Bounds_are_exclusive_on_the_sides_where_events_only_touch_them()
    {
        var calendar = Calendar(
            Paris,
            Single(At(2026, 11, 24, 8, 0, Paris), At(2026, 11, 24, 9, 0, Paris)),
            Single(At(2026, 11, 24, 10, 0, Paris), At(2026, 11, 24, 11, 0, Paris)));

        var starts = Starts(calendar, "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z");

        Assert.Empty(starts);
    }

    [Fact]
    public void Events_are_in_order_of_their_start()
    {
        var calendar = Calendar(
            Paris,
            Single(At(2026, 11, 24, 12, 0, Paris), At(2026, 11, 24, 13, 0, Paris)),
            Series("FREQ=DAILY", At(2026, 11, 20, 9, 0, Paris), At(2026, 11, 20, 10, 0, Paris)),
            Single(At(2026, 11, 24, 5, 0, NewYork), At(2026, 11, 24, 6, 0, NewYork)));

        var starts = Starts(calendar, "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z");

        Assert.Equal(["2026-11-24T08:00:00Z", "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"], starts);
    }

    [Fact]
    public void An_endless_series_ends_at_the_limit()
    {
        var calendar = Calendar(Paris, Series("FREQ=DAILY", At(2026, 11, 20, 9, 0, Paris), At(2026, 11, 20, 10, 0, Paris)));

        var all = Occurrences.Expand(calendar, NodaTime.Instant.MinValue, NodaTime.Instant.MaxValue);

        Assert.Equal(2_500, all.Count);
    }

    [Fact]
    public void An_event_from_one_zone_to_another_keeps_both()
    {
        var flight = Single(At(2026, 11, 24, 10, 0, Paris), At(2026, 11, 24, 12, 30, NewYork));
        var calendar = Calendar(Paris, flight);

        var taken = Occurrences.Expand(calendar, Instant("2026-11-24T00:00:00Z"), Instant("2026-11-25T00:00:00Z")).Single();

        Assert.Equal(Duration.FromHours(8.5), taken.EndsAt - taken.StartsAt);
        Assert.Equal(NewYork, taken.End.TimeZone);
    }

    [Theory]
    [InlineData("FREQ=WOBBLE")]
    [InlineData("nonsense")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31")]
    [InlineData("FREQ=YEARLY;INTERVAL=9000")]
    public void A_rule_that_cannot_be_expanded_is_not_valid(string rule)
    {
        var valid = Recurrence.IsValid(rule, At(2026, 11, 24, 10, 0, Paris));

        Assert.False(valid);
    }

    private static EventTime At(int year, int month, int day, int hour, int minute, string zone) =>
        EventTime.At(new LocalDateTime(year, month, day, hour, minute), zone);

    private static Instant Instant(string text) => InstantPattern.General.Parse(text).Value;

    private static string Text(Instant instant) => InstantPattern.General.Format(instant);

    private static List<string> Starts(WorldCalendar calendar, string from, string to) =>
        [.. Occurrences.Expand(calendar, Instant(from), Instant(to)).Select(o => Text(o.StartsAt))];

    private static WorldCalendar Calendar(string zone, params WorldEvent[] events)
    {
        var calendar = new WorldCalendar { Id = "c", Name = "c", TimeZone = zone };
        calendar.Events.AddRange(events);
        return calendar;
    }

    private static WorldEvent Single(EventTime start, EventTime end) => Event(start, end, null, null);

    private static WorldEvent Series(string rule, EventTime start, EventTime end)
    {
        var series = Event(start, end, null, null);
        series.RecurrenceRule = rule;
        return series;
    }

    private static WorldEvent Instance(WorldEvent series, EventTime original, EventTime start, EventTime end) =>
        Event(start, end, series.Id, original);

    private static WorldEvent Event(EventTime start, EventTime end, string? series, EventTime? original) => new()
    {
        Id = Guid.NewGuid().ToString(),
        ICalUid = "uid",
        OrganizerAddress = "ada.moreau@gmail.example",
        Start = start,
        End = end,
        SeriesId = series,
        OriginalStart = original,
    };
}
