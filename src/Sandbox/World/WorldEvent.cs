using NodaTime;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>A single event, the master of a series, or one changed or cancelled instance of a series.</summary>
public sealed class WorldEvent
{
    public required string Id { get; init; }

    public required string ICalUid { get; init; }

    /// <summary>Null for an event without a title.</summary>
    public string? Title { get; set; }

    public string? DescriptionHtml { get; set; }

    public string? Location { get; set; }

    public required EventTime Start { get; set; }

    /// <summary>Exclusive.</summary>
    public required EventTime End { get; set; }

    /// <summary>RFC 5545 RRULE value without the name, for example <c>FREQ=WEEKLY;BYDAY=MO</c>; null for a single event.</summary>
    public string? RecurrenceRule { get; set; }

    /// <summary>For a changed instance: the id of its series, and the start it had there.</summary>
    public string? SeriesId { get; init; }

    public EventTime? OriginalStart { get; init; }

    public bool IsCancelled { get; set; }

    public bool IsPrivate { get; set; }

    public bool ShowsAsFree { get; set; }

    public string? OnlineMeetingUrl { get; set; }

    public required string OrganizerAddress { get; init; }

    public List<WorldAttendee> Attendees { get; } = [];

    public Instant Created { get; init; }

    public Instant Updated { get; set; }

    /// <summary>Counts changes; ETags and change keys are made of it.</summary>
    public int Version { get; set; } = 1;
}
