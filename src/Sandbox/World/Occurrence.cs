using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>One time at which something takes place: a single event, or one instance of a series.</summary>
/// <param name="Event">What describes it: the single event, the changed instance, or the master where the instance is as the series says.</param>
/// <param name="Series">The master, for every instance of a series; null for a single event.</param>
/// <param name="OriginalStart">The start that the series gives this instance, also where it was moved; null for a single event.</param>
/// <param name="StartsAt"><paramref name="Start"/> as an instant; all-day in the calendar's zone.</param>
public sealed record Occurrence(
    WorldEvent Event, WorldEvent? Series, EventTime Start, EventTime End, EventTime? OriginalStart, Instant StartsAt, Instant EndsAt)
{
    /// <summary>Whether this is an instance that differs from its series.</summary>
    public bool IsException => Event.SeriesId is not null;
}
