using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Time;

/// <summary>An ISO 8601 date or date-time that a caller gave; without an offset it waits for a zone.</summary>
/// <param name="Local">Midnight for a date.</param>
/// <param name="Offset">Null where the caller gave none.</param>
/// <param name="IsDate">Whether it had no time of day.</param>
internal readonly record struct TimeInput(LocalDateTime Local, Offset? Offset, bool IsDate)
{
    private static readonly LocalDatePattern Date = LocalDatePattern.Iso;

    private static readonly LocalDateTimePattern[] LocalPatterns =
        [LocalDateTimePattern.ExtendedIso, LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm")];

    private static readonly OffsetDateTimePattern[] OffsetPatterns =
        [OffsetDateTimePattern.Rfc3339, OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>")];

    public bool NeedsZone => Offset is null;

    /// <exception cref="ToolFailureException"><c>invalid_input</c>, naming <paramref name="argument"/>.</exception>
    public static TimeInput Parse(string argument, string text)
    {
        var input = TryParse(text.Trim()) ?? throw Invalid(argument, "is not an ISO 8601 date or date-time");
        return input.Local.Year is >= 1970 and < 2200 ? input : throw Invalid(argument, "is outside the years 1970 to 2199");
    }

    /// <summary>
    /// The moment it means. A local time that a change of clocks skips is read as if the clocks had not changed yet, one that
    /// happens twice as the first.
    /// </summary>
    public Instant In(DateTimeZone zone) =>
        Offset is { } offset ? Local.WithOffset(offset).ToInstant() : Local.InZoneLeniently(zone).ToInstant();

    /// <summary>For the end of a range: a date means until the end of that day.</summary>
    public TimeInput AsEnd() => IsDate ? this with { Local = Local.PlusDays(1) } : this;

    private static TimeInput? TryParse(string text)
    {
        if (Date.Parse(text).TryGetValue(default, out var date))
            return new TimeInput(date.AtMidnight(), null, IsDate: true);
        foreach (var pattern in LocalPatterns)
            if (pattern.Parse(text).TryGetValue(default, out var local))
                return new TimeInput(local, null, IsDate: false);
        foreach (var pattern in OffsetPatterns)
            if (pattern.Parse(text).TryGetValue(default, out var withOffset))
                return new TimeInput(withOffset.LocalDateTime, withOffset.Offset, IsDate: false);
        return null;
    }

    private static ToolFailureException Invalid(string argument, string problem) =>
        new(ToolFailure.InvalidInput(argument, problem, "2026-11-24, 2026-11-24T09:00 or 2026-11-24T09:00:00+01:00"));
}
