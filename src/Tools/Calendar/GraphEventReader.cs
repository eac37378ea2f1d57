using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Tools.Providers.MicrosoftGraph;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Calendar;

internal static class GraphEventReader
{
    /// <summary>Null for what is no event: without an id or without times.</summary>
    public static CalendarEvent? Read(GraphEvent item)
    {
        if (item.Id is not { Length: > 0 } || Times(item) is not { } times)
            return null;

        return new CalendarEvent
        {
            Id = item.Id,
            Times = times,
            Title = item.Subject,
            Description = item.Body?.Content,
            DescriptionIsHtml = item.Body?.IsHtml is true,
            Location = item.Location?.DisplayName,
            Organizer = Person(item.Organizer?.EmailAddress, null),
            Attendees = [.. from attendee in item.Attendees ?? []
                            where attendee.Type != "resource"
                            let person = Person(attendee.EmailAddress, Response(attendee.Status?.Response))
                            where person is not null
                            select person],
            MyResponse = item.Attendees is { Count: > 0 } ? Response(item.ResponseStatus?.Response) : null,
            Status = item.IsCancelled is true ? EventStatus.Cancelled
                : item.ShowAs == "tentative" ? EventStatus.Tentative
                : EventStatus.Confirmed,
            Kind = item.ShowAs switch
            {
                "oof" => EventKind.OutOfOffice,
                "workingElsewhere" => EventKind.WorkingLocation,
                _ => null,
            },
            IsFree = item.ShowAs == "free",
            IsPrivate = item.Sensitivity is "private" or "confidential",
            IsRecurring = item.Type is "occurrence" or "exception",
            OnlineMeetingUrl = item.OnlineMeeting?.JoinUrl,
        };
    }

    private static EventTimes? Times(GraphEvent item)
    {
        if (Moment(item.Start) is not { } start || Moment(item.End) is not { } end)
            return null;
        if (item.IsAllDay is not true)
            return new EventTimes(start, end);

        return EventTimes.AllDay(Date(start, item.OriginalStartTimeZone), Date(end, item.OriginalStartTimeZone) is var last && end > start ? last : Date(start, item.OriginalStartTimeZone).PlusDays(1));
    }

    /// <summary>
    /// All-day events float, at midnight of whatever zone was asked for; some are kept at midnight of the zone they were made in, which can be one
    /// that only Outlook knows: then it is the zone in which it is midnight.
    /// </summary>
    private static LocalDate Date(Instant moment, string? zoneName)
    {
        var utc = moment.InUtc();
        if (utc.TimeOfDay == LocalTime.Midnight)
            return utc.Date;
        if (zoneName is not null && Zones.Find(zoneName) is { } zone && moment.InZone(zone) is { } local && local.TimeOfDay == LocalTime.Midnight)
            return local.Date;
        // From UTC-10:59 to UTC+13.
        return utc.Hour >= 11 ? utc.Date.PlusDays(1) : utc.Date;
    }

    private static Instant? Moment(GraphTime? time) =>
        time is { DateTime: { } local, TimeZone: { } name }
        && Zones.Find(name) is { } zone
        && LocalDateTimePattern.ExtendedIso.Parse(local).TryGetValue(default, out var dateTime)
            ? dateTime.InZoneLeniently(zone).ToInstant()
            : null;

    private static EventPerson? Person(GraphAddress? address, EventResponse? response) =>
        address is { Address.Length: > 0 } or { Name.Length: > 0 } ? new EventPerson(address.Name, address.Address, response) : null;

    private static EventResponse? Response(string? response) => response switch
    {
        "organizer" => EventResponse.Organizer,
        "accepted" => EventResponse.Accepted,
        "tentativelyAccepted" => EventResponse.Tentative,
        "declined" => EventResponse.Declined,
        "notResponded" => EventResponse.NeedsAction,
        _ => null,
    };
}
