using NodaTime;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>One event, or one instance of a series, as either provider tells it. Text is as it came: untrusted and uncut.</summary>
internal sealed record CalendarEvent
{
    public required string Id { get; init; }

    public required EventTimes Times { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary>Null where the provider does not tell whether it is HTML or plain text.</summary>
    public bool? DescriptionIsHtml { get; init; }

    public string? Location { get; init; }

    public EventPerson? Organizer { get; init; }

    /// <summary>Without rooms and other resources.</summary>
    public IReadOnlyList<EventPerson> Attendees { get; init; } = [];

    public EventResponse? MyResponse { get; init; }

    public EventStatus Status { get; init; }

    public bool IsFree { get; init; }

    public bool IsPrivate { get; init; }

    public bool IsRecurring { get; init; }

    public string? OnlineMeetingUrl { get; init; }

    /// <summary>What a reader sees of the description; nothing where there is none.</summary>
    public VisibleText ReadDescription(int maxLength, CancellationToken cancellationToken) => Description is null
        ? default
        : UnmarkedText.Read(Description, DescriptionIsHtml, maxLength, cancellationToken);
}

/// <summary>Two moments, or two dates for an all-day event; the end is exclusive.</summary>
internal sealed record EventTimes(Instant Start, Instant End, LocalDate? StartDate = null, LocalDate? EndDate = null)
{
    public bool IsAllDay => StartDate is not null;

    /// <summary>An all-day event begins with the day wherever one is.</summary>
    public static EventTimes AllDay(LocalDate start, LocalDate end) =>
        new(Midnight(start), Midnight(end), start, end);

    /// <summary>Where it sorts in a listing for this zone.</summary>
    public Instant StartIn(DateTimeZone zone) => StartDate is { } date ? date.AtStartOfDayInZone(zone).ToInstant() : Start;

    private static Instant Midnight(LocalDate date) => date.AtMidnight().InUtc().ToInstant();
}

internal sealed record EventPerson(string? Name, string? Address, EventResponse? Response = null);
