using NodaTime;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Calendar;

/// <summary>learn.microsoft.com/graph/api/user-post-events. Series are not made here.</summary>
internal static class EventCreate
{
    public static GraphAnswer Create(GraphCall call, WorldCalendar calendar)
    {
        if (!calendar.CanWrite) throw GraphFailure.AccessDenied();
        var body = call.Json();
        if (body.Names.FirstOrDefault(n => !EventJson.Properties.Contains(n)) is { } unknown)
            throw GraphFailure.UnknownProperty(unknown, EventJson.Type);
        if (body.Object("recurrence") is not null) throw GraphFailure.InvalidProperty("The sandbox does not create series.");
        var isAllDay = body.Flag("isAllDay") ?? false;
        var (start, end) = (Time(body, "start", isAllDay), Time(body, "end", isAllDay));
        if (end.ToInstant(calendar.TimeZone) < start.ToInstant(calendar.TimeZone))
            throw new GraphFailure(400, "ErrorCalendarEndDateIsEarlierThanStartDate", "The end date is earlier than the start date.");
        if (isAllDay && (start.Date == end.Date || start.TimeZone != end.TimeZone))
            throw GraphFailure.InvalidProperty("An all-day event must last at least 24 hours, and start and end in the same time zone.");
        body.Word("importance", "low", "normal", "high");

        var id = call.World.Ids.GraphMutable();
        var created = new WorldEvent
        {
            Id = id,
            ICalUid = ICalUid(id),
            Title = body.Text("subject"),
            DescriptionHtml = Description(body),
            Location = body.Object("location")?.Text("displayName"),
            OnlineMeetingUrl = body.Flag("isOnlineMeeting") is true ? $"https://teams.example/l/meetup-join/{ICalUid(id)[^16..]}" : null,
            Start = start,
            End = end,
            IsPrivate = body.Word("sensitivity", "normal", "personal", "private", "confidential") is not (null or "normal"),
            ShowsAsFree = body.Word("showAs", "unknown", "free", "tentative", "busy", "oof", "workingElsewhere") == "free",
            OrganizerAddress = call.Account.Address,
            Created = call.World.Now,
            Updated = call.World.Now,
        };
        created.Attendees.AddRange(body.List("attendees").Select(Attendee));
        calendar.Events.Add(created);
        return GraphAnswer.Created(CalendarView.Entity(call, calendar, Occurrences.AsItStands(calendar, created)));
    }

    // As Exchange's: a fixed beginning, then hexadecimal digits.
    private static string ICalUid(string id) => "040000008200E00074C5B7101A82E008" + Convert.ToHexString(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)));

    private static string? Description(JsonPayload body)
    {
        if (body.Object("body") is not { } content || content.Text("content") is not { } text) return null;
        return content.Word("contentType", "text", "html") == "html" ? text : Html.FromText(text);
    }

    private static EventTime Time(JsonPayload body, string name, bool isAllDay)
    {
        if (body.Object(name) is not { } time || time.Text("dateTime") is not { } text)
            throw GraphFailure.InvalidProperty($"The {name} of the event is missing.");
        var zoneName = time.Text("timeZone") ?? "UTC";
        var zone = Preferences.Find(zoneName) ?? throw GraphFailure.UnknownZone(zoneName);
        if (Local(text, zone) is not { } local) throw GraphFailure.InvalidProperty($"The {name} of the event is no date and time.");
        if (!isAllDay) return EventTime.At(local, zone.Id);
        return local.TimeOfDay == LocalTime.Midnight
            ? EventTime.AllDay(local.Date, zone.Id)
            : throw GraphFailure.InvalidProperty($"The Event.{name} property for an all-day event needs to be set to midnight.");
    }

    // An offset is a moment, shown in the zone.
    private static LocalDateTime? Local(string text, DateTimeZone zone) =>
        OutlookTime.Local(text) ?? OutlookTime.Moment(text)?.InZone(zone).LocalDateTime;

    private static WorldAttendee Attendee(JsonPayload attendee)
    {
        var address = attendee.Object("emailAddress")?.Text("address");
        if (!Mail.Addresses.IsValid(address)) throw Mail.Addresses.Unresolved(address ?? "");
        return new WorldAttendee
        {
            Address = address!,
            Name = attendee.Object("emailAddress")!.Text("name"),
            Optional = attendee.Word("type", "required", "optional", "resource") == "optional",
        };
    }
}
