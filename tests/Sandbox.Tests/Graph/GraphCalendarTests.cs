using System.Net;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class GraphCalendarTests
{
    private const string Tuesday = "startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-11-25T00:00:00Z";

    [Fact]
    public async Task A_view_expands_series_and_a_list_does_not()
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.ListAsync($"me/calendarView?{Tuesday}&$orderby=start/dateTime&$top=50");
        var list = await graph.ListAsync("me/events?$top=100");

        Assert.Equal("occurrence", (string?)view.Single(e => (string?)e["subject"] == "Stand-up")["type"]);
        Assert.Equal("seriesMaster", (string?)list.Single(e => (string?)e["subject"] == "Stand-up")["type"]);
        Assert.Equal(view.Select(e => (string)e["start"]!["dateTime"]!).Order(StringComparer.Ordinal), view.Select(e => (string)e["start"]!["dateTime"]!));
    }

    [Theory]
    [InlineData("W. Europe Standard Time", "2026-11-24T09:30:00.0000000")]
    [InlineData("Europe/Paris", "2026-11-24T09:30:00.0000000")]
    [InlineData("UTC", "2026-11-24T08:30:00.0000000")]
    [InlineData("Pacific Standard Time", "2026-11-24T00:30:00.0000000")]
    public async Task Times_come_in_the_zone_that_is_preferred(string zone, string expected)
    {
        await using var graph = await GraphClient.StartAsync();

        var reply = await graph.SendAsync(HttpMethod.Get, $"me/calendarView?{Tuesday}&$filter=subject eq 'Stand-up'", prefer: $"outlook.timezone=\"{zone}\"");

        var start = reply.Json!["value"]![0]!["start"]!;
        Assert.Equal((expected, zone), ((string?)start["dateTime"], (string?)start["timeZone"]));
        Assert.Contains(zone, reply.Headers.GetValues("Preference-Applied").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-10-23", "2026-10-24T00:00:00Z", "07:30")]
    [InlineData("2026-10-26", "2026-10-27T00:00:00Z", "08:30")]
    public async Task A_series_keeps_its_local_time_across_the_change_of_clocks(string from, string to, string expectedUtc)
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.ListAsync($"me/calendarView?startDateTime={from}T00:00:00Z&endDateTime={to}&$top=50");

        var standUps = view.Where(e => (string?)e["subject"] == "Stand-up").ToList();
        Assert.All(standUps, e => Assert.Equal($"{from}T{expectedUtc}:00.0000000", (string?)e["start"]!["dateTime"]));
        Assert.True(standUps.Count > 0 || string.CompareOrdinal(from, "2026-11") < 0);
    }

    [Fact]
    public async Task An_all_day_event_is_midnight_to_midnight_in_any_zone()
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.ListAsync(
            "me/calendarView?startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-02T00:00:00Z&$filter=isAllDay eq true",
            "outlook.timezone=\"Tokyo Standard Time\"");

        var offsite = Assert.Single(view);
        Assert.Equal("2026-12-01T00:00:00.0000000", (string?)offsite["start"]!["dateTime"]);
        Assert.EndsWith("T00:00:00.0000000", (string?)offsite["end"]!["dateTime"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_lead_to_every_occurrence_once()
    {
        await using var graph = await GraphClient.StartAsync();

        var all = await graph.FollowAsync("me/calendarView?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z&$top=7&$orderby=start/dateTime");

        var ids = all.Select(e => (string)e["id"]!).ToList();
        Assert.True(ids.Count > 30);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task An_occurrence_is_found_again_by_its_id_in_either_form()
    {
        await using var graph = await GraphClient.StartAsync();

        foreach (var prefer in new string[][] { [], [GraphClient.Immutable] })
        {
            var standUp = (await graph.ListAsync($"me/calendarView?{Tuesday}&$filter=subject eq 'Stand-up'", prefer))[0];
            var again = await graph.GetAsync($"me/events/{(string)standUp["id"]!}", prefer);

            Assert.Equal(standUp["start"]!.ToJsonString(), again["start"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("me/calendarView", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=2026-11-25T00:00:00Z&endDateTime=2026-11-24T00:00:00Z", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=tomorrow&endDateTime=2026-11-24T00:00:00Z", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=2010-01-01&endDateTime=2026-11-24", "ErrorInvalidRequest")]
    [InlineData("me/events?$top=0", "BadRequest")]
    [InlineData("me/events?$top=1001", "BadRequest")]
    [InlineData("me/events?$select=title", "BadRequest")]
    [InlineData("me/events?$orderby=title", "BadRequest")]
    [InlineData("me/events?$filter=title eq 'x'", "BadRequest")]
    [InlineData("me/events?$filter=subject eq", "BadRequest")]
    [InlineData("me/events?$filter=subject eq 'x", "BadRequest")]
    [InlineData("me/events?$filter=isAllDay eq 'x'", "BadRequest")]
    public async Task A_query_at_fault_is_refused(string path, string code)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.SendAsync(HttpMethod.Get, path);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_unknown_zone_is_refused()
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.SendAsync(HttpMethod.Get, $"me/calendarView?{Tuesday}", prefer: "outlook.timezone=\"Mars Time\"");

        Assert.Equal((HttpStatusCode.BadRequest, "TimeZoneNotSupportedException"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_filter_nested_beyond_reason_is_refused()
    {
        await using var graph = await GraphClient.StartAsync();
        var nested = string.Concat(Enumerable.Repeat("(", 500)) + "isAllDay eq true" + string.Concat(Enumerable.Repeat(")", 500));

        var answer = await graph.SendAsync(HttpMethod.Get, $"me/events?$filter={Uri.EscapeDataString(nested)}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_selection_leaves_the_id_and_what_was_named()
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.ListAsync($"me/calendarView?{Tuesday}&$select=subject,start");

        Assert.Equal(["@odata.etag", "id", "start", "subject"], view[0].Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_calendar_of_its_own_has_its_own_events()
    {
        await using var graph = await GraphClient.StartAsync();
        var calendars = await graph.ListAsync("me/calendars");
        var roadmap = (string)calendars.Single(c => (string?)c["name"] == "Roadmap")["id"]!;

        var events = await graph.ListAsync($"me/calendars/{roadmap}/calendarView?startDateTime=2026-11-01&endDateTime=2026-12-31");

        Assert.Equal(["Code freeze", "Launch"], events.Select(e => (string)e["subject"]!));
        Assert.True((bool)calendars.Single(c => (string?)c["name"] == "Calendar")["isDefaultCalendar"]!);
    }

    [Fact]
    public async Task An_event_that_is_made_is_in_the_view()
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.PostAsync("me/events", Event("2026-11-24T20:00:00", "2026-11-24T20:30:00", "W. Europe Standard Time"));
        var view = await graph.ListAsync($"me/calendarView?{Tuesday}&$filter=subject eq 'Dinner'");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("2026-11-24T19:00:00.0000000", (string?)Assert.Single(view)["start"]!["dateTime"]);
    }

    [Theory]
    [InlineData("2026-11-24T21:00:00", "2026-11-24T20:30:00", "UTC", HttpStatusCode.BadRequest)]
    [InlineData("soon", "2026-11-24T20:30:00", "UTC", HttpStatusCode.BadRequest)]
    [InlineData("2026-11-24T20:00:00", "2026-11-24T20:30:00", "Mars Time", HttpStatusCode.BadRequest)]
    public async Task An_event_at_fault_is_not_made(string start, string end, string zone, HttpStatusCode status)
    {
        await using var graph = await GraphClient.StartAsync();
        var before = graph.Account.PrimaryCalendar.Events.Count;

        var answer = await graph.PostAsync("me/events", Event(start, end, zone));

        Assert.Equal(status, answer.Status);
        Assert.Equal(before, graph.Account.PrimaryCalendar.Events.Count);
    }

    private static JsonObject Event(string start, string end, string zone) => new()
    {
        ["subject"] = "Dinner",
        ["start"] = new JsonObject { ["dateTime"] = start, ["timeZone"] = zone },
        ["end"] = new JsonObject { ["dateTime"] = end, ["timeZone"] = zone },
    };
}
