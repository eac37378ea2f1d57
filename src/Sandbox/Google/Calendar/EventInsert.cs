using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;
using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Calendar;

/// <summary>events.insert: developers.google.com/workspace/calendar/api/v3/reference/events/insert.</summary>
internal static partial class EventInsert
{
    public static JsonObject Insert(GoogleCall call, WorldCalendar calendar)
    {
        if (!calendar.CanWrite)
            throw GoogleFailure.Calendar(403, "requiredAccessLevel", "You need to have writer access to this calendar.", domain: "calendar");
        var body = new EventBody(call.Body);
        var (start, end) = Times(body, calendar);
        var id = body.Text("id") ?? call.World.Ids.GoogleEvent();
        if (!EventId().IsMatch(id)) throw GoogleFailure.Calendar(400, "invalid", "Invalid resource id value.");
        if (calendar.Events.Any(e => e.Id == id)) throw GoogleFailure.Calendar(409, "duplicate", "The requested identifier already exists.");

        var created = new WorldEvent
        {
            Id = id,
            ICalUid = id + "@google.com",
            Title = body.Text("summary"),
            DescriptionHtml = body.Text("description"),
            Location = body.Text("location"),
            Start = start,
            End = end,
            RecurrenceRule = Rule(body, start),
            IsPrivate = body.Text("visibility") is "private" or "confidential",
            ShowsAsFree = body.Text("transparency") == "transparent",
            OrganizerAddress = call.Account.Address,
            Created = call.World.Now,
            Updated = call.World.Now,
        };
        created.Attendees.AddRange(body.List("attendees").Select(Attendee));
        calendar.Events.Add(created);
        return EventJson.Event(call.Account, calendar, created, calendar.TimeZone);
    }

    private static (EventTime Start, EventTime End) Times(EventBody body, WorldCalendar calendar)
    {
        var start = Time(body, "start", calendar);
        var end = Time(body, "end", calendar);
        if (start.IsAllDay != end.IsAllDay)
            throw GoogleFailure.Calendar(400, "invalid", "Start and end times must either both be date or both be dateTime.");
        if (end.ToInstant(calendar.TimeZone) < start.ToInstant(calendar.TimeZone))
            throw GoogleFailure.Calendar(400, "timeRangeEmpty", "The specified time range is empty.", domain: "calendar");
        return (start, end);
    }

    private static EventTime Time(EventBody body, string name, WorldCalendar calendar)
    {
        var time = body.Object(name) ?? throw GoogleFailure.Calendar(400, "required", $"Missing {name} time.");
        var zone = time.Text("timeZone");
        if (zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
            throw GoogleFailure.Calendar(400, "invalid", $"Invalid time zone definition for {name} time.");
        if (time.Text("date") is { } date)
        {
            return LocalDatePattern.Iso.Parse(date) is { Success: true, Value: var day }
                ? EventTime.AllDay(day, zone ?? calendar.TimeZone)
                : throw Invalid(date);
        }
        var text = time.Text("dateTime") ?? throw GoogleFailure.Calendar(400, "required", $"Missing {name} time.");
        if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: var moment })
            return EventTime.At(moment.ToInstant(), zone ?? calendar.TimeZone);
        if (LocalDateTimePattern.GeneralIso.Parse(text) is not { Success: true, Value: var local }) throw Invalid(text);
        return zone is null
            ? throw GoogleFailure.Calendar(400, "required", $"Missing time zone definition for {name} time.")
            : EventTime.At(local, zone);
    }

    private static string? Rule(EventBody body, EventTime start)
    {
        if (body.Strings("recurrence") is not [var line]) return null;
        if (body.Object("start")!.Text("timeZone") is null && !start.IsAllDay)
            throw GoogleFailure.Calendar(400, "required", "Missing time zone definition for start time.");
        return line.StartsWith("RRULE:", StringComparison.Ordinal) && Recurrence.IsValid(line[6..], start)
            ? line[6..]
            : throw GoogleFailure.Calendar(400, "invalid", "Invalid recurrence rule.");
    }

    private static WorldAttendee Attendee(EventBody attendee)
    {
        var address = attendee.Text("email");
        if (!MailboxAddress.TryParse(address, out _)) throw GoogleFailure.Calendar(400, "invalid", "Invalid attendee email.");
        return new WorldAttendee { Address = address!, Name = attendee.Text("displayName"), Optional = attendee.Flag("optional") };
    }

    private static GoogleFailure Invalid(string value) =>
        GoogleFailure.Calendar(400, "invalid", $"Invalid value for: Invalid format: \"{value}\"");

    // "Characters allowed in the ID are those used in base32hex encoding", 5 to 1024 of them.
    [GeneratedRegex("^[a-v0-9]{5,1024}$")]
    private static partial Regex EventId();

    /// <summary>Reads JSON that the caller made: a value of another type is an error of Google's, not an exception.</summary>
    private sealed class EventBody(JsonObject json)
    {
        public string? Text(string name) => Value<string>(name, "TYPE_STRING");

        public bool Flag(string name) => json[name] is not null && Value<bool>(name, "TYPE_BOOL");

        public EventBody? Object(string name) => json[name] switch
        {
            null => null,
            JsonObject value => new EventBody(value),
            _ => throw Invalid(name, "TYPE_MESSAGE"),
        };

        public IReadOnlyList<EventBody> List(string name) =>
            [.. Items(name).Select(item => item is JsonObject value ? new EventBody(value) : throw Invalid(name, "TYPE_MESSAGE"))];

        public IReadOnlyList<string> Strings(string name) =>
            [.. Items(name).Select(item =>
                item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Invalid(name, "TYPE_STRING"))];

        private JsonArray Items(string name) => json[name] switch
        {
            null => [],
            JsonArray items => items,
            _ => throw Invalid(name, "TYPE_LIST"),
        };

        private T? Value<T>(string name, string type) => json[name] switch
        {
            null => default,
            JsonValue value when value.TryGetValue<T>(out var typed) => typed,
            _ => throw Invalid(name, type),
        };

        private static GoogleFailure Invalid(string name, string type) =>
            GoogleFailure.InvalidArgument($"Invalid value at 'event.{name}' ({type})");
    }
}
