using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TokenVaultAgent.Tools.Calendar;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Tests.Providers;
using TokenVaultAgent.Tools.Time;
using TokenVaultAgent.Tools.UserZones;

namespace TokenVaultAgent.Tools.Tests.Calendar;

/// <summary>What goes over the wire, and how a calendar without end is kept in bounds.</summary>
public sealed class GraphCalendarRequestTests
{
    private static readonly EventQuery Query = new(
        null, new Interval(Instant.FromUtc(2026, 11, 24, 0, 0), Instant.FromUtc(2026, 11, 25, 0, 0)), null, 25, WithDescription: true, After: null, Zone: DateTimeZone.Utc);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_view_is_asked_for_in_utc_by_start_with_the_fields_in_use()
    {
        await using var stub = await StubProvider.StartAsync(200, """{"value":[]}""");

        await ListAsync(stub, Query with { CalendarId = "AAMk=", After = new EventPosition(null, 50) });

        var request = Assert.Single(stub.Requests);
        Assert.StartsWith("/v1.0/me/calendars/AAMk%3D/calendarView?", request.Target, StringComparison.Ordinal);
        Assert.Contains("startDateTime=2026-11-23T21%3A00%3A00Z", request.Target, StringComparison.Ordinal);
        Assert.Contains("$orderby=start%2FdateTime", request.Target, StringComparison.Ordinal);
        Assert.Contains("$select=id", request.Target, StringComparison.Ordinal);
        Assert.Contains("$top=25", request.Target, StringComparison.Ordinal);
        Assert.Contains("$skip=50", request.Target, StringComparison.Ordinal);
        Assert.Contains("outlook.timezone=\"UTC\"", request.Prefer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_another_host_is_not_followed_and_the_listing_goes_on_here()
    {
        await using var elsewhere = await StubProvider.StartAsync(200, """{"value":[]}""");
        await using var stub = await EndlessAsync(elsewhere.Url.AbsoluteUri);

        var page = await ListAsync(stub, Query with { Limit = 100 });

        Assert.Equal(100, page.Events.Count);
        Assert.Equal(new EventPosition(null, 100), page.Rest);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_search_that_finds_nothing_stops_and_says_where_to_go_on()
    {
        await using var stub = await EndlessAsync("https://graph.example/next");

        var page = await ListAsync(stub, Query with { Words = "unheard-of" });

        Assert.Empty(page.Events);
        Assert.Equal(10, stub.Requests.Count);
        Assert.Equal(new EventPosition(null, 1000), page.Rest);
    }

    [Fact]
    public async Task A_search_goes_on_right_after_the_last_event_that_it_found()
    {
        await using var stub = await EndlessAsync("https://graph.example/next");

        var first = await ListAsync(stub, Query with { Words = "nr 7", Limit = 2 });
        var second = await ListAsync(stub, Query with { Words = "nr 7", Limit = 2, After = first.Rest });

        Assert.Equal(["7", "17", "27", "37"], first.Events.Concat(second.Events).Select(e => e.Event.Id));
    }

    [Fact]
    public async Task What_was_before_the_range_takes_no_room_although_the_zone_is_not_known_yet()
    {
        static string Item(int id, string day, bool isAllDay = false) => $$"""
            {"id":"{{id}}","isAllDay":{{(isAllDay ? "true" : "false")}},"start":{"dateTime":"{{day}}T00:00:00","timeZone":"UTC"},
             "end":{"dateTime":"{{(isAllDay ? "2026-11-24T00:00:00" : $"{day}T01:00:00")}}","timeZone":"UTC"} }
            """;
        string[] items = [Item(1, "2026-11-23"), Item(2, "2026-11-23", isAllDay: true), Item(3, "2026-11-23"), Item(4, "2026-11-24"), Item(5, "2026-11-24"), Item(6, "2026-11-24")];
        await using var stub = await StubProvider.StartAsync(200, $$"""{"value":[{{string.Join(',', items)}}]}""");

        var page = await ListAsync(stub, Query with { Zone = null, Limit = 3 });

        Assert.Equal(["2", "4", "5"], page.Events.Select(e => e.Event.Id));
        Assert.Equal(new EventPosition(null, 5), page.Rest);
    }

    [Fact]
    public async Task The_users_zone_is_the_one_that_most_of_their_own_events_are_written_in()
    {
        static string Item(int id, string zone, bool isOwn = true, bool isAllDay = false) => $$"""
            {"id":"{{id}}","isOrganizer":{{(isOwn ? "true" : "false")}},"isAllDay":{{(isAllDay ? "true" : "false")}},"originalStartTimeZone":"{{zone}}",
             "start":{"dateTime":"2026-11-24T00:00:00","timeZone":"UTC"},"end":{"dateTime":"2026-11-25T00:00:00","timeZone":"UTC"} }
            """;
        string[] items =
        [
            Item(1, "Tokyo Standard Time"), Item(2, "Tokyo Standard Time"), Item(3, "Romance Standard Time"), Item(4, "tzone://Microsoft/Custom"),
            .. Enumerable.Range(5, 9).Select(id => Item(id, "Pacific Standard Time", isOwn: false)), Item(20, "UTC", isAllDay: true), Item(21, "UTC", isAllDay: true), Item(22, "UTC", isAllDay: true),
        ];
        await using var stub = await StubProvider.StartAsync(200, $$"""{"value":[{{string.Join(',', items)}}]}""");
        await using var clients = stub.Clients();
        var zones = new GraphZone(clients.GetRequiredService<GraphApi>(), TimeProvider.System);
        var graph = new GraphCalendar(clients.GetRequiredService<GraphApi>(), zones);

        var asked = await zones.AskAsync(StubProvider.Token(scopes: "Calendars.Read"), Cancellation);

        Assert.Equal(("Asia/Tokyo", TimeZoneSource.Events), (asked!.Zone.Id, asked.Source));
        Assert.Equal(asked, (await graph.ListEventsAsync(StubProvider.Token(), Query with { Zone = null }, Cancellation)).TimeZone);
    }

    private static async Task<EventPage> ListAsync(StubProvider stub, EventQuery query)
    {
        await using var clients = stub.Clients();
        var graph = clients.GetRequiredService<GraphApi>();
        return await new GraphCalendar(graph, new GraphZone(graph, TimeProvider.System)).ListEventsAsync(StubProvider.Token(), query, Cancellation);
    }

    /// <summary>Events without end, the title of each ending with the last digit of its place.</summary>
    private static Task<StubProvider> EndlessAsync(string nextLink) => StubProvider.StartAsync(context =>
    {
        var skip = Number(context, "$skip");
        var time = new { dateTime = "2026-11-24T09:00:00.0000000", timeZone = "UTC" };
        var events = Enumerable.Range(skip, Number(context, "$top"))
            .Select(i => new { id = i.ToString(CultureInfo.InvariantCulture), subject = $"Meeting nr {i % 10}", start = time, end = time });
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, object> { ["value"] = events, ["@odata.nextLink"] = nextLink }));
    });

    private static int Number(HttpContext context, string parameter) =>
        int.TryParse(context.Request.Query[parameter], CultureInfo.InvariantCulture, out var number) ? number : 0;
}
