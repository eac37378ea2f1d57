using System.Net;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Google;

public sealed class CalendarTests
{
    private const string Events = "calendar/v3/calendars/primary/events";
    private const string Tomorrow = "timeMin=2026-11-24T00:00:00%2B01:00&timeMax=2026-11-25T00:00:00%2B01:00";

    [Fact]
    public async Task The_calendar_list_says_which_is_primary_and_what_may_be_written()
    {
        await using var google = await GoogleClient.StartAsync(scopes: GoogleClient.CalendarReadonly);

        var list = await google.GetAsync("calendar/v3/users/me/calendarList");

        var items = list["items"]!.AsArray();
        Assert.Equal(["ada.moreau@gmail.example", "Family", "Holidays in France"], items.Select(i => (string)i!["summary"]!));
        Assert.Equal([true, null, null], items.Select(i => (bool?)i!["primary"]));
        Assert.Equal(["owner", "owner", "reader"], items.Select(i => (string)i!["accessRole"]!));
    }

    [Fact]
    public async Task A_calendar_is_found_by_its_id()
    {
        await using var google = await GoogleClient.StartAsync();

        var calendar = await google.GetAsync("calendar/v3/calendars/ada.moreau%40gmail.example");

        Assert.Equal("Europe/Paris", (string?)calendar["timeZone"]);
    }

    [Fact]
    public async Task A_day_lists_single_events_and_instances_in_order()
    {
        await using var google = await GoogleClient.StartAsync(scopes: GoogleClient.CalendarReadonly);

        var list = await google.GetAsync($"{Events}?{Tomorrow}&singleEvents=true&orderBy=startTime");

        Assert.Equal(
            ["Physio exercises", "Breakfast with Ben", "School run", "Dentist", null, "Yoga"],
            list["items"]!.AsArray().Select(i => (string?)i!["summary"]));
        Assert.Equal("2026-11-24T08:00:00+01:00", (string?)list["items"]![1]!["start"]!["dateTime"]);
    }

    [Fact]
    public async Task Times_are_in_the_zone_asked_for()
    {
        await using var google = await GoogleClient.StartAsync();

        var list = await google.GetAsync($"{Events}?{Tomorrow}&singleEvents=true&q=breakfast&timeZone=Asia/Tokyo");

        var start = list["items"]![0]!["start"]!;
        Assert.Equal("2026-11-24T16:00:00+09:00", (string?)start["dateTime"]);
        Assert.Equal("Europe/Paris", (string?)start["timeZone"]);
    }

    [Fact]
    public async Task A_series_is_listed_once_when_it_is_not_expanded()
    {
        await using var google = await GoogleClient.StartAsync();

        var list = await google.GetAsync($"{Events}?{Tomorrow}&q=yoga");

        var series = Assert.Single(list["items"]!.AsArray())!;
        Assert.Equal("RRULE:FREQ=WEEKLY;BYDAY=TU", (string?)series["recurrence"]![0]);
        Assert.Null(series["recurringEventId"]);
    }

