using System.Runtime.Serialization;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;
using NodaTime.Text;
using IcalCalendar = Ical.Net.Calendar;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>What a mail that is an invitation, an answer to one or a cancellation says, as its reader's program would show it.</summary>
/// <param name="Kind">As told to the agent.</param>
/// <param name="Times">Written out; null where it has none.</param>
internal sealed record Invitation(string Kind, string? Title, string? Times, string? Location, string? Organizer, string? Description)
{
    /// <summary>No honest invitation is longer.</summary>
    private const int MaxLength = 200_000;

    public string ToText() => string.Join('\n', new[]
    {
        $"[{Kind}] {Title}".TrimEnd(), Times is null ? null : $"When: {Times}", Location is null ? null : $"Where: {Location}", Organizer is null ? null : $"Organizer: {Organizer}",
        Description is null ? null : $"\n{Description}",
    }.OfType<string>());

    /// <summary>Of a part of type text/calendar (RFC 5545, RFC 6047). Null where it cannot be read as one.</summary>
    public static Invitation? Read(string calendar)
    {
        if (calendar.Length > MaxLength)
            return null;
        try
        {
            var read = IcalCalendar.Load(calendar);
            return read?.Events.FirstOrDefault() is { } item ? Of(item, read.Method) : null;
        }
        catch (Exception exception) when (exception is SerializationException or FormatException or ArgumentException or InvalidOperationException)
        {
            // What the library throws when the text is not a calendar; the agent is told that a part is unreadable.
            return null;
        }
    }

    private static Invitation Of(CalendarEvent item, string? method) => new(
        KindOf(method), Text(item.Summary), TimesOf(item), Text(item.Location), Text(item.Organizer?.CommonName ?? item.Organizer?.Value?.ToString()), Text(item.Description));

    public static string KindOf(string? method) => method?.ToUpperInvariant() switch
    {
        "CANCEL" => "Cancelled meeting",
        "REPLY" => "Answer to an invitation",
        "COUNTER" => "Other time proposed for a meeting",
        _ => "Invitation",
    };

    private static string? TimesOf(CalendarEvent item) => item.Start is not { } start ? null
        : (item.End ?? (item.Duration is { } duration ? start.Add(duration) : null)) is { } end ? $"{Time(start)} to {Time(end)}"
        : Time(start);

    /// <summary>With the zone that it is written in.</summary>
    private static string Time(CalDateTime time) => !time.HasTime ? LocalDatePattern.Iso.Format(LocalDate.FromDateOnly(time.Date))
        : time.IsUtc ? InstantPattern.General.Format(Instant.FromDateTimeUtc(time.AsUtc))
        : $"{LocalDateTimePattern.GeneralIso.Format(LocalDateTime.FromDateTime(time.Value))} {time.TzId}".TrimEnd();

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
