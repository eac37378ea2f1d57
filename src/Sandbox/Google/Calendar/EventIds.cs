using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Calendar;

/// <summary>Ids of instances: the series' id, an underscore and the original start, in UTC or as a date.</summary>
internal static class EventIds
{
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    public static string Of(WorldCalendar calendar, Occurrence occurrence) => occurrence.Series is null
        ? occurrence.Event.Id
        : $"{occurrence.Series.Id}_{Suffix(calendar, occurrence.OriginalStart!)}";

    /// <summary>The instance of that id, cancelled ones too; null where the series does not have it.</summary>
    public static Occurrence? FindInstance(WorldCalendar calendar, string id)
    {
        var split = id.LastIndexOf('_');
        if (split < 0 || calendar.Events.FirstOrDefault(e => e.Id == id[..split] && e.RecurrenceRule is not null) is not { } series) return null;
        if (OriginalStart(calendar, id[(split + 1)..]) is not { } start) return null;

        if (calendar.Events.Find(e => e.SeriesId == series.Id && e.OriginalStart!.ToInstant(calendar.TimeZone) == start) is { } changed)
            return Occurrences.AsItStands(calendar, changed);
        return Occurrences.Expand(calendar, start, start + Duration.FromTicks(1), includeCancelled: true)
            .FirstOrDefault(o => o.Series == series && Of(calendar, o) == id);
    }

    private static Instant? OriginalStart(WorldCalendar calendar, string suffix)
    {
        if (Moment.Parse(suffix) is { Success: true, Value: var moment }) return moment;
        return Day.Parse(suffix) is { Success: true, Value: var day }
            ? EventTime.AllDay(day, calendar.TimeZone).ToInstant(calendar.TimeZone)
            : null;
    }

    private static string Suffix(WorldCalendar calendar, EventTime start) =>
        start.IsAllDay ? Day.Format(start.Date) : Moment.Format(start.ToInstant(calendar.TimeZone));
}
