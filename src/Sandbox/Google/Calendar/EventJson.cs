using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Calendar;

/// <summary>The event resource: developers.google.com/workspace/calendar/api/v3/reference/events#resource.</summary>
internal static class EventJson
{
    private static readonly InstantPattern Milliseconds = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");
    private static readonly OffsetDateTimePattern Rfc3339 = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:sso<Z+HH:mm>");

    /// <summary>A single event or a whole series.</summary>
    public static JsonObject Event(ProviderAccount account, WorldCalendar calendar, WorldEvent source, string zone)
    {
        var json = Details(account, calendar, source, source.Id, source.Start, source.End, zone);
        if (source.RecurrenceRule is { } rule) json["recurrence"] = new JsonArray("RRULE:" + rule);
        return json;
    }

    public static JsonObject Occurrence(ProviderAccount account, WorldCalendar calendar, Occurrence occurrence, string zone)
    {
        var id = EventIds.Of(calendar, occurrence);
        var json = occurrence.Event.IsCancelled && occurrence.IsException
            ? Cancelled(id, occurrence.Event)
            : Details(account, calendar, occurrence.Event, id, occurrence.Start, occurrence.End, zone);
        if (occurrence.Series is null) return json;

        json["recurringEventId"] = occurrence.Series.Id;
        json["originalStartTime"] = Time(calendar, occurrence.OriginalStart!, zone);
        return json;
    }

    public static string Timestamp(Instant instant) => Milliseconds.Format(instant);

    // A cancelled exception of a series has only its identity.
    private static JsonObject Cancelled(string id, WorldEvent source) => new()
    {
        ["kind"] = "calendar#event",
        ["etag"] = CalendarJson.ETag([id, $"{source.Version}"]),
        ["id"] = id,
        ["status"] = "cancelled",
    };

    private static JsonObject Details(
        ProviderAccount account, WorldCalendar calendar, WorldEvent source, string id, EventTime start, EventTime end, string zone)
    {
        var json = new JsonObject
        {
            ["kind"] = "calendar#event",
            ["etag"] = CalendarJson.ETag([id, $"{source.Version}"]),
            ["id"] = id,
            ["status"] = source.IsCancelled ? "cancelled" : "confirmed",
            ["htmlLink"] = Link(id, account),
            ["created"] = Timestamp(source.Created),
            ["updated"] = Timestamp(source.Updated),
        };
        if (source.Title is { } title) json["summary"] = title;
        if (source.DescriptionHtml is { } description) json["description"] = description;
        if (source.Location is { } location) json["location"] = location;
        json["creator"] = Person(account, source.OrganizerAddress);
        json["organizer"] = calendar.IsPrimary || source.OrganizerAddress != account.Address
            ? Person(account, source.OrganizerAddress)
            : new JsonObject { ["email"] = calendar.Id, ["displayName"] = calendar.Name, ["self"] = true };
        json["start"] = Time(calendar, start, zone);
        json["end"] = Time(calendar, end, zone);
        if (source.ShowsAsFree) json["transparency"] = "transparent";
        if (source.IsPrivate) json["visibility"] = "private";
        json["iCalUID"] = source.ICalUid;
        json["sequence"] = source.Version - 1;
        if (source.Attendees.Count > 0)
            json["attendees"] = new JsonArray([.. source.Attendees.Select(a => Attendee(account, source, a))]);
        if (source.OnlineMeetingUrl is { } meeting) AddMeeting(json, meeting);
        json["reminders"] = new JsonObject { ["useDefault"] = true };
        json["eventType"] = "default";
        return json;
    }

    private static string Link(string id, ProviderAccount account) =>
        "https://www.google.com/calendar/event?eid=" + WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($"{id} {account.Address}"));

    // The offset is the one of the zone asked for (else the calendar's); timeZone stays the event's own.
    private static JsonObject Time(WorldCalendar calendar, EventTime time, string zone) => time.IsAllDay
        ? new JsonObject { ["date"] = LocalDatePattern.Iso.Format(time.Date) }
        : new JsonObject
        {
            ["dateTime"] = Rfc3339.Format(time.ToInstant(calendar.TimeZone).InZone(EventTime.Zone(zone)).ToOffsetDateTime()),
            ["timeZone"] = time.TimeZone,
        };

    private static JsonObject Person(ProviderAccount account, string address)
    {
        var person = new JsonObject { ["email"] = address };
        if (address == account.Address) person["self"] = true;
        return person;
    }

    private static JsonObject Attendee(ProviderAccount account, WorldEvent source, WorldAttendee attendee)
    {
        var json = new JsonObject { ["email"] = attendee.Address };
        if (attendee.Name is { } name) json["displayName"] = name;
        if (attendee.Address == source.OrganizerAddress) json["organizer"] = true;
        if (attendee.Address == account.Address) json["self"] = true;
        if (attendee.Optional) json["optional"] = true;
        json["responseStatus"] = attendee.Response;
        return json;
    }

    private static void AddMeeting(JsonObject json, string url)
    {
        json["hangoutLink"] = url;
        json["conferenceData"] = new JsonObject
        {
            ["entryPoints"] = new JsonArray(new JsonObject { ["entryPointType"] = "video", ["uri"] = url, ["label"] = new Uri(url).Host }),
            ["conferenceSolution"] = new JsonObject
            {
                ["key"] = new JsonObject { ["type"] = "hangoutsMeet" },
                ["name"] = "Google Meet",
            },
        };
    }
}
