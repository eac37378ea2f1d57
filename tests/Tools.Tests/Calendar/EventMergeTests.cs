using NodaTime;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Tests.Calendar;

public sealed class EventMergeTests
{
    private static readonly Interval Always = new(Instant.FromUtc(2026, 11, 1, 0, 0), Instant.FromUtc(2026, 12, 31, 0, 0));
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    [Fact]
    public void Events_of_all_accounts_come_by_start()
    {
        var merged = EventMerge.Merge([Of("a", null, At("a1", 8), At("a2", 12)), Of("b", null, At("b1", 9), At("b2", 10))], Always, Paris, 10);

        Assert.Equal(["a1", "b1", "b2", "a2"], merged.Events.Select(e => e.Event.Id));
        Assert.Empty(merged.Rest);
    }

    [Fact]
    public void An_all_day_event_comes_before_those_of_its_day_in_the_zone()
    {
        var midnightInParis = new EventTimes(Instant.FromUtc(2026, 11, 22, 23, 0), Instant.FromUtc(2026, 11, 23, 0, 0));
        var day = EventTimes.AllDay(new LocalDate(2026, 11, 23), new LocalDate(2026, 11, 24));

        var merged = EventMerge.Merge(
            [Of("a", null, new CalendarEvent { Id = "timed", Times = midnightInParis }), Of("b", null, new CalendarEvent { Id = "day", Times = day })],
            Always, Paris, 10);

        Assert.Equal(["day", "timed"], merged.Events.Select(e => e.Event.Id));
    }

    [Fact]
    public void At_equal_starts_the_first_account_comes_first()
    {
        var merged = EventMerge.Merge([Of("a", null, At("a1", 9)), Of("b", null, At("b1", 9))], Always, Paris, 10);

        Assert.Equal(["a1", "b1"], merged.Events.Select(e => e.Event.Id));
    }

    [Fact]
    public void Each_account_goes_on_after_its_last_event_that_was_taken()
    {
        var merged = EventMerge.Merge(
            [Of("a", new("next", 0), At("a1", 8), At("a2", 12)), Of("b", null, At("b1", 9)), Of("c", null, At("c1", 20))], Always, Paris, 2);

        Assert.Equal(["a1", "b1"], merged.Events.Select(e => e.Event.Id));
        Assert.Equal([new AccountCursor("a", null, null, 1), new AccountCursor("c", null, null, 0)], merged.Rest);
    }

    [Fact]
    public void Nothing_is_taken_past_the_end_of_a_share_that_goes_on()
    {
        var merged = EventMerge.Merge([Of("a", new("next", 0), At("a1", 8)), Of("b", null, At("b1", 9))], Always, Paris, 10);

        Assert.Equal(["a1"], merged.Events.Select(e => e.Event.Id));
        Assert.Equal([new AccountCursor("a", null, "next", 0), new AccountCursor("b", null, null, 0)], merged.Rest);
    }

    private static CalendarEvent At(string id, int hour) => new()
    {
        Id = id,
        Times = new EventTimes(Instant.FromUtc(2026, 11, 23, hour, 0), Instant.FromUtc(2026, 11, 23, hour, 30)),
    };

    private static AccountEvents Of(string account, EventPosition? rest, params CalendarEvent[] events) => new(
        new Account(account, Provider.Google, $"{account}@gmail.example", "google-oauth2", null),
        null,
        null,
        new EventPage([.. events.Select((e, i) => new ListedAt(e, new EventPosition(null, i + 1)))], rest, null));
}
