using System.Net;
using NodaTime;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Tests.Providers;

namespace TokenVaultAgent.Tools.Tests.Calendar;

public sealed class GoogleCalendarTests : IAsyncLifetime
{
    private const string Read = "https://www.googleapis.com/auth/calendar.readonly";

    private static readonly Interval Tomorrow = Days(24, 1);

    private ProviderSandbox _sandbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ICalendarProvider Google => _sandbox.All<ICalendarProvider>().Single(p => p.Provider == Provider.Google);

    private ProviderToken Ada => _sandbox.Token("ada-google", Read);

    public async ValueTask InitializeAsync() => _sandbox = await ProviderSandbox.StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Events_of_a_day_come_by_start_with_series_expanded()
    {
        var page = await Google.ListEventsAsync(Ada, Query(Tomorrow), Cancellation);

        Assert.Equal(
            ["Physio exercises", "Breakfast with Ben", "School run", "Dentist", null, "Yoga"],
            page.Events.Select(e => e.Event.Title));
        Assert.Equal("Europe/Paris", page.TimeZone!.Zone.Id);
        Assert.Null(page.Rest);
    }

    [Fact]
    public async Task An_event_tells_who_where_and_whether_the_user_takes_part()
    {
        var page = await Google.ListEventsAsync(Ada, Query(Tomorrow, "breakfast"), Cancellation);

        var breakfast = Assert.Single(page.Events).Event;
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 7, 0), breakfast.Times.Start);
        Assert.Equal("Café Oberkampf, Paris", breakfast.Location);
        Assert.Equal("ada.moreau@gmail.example", breakfast.Organizer!.Address);
        Assert.Equal(EventResponse.Organizer, breakfast.MyResponse);
        Assert.Contains(new EventPerson("Ben Okafor", "ben.okafor@gmail.example", EventResponse.Accepted), breakfast.Attendees);
    }

    [Fact]
    public async Task A_flag_is_read_from_each_of_its_forms()
    {
        var page = await Google.ListEventsAsync(Ada, Query(Days(24, 5)), Cancellation);

        Assert.True(page.Events.Single(e => e.Event.Title == "Dentist").Event.IsPrivate);
        Assert.True(page.Events.Single(e => e.Event.Title == "Maman’s birthday").Event is { IsFree: true, Times.IsAllDay: true });
        Assert.True(page.Events.First(e => e.Event.Title == "Yoga").Event.IsRecurring);
        Assert.Equal(EventResponse.NeedsAction, page.Events.Single(e => e.Event.Title == "Claim your prize").Event.MyResponse);
        Assert.Equal("https://meet.example/cho-ada-call", page.Events.Single(e => e.Event.Title == "Call with Cho").Event.OnlineMeetingUrl);
    }

    [Fact]
    public async Task An_all_day_event_is_its_dates()
    {
        var page = await Google.ListEventsAsync(Ada, Query(Days(28, 1), "Casa do Rio"), Cancellation);

        var lisbon = Assert.Single(page.Events).Event;
        Assert.Equal((new LocalDate(2026, 11, 28), new LocalDate(2026, 12, 1)), (lisbon.Times.StartDate, lisbon.Times.EndDate));
    }

    [Theory]
    [InlineData(3, 27, 30, 8)]
    [InlineData(10, 23, 26, 8)]
    public async Task A_series_keeps_its_local_hour_across_a_change_of_clocks(int month, int first, int last, int hour)
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var range = new Interval(
            zone.AtStartOfDay(new LocalDate(2026, month, first)).ToInstant(), zone.AtStartOfDay(new LocalDate(2026, month, last + 1)).ToInstant());

        var page = await Google.ListEventsAsync(Ada, Query(range, "school"), Cancellation);

        Assert.Equal([first, last], page.Events.Select(e => e.Event.Times.Start.InZone(zone).Day));
        Assert.All(page.Events, e => Assert.Equal(hour, e.Event.Times.Start.InZone(zone).Hour));
        Assert.NotEqual(page.Events[0].Event.Times.Start.InUtc().Hour, page.Events[1].Event.Times.Start.InUtc().Hour);
    }

    [Fact]
    public async Task Pages_of_every_size_hold_every_event_once()
    {
        var whole = await Google.ListEventsAsync(Ada, Query(Days(24, 6)), Cancellation);
        var titles = new List<string?>();
        EventPosition? after = null;
        var size = 1;

        do
        {
            var page = await Google.ListEventsAsync(Ada, Query(Days(24, 6)) with { Limit = size++, After = after }, Cancellation);
            titles.AddRange(page.Events.Select(e => e.Event.Id));
            after = page.Rest;
        }
        while (after is not null);

        Assert.Equal(whole.Events.Select(e => e.Event.Id), titles);
    }

    [Fact]
    public async Task A_listing_goes_on_from_the_middle_of_a_page()
    {
        var first = await Google.ListEventsAsync(Ada, Query(Tomorrow) with { Limit = 4 }, Cancellation);

        var rest = await Google.ListEventsAsync(Ada, Query(Tomorrow) with { Limit = 4, After = first.Events[1].Next }, Cancellation);

        Assert.Equal(["School run", "Dentist", null, "Yoga"], rest.Events.Select(e => e.Event.Title));
        Assert.Null(rest.Rest);
    }

    [Fact]
    public async Task Another_calendar_is_listed_by_its_id()
    {
        var family = (await Google.ListCalendarsAsync(Ada, Cancellation)).Single(c => c.Name == "Family");

        var page = await Google.ListEventsAsync(Ada, Query(Days(24, 3)) with { CalendarId = family.Id }, Cancellation);

        Assert.Equal(["Swimming lesson (Léo)", "Parents’ evening"], page.Events.Select(e => e.Event.Title));
    }

    [Fact]
    public async Task A_description_is_asked_for_only_where_it_is_wanted()
    {
        var query = Query(Days(28, 1), "Lisbon");

        var with = await Google.ListEventsAsync(Ada, query, Cancellation);
        var without = await Google.ListEventsAsync(Ada, query with { WithDescription = false }, Cancellation);

        Assert.Contains(with.Events, e => e.Event.Description is not null);
        Assert.All(without.Events, e => Assert.Null(e.Event.Description));
    }

    [Fact]
    public async Task A_token_without_the_scope_is_refused_with_googles_reason()
    {
        var refusal = await Assert.ThrowsAsync<ProviderException>(() =>
            Google.ListEventsAsync(_sandbox.Token("ada-google", "openid"), Query(Tomorrow), Cancellation));

        Assert.Equal(HttpStatusCode.Forbidden, refusal.Status);
        Assert.NotNull(refusal.Reason);
    }

    [Fact]
    public async Task A_busy_google_is_asked_again()
    {
        _sandbox.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Status, Status = 429, RetryAfterSeconds = 0, Times = 1 });

        var page = await Google.ListEventsAsync(Ada, Query(Tomorrow), Cancellation);

        Assert.NotEmpty(page.Events);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_malformed()
    {
        _sandbox.Host.Faults.Add(new FaultRule { Service = "google", Kind = FaultKind.Garbage });

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Google.ListEventsAsync(Ada, Query(Tomorrow), Cancellation));

        Assert.Equal("malformedAnswer", failure.Reason);
    }

    private static EventQuery Query(Interval range, string? words = null) =>
        new(null, range, words, 100, WithDescription: true, After: null, Zone: DateTimeZoneProviders.Tzdb["Europe/Paris"]);

    /// <summary>Whole days of November 2026 in Paris.</summary>
    private static Interval Days(int first, int count)
    {
        var start = Instant.FromUtc(2026, 11, first, 0, 0) - Duration.FromHours(1);
        return new Interval(start, start + Duration.FromDays(count));
    }
}
