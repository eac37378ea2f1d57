using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>What takes place in a calendar in a stretch of time, with every series taken apart.</summary>
public static class Occurrences
{
    /// <summary>
    /// Everything that ends after <paramref name="from"/> and starts before <paramref name="to"/>, by start: single events, instances of
    /// series, changed instances in place of those they change. Cancelled ones are left out unless asked for. An endless series gives
    /// at most <see cref="Recurrence.Limit"/> instances. Call it inside the world's lock.
    /// </summary>
    public static IReadOnlyList<Occurrence> Expand(WorldCalendar calendar, Instant from, Instant to, bool includeCancelled = false)
    {
        var masters = calendar.Events.Where(e => e.RecurrenceRule is not null).ToDictionary(e => e.Id);
        var singles = calendar.Events.Where(e => e.RecurrenceRule is null).Select(e => AsItStands(calendar, e));

        return [.. masters.Values.SelectMany(master => Instances(calendar, master, from, to))
            .Concat(singles)
            .Where(o => includeCancelled || !(o.Event.IsCancelled || o.Series is { IsCancelled: true }))
            .Where(o => IsWithin(o, from, to))
            .OrderBy(o => o.StartsAt).ThenBy(o => o.EndsAt).ThenBy(o => o.Event.Id, StringComparer.Ordinal)];
    }

    /// <summary>A single event, a changed instance, or a series as its first instance.</summary>
    public static Occurrence AsItStands(WorldCalendar calendar, WorldEvent source) => new(
        source,
        source.SeriesId is null ? null : calendar.Events.Find(e => e.Id == source.SeriesId),
        source.Start, source.End, source.OriginalStart,
        source.Start.ToInstant(calendar.TimeZone), source.End.ToInstant(calendar.TimeZone));

    private static IEnumerable<Occurrence> Instances(WorldCalendar calendar, WorldEvent master, Instant from, Instant to)
    {
        var zone = calendar.TimeZone;
        var changed = calendar.Events.Where(e => e.SeriesId == master.Id).Select(e => e.OriginalStart!.ToInstant(zone)).ToHashSet();
        return Recurrence.Instances(master, zone, from, to)
            .Select(i => new Occurrence(master, master, i.Start, i.End, i.Start, i.Start.ToInstant(zone), i.End.ToInstant(zone)))
            .Where(instance => !changed.Contains(instance.StartsAt));
    }

    // An event of no length takes place at its start.
    private static bool IsWithin(Occurrence o, Instant from, Instant to) =>
        o.StartsAt < to && (o.EndsAt > from || (o.EndsAt == o.StartsAt && o.StartsAt >= from));
}