    [Fact]
    public async Task A_moved_instance_keeps_its_identity()
    {
        await using var google = await GoogleClient.StartAsync();

        var list = await google.GetAsync($"{Events}?timeMin=2026-03-30T00:00:00Z&timeMax=2026-04-02T00:00:00Z&singleEvents=true&q=yoga");

        var moved = Assert.Single(list["items"]!.AsArray())!;
        Assert.Equal("2026-04-01T19:00:00+02:00", (string?)moved["start"]!["dateTime"]);
        Assert.Equal("2026-03-31T18:30:00+02:00", (string?)moved["originalStartTime"]!["dateTime"]);
        Assert.EndsWith("_20260331T163000Z", (string?)moved["id"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 1)]
    public async Task A_cancelled_instance_shows_on_request_only(string showDeleted, int count)
    {
        await using var google = await GoogleClient.StartAsync();

        var list = await google.GetAsync(
            $"{Events}?timeMin=2026-10-27T00:00:00Z&timeMax=2026-10-28T00:00:00Z&singleEvents=true&q=yoga&showDeleted={showDeleted}");

        Assert.Equal(count, list["items"]!.AsArray().Count);
        Assert.All(list["items"]!.AsArray(), i => Assert.Equal("cancelled", (string?)i!["status"]));
    }

    [Fact]
    public async Task An_instance_can_be_read_by_the_id_that_the_list_gave()
    {
        await using var google = await GoogleClient.StartAsync();
        var list = await google.GetAsync($"{Events}?timeMin=2026-03-30T00:00:00Z&timeMax=2026-04-02T00:00:00Z&singleEvents=true");

        foreach (var item in list["items"]!.AsArray())
        {
            var read = await google.GetAsync($"{Events}/{item!["id"]}");

            Assert.True(JsonNode.DeepEquals(item, read), (string?)item["id"]);
        }
    }

    [Fact]
    public async Task Instances_of_one_series_can_be_listed()
    {
        await using var google = await GoogleClient.StartAsync();
        var series = google.Account.PrimaryCalendar.Events.Single(e => e.Title == "Pay rent");

        var list = await google.GetAsync($"{Events}/{series.Id}/instances?timeMin=2026-11-15T00:00:00Z&timeMax=2027-02-15T00:00:00Z");

        Assert.Equal(["2026-12-01", "2027-01-01", "2027-02-01"], list["items"]!.AsArray().Select(i => (string)i!["start"]!["date"]!));
    }

    [Fact]
    public async Task Pages_join_to_the_whole_list()
    {
        await using var google = await GoogleClient.StartAsync();
        var query = $"{Events}?timeMin=2026-11-24T00:00:00Z&timeMax=2026-12-08T00:00:00Z&singleEvents=true";
        var whole = (await google.GetAsync(query + "&maxResults=2500"))["items"]!.AsArray().Select(i => (string)i!["id"]!).ToList();

        List<string> joined = [];
        for (string? token = ""; token is not null;)
        {
            var page = await google.GetAsync($"{query}&maxResults=7&pageToken={token}");
            joined.AddRange(page["items"]!.AsArray().Select(i => (string)i!["id"]!));
            token = (string?)page["nextPageToken"];
        }

        Assert.True(whole.Count > 14);
        Assert.Equal(whole, joined);
    }

    [Fact]
    public async Task A_page_token_holds_for_its_own_query_only()
    {
        await using var google = await GoogleClient.StartAsync();
        var first = await google.GetAsync($"{Events}?singleEvents=true&maxResults=2&timeMin=2026-11-24T00:00:00Z");

        var answer = await google.SendAsync(
            HttpMethod.Get, $"{Events}?singleEvents=true&maxResults=2&timeMin=2026-11-25T00:00:00Z&pageToken={first["nextPageToken"]}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Invalid page token value.", answer.Message);
    }

    [Theory]
    [InlineData("timeMin=2026-11-24T00:00:00", "badRequest")]
    [InlineData("timeMin=tomorrow", "badRequest")]
    [InlineData("timeMin=2026-11-25T00:00:00Z&timeMax=2026-11-24T00:00:00Z", "timeRangeEmpty")]
    [InlineData("orderBy=startTime", "badRequest")]
    [InlineData("orderBy=title", "invalidParameter")]
    [InlineData("timeZone=Mars/Olympus", "invalid")]
    [InlineData("pageToken=%%%", "invalid")]
    [InlineData("maxResults=0", "invalidParameter")]
    [InlineData("fields=items(id,titel)", "invalidParameter")]
    [InlineData("fields=items(id", "invalidParameter")]
    public async Task A_bad_parameter_is_refused(string query, string reason)
    {
        await using var google = await GoogleClient.StartAsync();

        var answer = await google.SendAsync(HttpMethod.Get, $"{Events}?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(reason, answer.Reason);
    }

    [Theory]
    [InlineData("calendar/v3/calendars/nobody@gmail.example/events")]
    [InlineData("calendar/v3/calendars/cho.tanaka@gmail.example/events")]
    [InlineData("calendar/v3/calendars/primary/events/unknown")]
    [InlineData("calendar/v3/calendars/primary/events/un_known")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var google = await GoogleClient.StartAsync();

        var answer = await google.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("notFound", answer.Reason);
    }

    [Fact]
    public async Task A_partial_response_has_the_selected_fields_only()
    {
        await using var google = await GoogleClient.StartAsync();

        var list = await google.GetAsync($"{Events}?{Tomorrow}&q=dentist&fields=timeZone,items(summary,start/dateTime)");

        Assert.Equal(
            """{"timeZone":"Europe/Paris","items":[{"summary":"Dentist","start":{"dateTime":"2026-11-24T14:00:00\u002B01:00"}}]}""",
            list.ToJsonString());
    }

    [Fact]
    public async Task A_foreign_sync_token_asks_for_a_full_synchronisation()
    {
        await using var google = await GoogleClient.StartAsync();

        var answer = await google.SendAsync(HttpMethod.Get, $"{Events}?syncToken=foreign");

        Assert.Equal(HttpStatusCode.Gone, answer.Status);
        Assert.Equal("fullSyncRequired", answer.Reason);
    }
}
