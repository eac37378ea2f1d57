using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>The starts and ends that a series' rule gives, in the zone of the series: instances keep their local time over DST changes.</summary>
internal static class Recurrence
{
    /// <summary>How many instances of one series a single expansion gives at most, so that an endless series ends.</summary>
    public const int Limit = 2_500;

    // No calendar is asked for a time beyond it, and rules with long intervals run out of the calendar's range after it.
    private const int Horizon = 2200;

    private static readonly EvaluationOptions Bounded = new() { MaxUnmatchedIncrementsLimit = 1_000 };

    /// <summary>Whether this is an RRULE that can be expanded: known parts, and not one that never matches.</summary>
    public static bool IsValid(string rule, EventTime start)
    {
        try
        {
            var instances = Component(rule, start).GetOccurrences(null, Bounded);
            return instances.TakeWhile(o => o.Period.StartTime.Year < Horizon).Take(Limit).ToList().Count > 0;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or EvaluationException)
        {
            return false;
        }
    }

    /// <summary>Instances, in order, that end after <paramref name="from"/> and start before <paramref name="to"/>.</summary>
    public static IEnumerable<(EventTime Start, EventTime End)> Instances(WorldEvent master, string calendarZone, Instant from, Instant to)
    {
        var span = master.End.ToInstant(calendarZone) - master.Start.ToInstant(calendarZone);
        return Component(master.RecurrenceRule!, master.Start)
            .GetOccurrences(Earliest(master.Start, from, span), Bounded)
            .Select(o => ToEventTime(o.Period.StartTime, master.Start))
            .TakeWhile(start => start.Date.Year < Horizon && start.ToInstant(calendarZone) < to)
            .Take(Limit)
            .Select(start => (start, End(master, start, calendarZone)));
    }

    private static CalendarEvent Component(string rule, EventTime start) =>
        new() { Start = ToCalDateTime(start), RecurrenceRule = new RecurrenceRule(rule) };

    // Two days of slack cover every offset between the series' zone and the calendar's; the caller filters exactly.
    private static CalDateTime? Earliest(EventTime start, Instant from, NodaTime.Duration span)
    {
        var slack = span + NodaTime.Duration.FromDays(2);
        if (from - Instant.MinValue < slack) return null;
        var earliest = EventTime.At(from - slack, start.TimeZone);
        if (earliest.Local <= start.Local) return null;
        return ToCalDateTime(start.IsAllDay ? EventTime.AllDay(earliest.Date, start.TimeZone) : earliest);
    }

    private static CalDateTime ToCalDateTime(EventTime time) => time.Time is { } at
        ? new CalDateTime(time.Date.ToDateOnly(), at.ToTimeOnly(), time.TimeZone)
        : new CalDateTime(time.Date.ToDateOnly());

    private static EventTime ToEventTime(CalDateTime time, EventTime like) => like.IsAllDay
        ? EventTime.AllDay(LocalDate.FromDateOnly(time.Date), like.TimeZone)
        : EventTime.At(LocalDateTime.FromDateTime(time.Value), like.TimeZone);

    // In one zone an instance keeps its local end; across two it keeps its length.
    private static EventTime End(WorldEvent master, EventTime start, string calendarZone)
    {
        if (master.Start.IsAllDay)
            return EventTime.AllDay(start.Date + (master.End.Date - master.Start.Date), master.End.TimeZone);
        if (master.Start.TimeZone == master.End.TimeZone)
        {
            var local = NodaTime.Period.Between(master.Start.Local, master.End.Local, PeriodUnits.Nanoseconds);
            return EventTime.At(start.Local + local, master.End.TimeZone);
        }
        var length = master.End.ToInstant(calendarZone) - master.Start.ToInstant(calendarZone);
        return EventTime.At(start.ToInstant(calendarZone) + length, master.End.TimeZone);
    }
}
