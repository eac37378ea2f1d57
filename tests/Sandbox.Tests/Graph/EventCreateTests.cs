using System.Net;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Tests.Graph;

public sealed class EventCreateTests
{
    private const string Events = "me/events";

    [Theory]
    [InlineData("2026-11-26T10:00:00", "Romance Standard Time", "2026-11-26T09:00:00.0000000", "Romance Standard Time")]
    [InlineData("2026-11-26T10:00:00", "Europe/Paris", "2026-11-26T09:00:00.0000000", "Romance Standard Time")]
    [InlineData("2026-07-26T10:00:00", "Europe/Paris", "2026-07-26T08:00:00.0000000", "Romance Standard Time")]
    [InlineData("2026-11-26T10:00:00.0000000", "UTC", "2026-11-26T10:00:00.0000000", "UTC")]
    [InlineData("2026-11-26T10:00:00Z", "Tokyo Standard Time", "2026-11-26T10:00:00.0000000", "Tokyo Standard Time")]
    public async Task An_event_is_where_its_zone_says(string start, string zone, string inUtc, string original)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.PostAsync(Events, Event(start, start, zone));

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(inUtc, (string?)made.Json!["start"]!["dateTime"]);
        Assert.Equal(original, (string?)made.Json["originalStartTimeZone"]);
    }

    [Fact]
    public async Task A_new_event_can_be_read_and_is_in_the_view()
    {
        await using var graph = await GraphClient.StartAsync();
        var body = Event("2026-11-28T10:00:00", "2026-11-28T11:00:00", "UTC");
        body["attendees"] = new JsonArray(GraphClient.Person("ben@acme.example"));
        body["location"] = new JsonObject { ["displayName"] = "Room Curie" };
        body["isOnlineMeeting"] = true;

        var made = await graph.PostAsync(Events, body);

        var view = await graph.GetAsync("me/calendarView?startDateTime=2026-11-28T00:00:00Z&endDateTime=2026-11-29T00:00:00Z");
        var item = view["value"]!.AsArray().Single()!;
        Assert.Equal(made.Id, (string?)item["id"]);
        Assert.Equal("Room Curie", (string?)item["location"]!["displayName"]);
        Assert.StartsWith("https://", (string?)item["onlineMeeting"]!["joinUrl"], StringComparison.Ordinal);
        Assert.Equal("ben@acme.example", (string?)item["attendees"]![0]!["emailAddress"]!["address"]);
    }

    [Fact]
    public async Task An_all_day_event_is_whole_days()
    {
        await using var graph = await GraphClient.StartAsync();
        var body = Event("2026-11-28T00:00:00", "2026-11-29T00:00:00", "Romance Standard Time");
        body["isAllDay"] = true;

        var made = await graph.PostAsync(Events, body);

        Assert.True((bool)made.Json!["isAllDay"]!);
        Assert.Equal("2026-11-28T00:00:00.0000000", (string?)made.Json["start"]!["dateTime"]);
    }

    [Theory]
    [InlineData("2026-11-28T00:00:00", "2026-11-28T00:00:00", "UTC", "UTC")]
    [InlineData("2026-11-28T00:00:00", "2026-11-29T01:00:00", "UTC", "UTC")]
    [InlineData("2026-11-28T09:00:00", "2026-11-29T00:00:00", "UTC", "UTC")]
    [InlineData("2026-11-28T00:00:00", "2026-11-29T00:00:00", "UTC", "Tokyo Standard Time")]
    public async Task An_all_day_event_that_is_none_is_refused(string start, string end, string startZone, string endZone)
    {
        await using var graph = await GraphClient.StartAsync();
        var body = Event(start, end, startZone);
        body["end"]!["timeZone"] = endZone;
        body["isAllDay"] = true;

        var made = await graph.PostAsync(Events, body);

        made.Refuses(HttpStatusCode.BadRequest, "ErrorPropertyValidationFailure");
    }

    [Theory]
    [InlineData("""{"start":{"dateTime":"2026-11-26T10:00:00","timeZone":"UTC"}}""", "ErrorPropertyValidationFailure")]
    [InlineData("""{"start":{"dateTime":"soon","timeZone":"UTC"},"end":{"dateTime":"later","timeZone":"UTC"}}""", "ErrorPropertyValidationFailure")]
    [InlineData("""{"start":{"dateTime":"2026-11-26T10:00:00","timeZone":"Mars"},"end":{}}""", "TimeZoneNotSupportedException")]
    [InlineData("""{"summary":"x"}""", "RequestBodyRead")]
    [InlineData("""{"start":"2026-11-26T10:00:00"}""", "RequestBodyRead")]
    public async Task An_event_that_is_none_is_refused(string body, string code)
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.PostAsync(Events, (JsonObject)JsonNode.Parse(body)!);

        made.Refuses(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task An_end_before_the_start_is_refused()
    {
        await using var graph = await GraphClient.StartAsync();

        var made = await graph.PostAsync(Events, Event("2026-11-26T10:00:00", "2026-11-26T09:59:59", "UTC"));

        Assert.Equal(HttpStatusCode.BadRequest, made.Status);
    }

    [Theory]
    [InlineData("showAs", "\"maybe\"")]
    [InlineData("sensitivity", "\"secret\"")]
    [InlineData("importance", "\"urgent\"")]
    [InlineData("body", "{\"contentType\":\"markdown\",\"content\":\"x\"}")]
    [InlineData("attendees", "[{\"type\":\"chair\",\"emailAddress\":{\"address\":\"ben@acme.example\"}}]")]
    public async Task A_word_that_a_property_does_not_know_is_refused(string name, string value)
    {
        await using var graph = await GraphClient.StartAsync();
        var body = Event("2026-11-26T10:00:00", "2026-11-26T11:00:00", "UTC");
        body[name] = JsonNode.Parse(value);

        var made = await graph.PostAsync(Events, body);

        made.Refuses(HttpStatusCode.BadRequest, "RequestBodyRead");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"emailAddress\":{}}")]
    [InlineData("{\"emailAddress\":{\"address\":\"ben\"}}")]
    public async Task An_attendee_without_an_address_is_refused(string attendee)
    {
        await using var graph = await GraphClient.StartAsync();
        var body = Event("2026-11-26T10:00:00", "2026-11-26T11:00:00", "UTC");
        body["attendees"] = new JsonArray(JsonNode.Parse(attendee));

        var made = await graph.PostAsync(Events, body);

        made.Refuses(HttpStatusCode.BadRequest, "ErrorInvalidRecipients");
    }

    private static JsonObject Event(string start, string end, string zone) => new()
    {
        ["subject"] = "New",
        ["start"] = new JsonObject { ["dateTime"] = start, ["timeZone"] = zone },
        ["end"] = new JsonObject { ["dateTime"] = end, ["timeZone"] = zone },
    };
}
