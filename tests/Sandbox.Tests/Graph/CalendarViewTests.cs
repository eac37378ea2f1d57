using System.Net;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class CalendarViewTests
{
    private const string Tomorrow = "me/calendarView?startDateTime=2026-11-24T00:00:00%2B01:00&endDateTime=2026-11-25T00:00:00%2B01:00";

    [Fact]
    public async Task The_calendars_say_which_is_the_default()
    {
        await using var graph = await GraphClient.StartAsync(scopes: "Calendars.Read");

        var list = (await graph.GetAsync("me/calendars"))["value"]!.AsArray();

        Assert.Equal(["Calendar", "Roadmap"], list.Select(c => (string)c!["name"]!));
        Assert.Equal([true, false], list.Select(c => (bool)c!["isDefaultCalendar"]!));
        Assert.Equal((string?)list[0]!["id"], (string?)(await graph.GetAsync("me/calendar"))["id"]);
    }

    [Fact]
    public async Task A_day_has_its_single_events_and_its_occurrences()
    {
        await using var graph = await GraphClient.StartAsync();

        var list = (await graph.GetAsync(Tomorrow))["value"]!.AsArray();

        Assert.Equal(
            ["Stand-up", "Quarterly review", "Focus time", "Product sync", "Launch rehearsal"], list.Select(e => (string)e!["subject"]!));
        Assert.Equal(
            ["occurrence", "singleInstance", "singleInstance", "occurrence", "occurrence"], list.Select(e => (string)e!["type"]!));
        Assert.All(list, e => Assert.Equal("UTC", (string?)e!["start"]!["timeZone"]));
    }

    [Theory]
    [InlineData("Romance Standard Time", "2026-11-24T15:00:00.0000000")]
    [InlineData("romance standard time", "2026-11-24T15:00:00.0000000")]
    [InlineData("Europe/Paris", "2026-11-24T15:00:00.0000000")]
    [InlineData("Eastern Standard Time", "2026-11-24T09:00:00.0000000")]
    [InlineData("America/New_York", "2026-11-24T09:00:00.0000000")]
    [InlineData("Tokyo Standard Time", "2026-11-24T23:00:00.0000000")]
    [InlineData("UTC", "2026-11-24T14:00:00.0000000")]
    public async Task Times_are_in_the_zone_preferred(string zone, string start)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.SendAsync(
            HttpMethod.Get, Tomorrow + "&$filter=subject eq 'Product sync'", prefer: $"outlook.timezone=\"{zone}\"");

        var item = answer.Json!["value"]!.AsArray().Single()!;
        Assert.Equal(start, (string?)item["start"]!["dateTime"]);
        Assert.Equal(zone, (string?)item["start"]!["timeZone"]);
        Assert.Equal("Eastern Standard Time", (string?)item["originalStartTimeZone"]);
        Assert.Equal([$"outlook.timezone=\"{zone}\""], answer.Headers.GetValues("Preference-Applied"));
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    [InlineData("CEST")]
    [InlineData("GMT+25")]
    public async Task An_unknown_zone_is_named(string zone)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync(Tomorrow, $"outlook.timezone=\"{zone}\"");

        answer.Refuses(HttpStatusCode.BadRequest, "TimeZoneNotSupportedException");
        Assert.EndsWith($"is not supported: '{zone}'.", answer.Message, StringComparison.Ordinal);
    }

    // New York leaves DST a week after Paris and enters it three weeks before.
    [Theory]
    [InlineData("2026-10-20", "Romance Standard Time", "2026-10-20T15:00:00.0000000")]
    [InlineData("2026-10-27", "Romance Standard Time", "2026-10-27T14:00:00.0000000")]
    [InlineData("2026-11-10", "Romance Standard Time", "2026-11-10T15:00:00.0000000")]
    [InlineData("2026-03-03", "Europe/Paris", "2026-03-03T15:00:00.0000000")]
    [InlineData("2026-03-17", "Europe/Paris", "2026-03-17T14:00:00.0000000")]
    [InlineData("2026-03-31", "Europe/Paris", "2026-03-31T15:00:00.0000000")]
    [InlineData("2026-03-17", "America/New_York", "2026-03-17T09:00:00.0000000")]
    [InlineData("2026-03-31", "Eastern Standard Time", "2026-03-31T09:00:00.0000000")]
    public async Task A_series_keeps_the_local_time_of_its_own_zone(string day, string zone, string start)
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.GetAsync(
            $"me/calendarView?startDateTime={day}T00:00:00Z&endDateTime={day}T23:00:00Z&$filter=subject eq 'Product sync'",
            $"outlook.timezone=\"{zone}\"");

        Assert.Equal(start, (string?)view["value"]!.AsArray().Single()!["start"]!["dateTime"]);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Tokyo Standard Time")]
    [InlineData("America/New_York")]
    public async Task All_day_events_are_from_midnight_to_midnight_in_every_zone(string zone)
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.GetAsync(
            "me/calendarView?startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-02T00:00:00Z&$filter=isAllDay eq true",
            $"outlook.timezone=\"{zone}\"");

        var offsite = view["value"]!.AsArray().Single()!;
        Assert.Equal("Team offsite", (string?)offsite["subject"]);
        Assert.Equal("2026-12-01T00:00:00.0000000", (string?)offsite["start"]!["dateTime"]);
        Assert.Equal("2026-12-03T00:00:00.0000000", (string?)offsite["end"]!["dateTime"]);
        Assert.Equal(zone, (string?)offsite["end"]!["timeZone"]);
    }

    [Fact]
    public async Task A_moved_occurrence_is_an_exception_of_its_series()
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.GetAsync(
            "me/calendarView?startDateTime=2026-03-09T00:00:00Z&endDateTime=2026-03-13T00:00:00Z&$filter=subject eq 'Product sync'");

        var moved = view["value"]!.AsArray().Single()!;
        Assert.Equal("exception", (string?)moved["type"]);
        Assert.Equal("2026-03-11T13:00:00.0000000", (string?)moved["start"]!["dateTime"]);
        var master = await graph.GetAsync($"me/events/{moved["seriesMasterId"]}");
        Assert.Equal("seriesMaster", (string?)master["type"]);
        Assert.Equal("weekly", (string?)master["recurrence"]!["pattern"]!["type"]);
        Assert.Equal(["tuesday"], master["recurrence"]!["pattern"]!["daysOfWeek"]!.AsArray().Select(d => (string)d!));
    }

    [Fact]
    public async Task A_cancelled_occurrence_is_gone()
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.ListAsync("me/calendarView?startDateTime=2026-11-03T00:00:00Z&endDateTime=2026-11-04T00:00:00Z");

        Assert.Equal(["Stand-up"], view);
    }

    [Fact]
    public async Task Events_lists_a_series_once()
    {
        await using var graph = await GraphClient.StartAsync();

        var list = (await graph.GetAsync("me/events?$top=100"))["value"]!.AsArray();

        Assert.Single(list, e => (string?)e!["subject"] == "Stand-up" && (string?)e["type"] == "seriesMaster");
        Assert.DoesNotContain(list, e => (string?)e!["type"] is "occurrence" or "exception");
    }

    [Fact]
    public async Task Another_calendar_has_its_own_view()
    {
        await using var graph = await GraphClient.StartAsync();
        var roadmap = graph.Account.Calendars.Single(c => c.Name == "Roadmap").Id;

        var view = await graph.ListAsync(
            $"me/calendars/{roadmap}/calendarView?startDateTime=2026-11-24&endDateTime=2026-12-24");

        Assert.Equal(["Code freeze", "Launch"], view);
    }

    [Theory]
    [InlineData("me/calendarView", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=2026-11-24T00:00:00Z", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=tomorrow&endDateTime=2026-11-25T00:00:00Z", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=2026-11-24T00:00:00+01:00&endDateTime=2026-11-25T00:00:00Z", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=2026-02-30T00:00:00Z&endDateTime=2026-11-25T00:00:00Z", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=2026-11-25T00:00:00Z&endDateTime=2026-11-24T00:00:00Z", "ErrorInvalidParameter")]
    [InlineData("me/calendarView?startDateTime=2020-01-01T00:00:00Z&endDateTime=2026-11-24T00:00:00Z", "ErrorInvalidRequest")]
    [InlineData("me/events?$filter=start/dateTime ge 2026-11-24T00:00:00Z", "BadRequest")]
    [InlineData("me/events?$filter=start/dateTime ge 'tomorrow'", "BadRequest")]
    [InlineData("me/events?$orderby=attendees", "BadRequest")]
    [InlineData("me/events?$select=summary", "BadRequest")]
    public async Task A_bad_query_is_refused(string path, string code)
    {
        await using var graph = await GraphClient.StartAsync();

        var answer = await graph.GetRefusalAsync(path);

        answer.Refuses(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("start/dateTime eq '2026-11-24T09:00:00'", "Quarterly review")]
    [InlineData("start/dateTime eq '2026-11-24T09:00:00Z'", "Quarterly review")]
    [InlineData("start/dateTime ge '2026-11-24T09:00' and end/dateTime le '2026-11-24T10:30:00'", "Quarterly review")]
    [InlineData("isOrganizer eq true and contains(subject,'review')", "Quarterly review")]
    [InlineData("showAs eq 'free'", "Focus time")]
    public async Task A_filter_is_in_UTC_whatever_zone_is_preferred(string filter, string subject)
    {
        await using var graph = await GraphClient.StartAsync();

        var found = await graph.ListAsync($"{Tomorrow}&$filter={filter}", prefer: "outlook.timezone=\"Tokyo Standard Time\"");

        Assert.Equal([subject], found);
    }

    [Fact]
    public async Task People_are_shown_with_their_answers()
    {
        await using var graph = await GraphClient.StartAsync();

        var view = await graph.GetAsync(Tomorrow + "&$filter=subject eq 'Quarterly review'&$select=attendees,organizer,responseStatus");

        var review = view["value"]![0]!;
        Assert.Equal("ada@acme.example", (string?)review["organizer"]!["emailAddress"]!["address"]);
        Assert.Equal("organizer", (string?)review["responseStatus"]!["response"]);
        Assert.Equal(["accepted", "tentativelyAccepted"], review["attendees"]!.AsArray().Select(a => (string)a!["status"]!["response"]!));
        Assert.Equal(["required", "optional"], review["attendees"]!.AsArray().Select(a => (string)a!["type"]!));
    }
}
