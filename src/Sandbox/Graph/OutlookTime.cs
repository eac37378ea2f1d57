using NodaTime;
using NodaTime.Text;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>Times as callers write them, within the years that Exchange holds, so that every zone can show them.</summary>
internal static class OutlookTime
{
    /// <summary>A time with its offset, or null.</summary>
    public static Instant? Moment(string text) =>
        OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var time } && IsHeld(time.Date) ? time.ToInstant() : null;

    /// <summary>A time without one, or null.</summary>
    public static LocalDateTime? Local(string text) =>
        LocalDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var time } && IsHeld(time.Date) ? time : null;

    /// <summary>A date, or null.</summary>
    public static LocalDate? Date(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && IsHeld(date) ? date : null;

    private static bool IsHeld(LocalDate date) => date.Year is > 1600 and < 4500;
}
