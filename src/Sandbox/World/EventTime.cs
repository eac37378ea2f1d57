using NodaTime;
using NodaTime.TimeZones;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>A point of an event: a local date-time in a zone, or a date for all-day events (then <see cref="Time"/> is null).</summary>
public sealed record EventTime(LocalDate Date, LocalTime? Time, string TimeZone)
{
    // A time that the clocks skip is read with the offset before the gap, one that occurs twice is the first (RFC 5545, 3.3.5).
    private static readonly ZoneLocalMappingResolver Rfc5545 =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);

    public bool IsAllDay => Time is null;

    public LocalDateTime Local => Date.At(Time ?? LocalTime.Midnight);

    /// <summary>
    /// When this is. A date begins at the first moment of that day in <paramref name="calendarZone"/>, whatever its own zone says.
    /// </summary>
    public Instant ToInstant(string calendarZone) => IsAllDay
        ? Zone(calendarZone).AtStartOfDay(Date).ToInstant()
        : Zone(TimeZone).ResolveLocal(Local, Rfc5545).ToInstant();

    public static EventTime AllDay(LocalDate date, string timeZone) => new(date, null, timeZone);

    public static EventTime At(LocalDateTime local, string timeZone) => new(local.Date, local.TimeOfDay, timeZone);

    public static EventTime At(Instant instant, string timeZone) => At(instant.InZone(Zone(timeZone)).LocalDateTime, timeZone);

    internal static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];
}
