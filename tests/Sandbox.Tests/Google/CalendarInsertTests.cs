using System.Net;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Google;

public sealed class CalendarInsertTests
{
    private const string Events = "calendar/v3/calendars/primary/events";
    private const string Tomorrow = "timeMin=2026-11-24T00:00:00%2B01:00&timeMax=2026-11-25T00:00:00%2B01:00";

    [Fact]
    public async Task An_inserted_event_can_be_read_and_is_in_the_list()
    {
        await using var google = await GoogleClient.StartAsync();
        var body = Body("2026-11-24T11:00:00", "2026-11-24T11:30:00", "Europe/Paris");
        body["attendees"] = new JsonArray(new JsonObject { ["email"] = "ben.okafor@gmail.example" });

        var inserted = await google.PostAsync(Events, body);
        var list = await google.GetAsync($"{Events}?{Tomorrow}&singleEvents=true&q=inserted");

        Assert.Equal(HttpStatusCode.OK, inserted.Status);
        Assert.Equal((string?)inserted.Json!["id"], (string?)list["items"]![0]!["id"]);
        Assert.Equal("needsAction", (string?)list["items"]![0]!["attendees"]![0]!["responseStatus"]);
    }

    [Fact]
    public async Task A_change_is_what_the_sync_token_brings()
    {
        await using var google = await GoogleClient.StartAsync();
        var token = (await google.GetAsync($"{Events}?maxResults=2500"))["nextSyncToken"];
        google.Clock.Advance(TimeSpan.FromMinutes(1));
        await google.PostAsync(Events, Body("2026-11-24T11:00:00", "2026-11-24T11:30:00", "Europe/Paris"));

        var changes = await google.GetAsync($"{Events}?syncToken={token}");

        Assert.Equal("Inserted", (string?)Assert.Single(changes["items"]!.AsArray())!["summary"]);
    }

    [Theory]
    [InlineData(null, "2026-11-24T11:30:00Z", null, "required")]
    [InlineData("2026-11-24T11:00:00Z", null, null, "required")]
    [InlineData("2026-11-24T11:00:00", "2026-11-24T11:30:00", null, "required")]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T11:30:00Z", null, "timeRangeEmpty")]
    [InlineData("2026-11-24T11:00:00", "2026-11-24T11:30:00", "Mars/Olympus", "invalid")]
    [InlineData("soon", "later", "Europe/Paris", "invalid")]
    public async Task An_event_whose_times_are_wrong_is_refused(string? start, string? end, string? zone, string reason)
    {
        await using var google = await GoogleClient.StartAsync();

        var answer = await google.PostAsync(Events, Body(start, end, zone));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(reason, answer.Reason);
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_is_refused()
    {
        await using var google = await GoogleClient.StartAsync();
        var body = Body("2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z", null);
        body["summary"] = new JsonArray(1);

        var answer = await google.PostAsync(Events, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_calendar_that_is_only_read_takes_no_event()
    {
        await using var google = await GoogleClient.StartAsync();
        var holidays = google.Account.Calendars.Single(c => !c.CanWrite);

        var answer = await google.PostAsync(
            $"calendar/v3/calendars/{Uri.EscapeDataString(holidays.Id)}/events", Body("2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z", null));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("requiredAccessLevel", answer.Reason);
    }

    [Fact]
    public async Task An_id_can_be_given_once()
    {
        await using var google = await GoogleClient.StartAsync();
        var body = Body("2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z", null);
        body["id"] = "abc123";
        await google.PostAsync(Events, body);

        var answer = await google.PostAsync(Events, body);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("duplicate", answer.Reason);
        Assert.Single(google.Host.World.Find("ada-google")!.PrimaryCalendar.Events, e => e.Id == "abc123");
    }

    private static JsonObject Body(string? start, string? end, string? zone)
    {
        var body = new JsonObject { ["summary"] = "Inserted" };
        if (start is not null) body["start"] = new JsonObject { ["dateTime"] = start, ["timeZone"] = zone };
        if (end is not null) body["end"] = new JsonObject { ["dateTime"] = end, ["timeZone"] = zone };
        return body;
    }
}
