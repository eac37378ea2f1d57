using NodaTime;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.UserZones;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>
/// Calendars at one provider. Every method throws <see cref="ProviderException"/> when the provider refuses or does not answer.
/// </summary>
internal interface ICalendarProvider
{
    Provider Provider { get; }

    /// <summary>The calendars that the user has, at most 250.</summary>
    Task<IReadOnlyList<CalendarEntry>> ListCalendarsAsync(ProviderToken token, CancellationToken cancellationToken);

    /// <summary>Events that overlap the range, series expanded, by start.</summary>
    Task<EventPage> ListEventsAsync(ProviderToken token, EventQuery query, CancellationToken cancellationToken);
}

/// <param name="Name">May be another person's words.</param>
internal sealed record CalendarEntry(string Id, string Name, bool IsPrimary);

/// <param name="CalendarId">Null for the primary calendar.</param>
/// <param name="Words">All of which an event must hold somewhere; null for any event.</param>
/// <param name="Limit">How many events at most.</param>
/// <param name="WithDescription">Whether the description is wanted.</param>
/// <param name="After">Where an earlier page ended; null for the beginning.</param>
/// <param name="Zone">The zone in which the range is meant; null where it is not known before the provider tells it.</param>
internal sealed record EventQuery(string? CalendarId, Interval Range, string? Words, int Limit, bool WithDescription, EventPosition? After, DateTimeZone? Zone = null)
{
    /// <summary>The largest difference between two local times, from UTC-12 to UTC+14.</summary>
    private static readonly Duration Apart = Duration.FromHours(3);

    /// <summary>
    /// What to ask the provider, which reads a date in a zone of its own: wide enough for all-day events on the first and the last date, whatever that zone is.
    /// </summary>
    public Interval Asked { get; } = Zone is null
        ? new Interval(Range.Start - Duration.FromDays(1) - Apart, Range.End + Duration.FromDays(1) + Apart)
        : EventTimes.Dates(Range, Zone) is var (from, to) ? new Interval(from.AtStartOfDayInZone(Zone).ToInstant() - Apart, to.AtStartOfDayInZone(Zone).ToInstant() + Apart) : Range;

    /// <summary>Whether the event is in the range, or may be: for an all-day event that is only certain once the zone is known.</summary>
    public bool Takes(CalendarEvent item) => (Zone is null && item.Times.IsAllDay) || item.Times.IsIn(Range, Zone ?? DateTimeZone.Utc);
}

/// <summary>A place in a provider's listing: a page, and how many of its events are done with.</summary>
/// <param name="PageToken">The provider's; null for the first page, and at Graph, which counts from the beginning.</param>
internal sealed record EventPosition(string? PageToken, int Skip);

/// <param name="Rest">Where the listing goes on after these events; null at its end. It can go on after an empty page.</param>
/// <param name="TimeZone">The zone that the user lives in, as far as the page tells.</param>
/// <param name="LeftOut">Entries that cannot be read.</param>
internal sealed record EventPage(IReadOnlyList<ListedAt> Events, EventPosition? Rest, ToldZone? TimeZone, int LeftOut = 0);

/// <param name="Next">The place right after this event.</param>
internal readonly record struct ListedAt(CalendarEvent Event, EventPosition Next);
