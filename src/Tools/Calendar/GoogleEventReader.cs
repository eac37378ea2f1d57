using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Tools.Providers.GoogleCalendarV3.Data;

namespace TokenVaultAgent.Tools.Calendar;

internal static class GoogleEventReader
{
    /// <summary>Null for what is no event: without an id or without times.</summary>
    public static CalendarEvent? Read(Event item)
    {
        if (item is not { Id.Length: > 0, Start: { } start } || Times(start, item.End) is not { } times)
            return null;

        var people = item.Attendees ?? [];
        return new CalendarEvent
        {
            Id = item.Id,
            Times = times,
            Title = item.Summary,
            Description = item.Description,
            Location = item.Location,
            Organizer = item.Organizer is { } organizer ? new EventPerson(organizer.DisplayName, organizer.Email) : null,
            Attendees = [.. from person in people
                            where person.Resource is not true
                            select new EventPerson(person.DisplayName, person.Email, Response(person.ResponseStatus))],
            MyResponse = item.Organizer?.Self is true && people.Count > 0
                ? EventResponse.Organizer
                : Response(people.FirstOrDefault(p => p.Self is true)?.ResponseStatus),
            Status = item.Status switch
            {
                "tentative" => EventStatus.Tentative,
                "cancelled" => EventStatus.Cancelled,
                _ => EventStatus.Confirmed,
            },
            Kind = item.EventType switch
            {
                "focusTime" => EventKind.FocusTime,
                "outOfOffice" => EventKind.OutOfOffice,
                "workingLocation" => EventKind.WorkingLocation,
                "birthday" => EventKind.Birthday,
                "fromGmail" => EventKind.FromMail,
                _ => null,
            },
            IsFree = item.Transparency == "transparent",
            IsPrivate = item.Visibility is "private" or "confidential",
            IsRecurring = item.RecurringEventId is not null,
            OnlineMeetingUrl = item.HangoutLink
                ?? item.ConferenceData?.EntryPoints?.FirstOrDefault(e => e.EntryPointType == "video")?.Uri,
        };
    }

    /// <summary>Events whose end is unspecified come with the start as their end.</summary>
    private static EventTimes? Times(EventDateTime start, EventDateTime? end)
    {
        if (Moment(start.DateTimeRaw) is { } from)
            return new EventTimes(from, Moment(end?.DateTimeRaw) is { } to && to >= from ? to : from);
        return Date(start.Date) is { } first ? EventTimes.AllDay(first, Date(end?.Date) is { } last && last > first ? last : first.PlusDays(1)) : null;
    }

    private static Instant? Moment(string? text) =>
        text is not null && OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var time) ? time.ToInstant() : null;

    private static LocalDate? Date(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date) ? date : null;

    private static EventResponse? Response(string? status) => status switch
    {
        "accepted" => EventResponse.Accepted,
        "declined" => EventResponse.Declined,
        "tentative" => EventResponse.Tentative,
        "needsAction" => EventResponse.NeedsAction,
        _ => null,
    };
}
