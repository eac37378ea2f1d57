using System.Text.Json.Serialization;
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

    public EventKind? Kind { get; init; }

    public bool IsFree { get; init; }

    public bool IsPrivate { get; init; }

    public bool IsRecurring { get; init; }

    public string? OnlineMeetingUrl { get; init; }

    /// <summary>What a reader sees of the description; nothing where there is none.</summary>
    public VisibleText ReadDescription(int maxLength, CancellationToken cancellationToken) => Description is null
        ? default
        : UnmarkedText.Read(Description, DescriptionIsHtml, maxLength, cancellationToken);
}

/// <summary>Start and end: two moments, or two dates for an all-day event. The end is exclusive.</summary>
internal sealed record EventTimes(Instant Start, Instant End, LocalDate? StartDate = null, LocalDate? EndDate = null)
{
    public bool IsAllDay => StartDate is not null;

    /// <summary>An all-day event begins with the day wherever one is.</summary>
    public static EventTimes AllDay(LocalDate start, LocalDate end) =>
        new(Midnight(start), Midnight(end), start, end);

    /// <summary>Where it sorts in a listing for this zone.</summary>
    public Instant StartIn(DateTimeZone zone) => StartDate is { } date ? date.AtStartOfDayInZone(zone).ToInstant() : Start;

    /// <summary>
    /// Whether it falls into a range in this zone: by its dates where it has them, which are the same everywhere, else by its moments. An
    /// event that ends as the range begins does not; one without duration counts by its start.
    /// </summary>
    public bool IsIn(Interval range, DateTimeZone zone)
    {
        if (StartDate is not { } first || EndDate is not { } end)
            return Start < range.End && (End > range.Start || (Start == End && Start == range.Start));
        var (from, to) = Dates(range, zone);
        return first < to && (end > from || (end == first && first == from));
    }

    /// <summary>The dates of a range in a zone, the end exclusive.</summary>
    public static (LocalDate From, LocalDate To) Dates(Interval range, DateTimeZone zone)
    {
        var last = range.End.InZone(zone);
        return (range.Start.InZone(zone).Date, last.TimeOfDay == LocalTime.Midnight && range.Duration > Duration.Zero ? last.Date : last.Date.PlusDays(1));
    }

    private static Instant Midnight(LocalDate date) => date.AtMidnight().InUtc().ToInstant();
}

/// <summary>What an entry is, where it is no meeting or appointment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventKind>))]
internal enum EventKind
{
    [JsonStringEnumMemberName("focus_time")] FocusTime,
    [JsonStringEnumMemberName("out_of_office")] OutOfOffice,
    [JsonStringEnumMemberName("working_location")] WorkingLocation,
    [JsonStringEnumMemberName("birthday")] Birthday,
    [JsonStringEnumMemberName("from_mail")] FromMail,
}

internal sealed record EventPerson(string? Name, string? Address, EventResponse? Response = null);
