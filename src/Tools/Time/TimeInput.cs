using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Time;

/// <summary>An ISO 8601 date or date-time that a caller gave; without an offset it waits for a zone.</summary>
/// <param name="Local">Midnight for a date.</param>
/// <param name="Offset">Null where the caller gave none.</param>
/// <param name="IsDate">Whether it had no time of day.</param>
internal readonly partial record struct TimeInput(LocalDateTime Local, Offset? Offset, bool IsDate)
{
    public bool NeedsZone => Offset is null;

    /// <exception cref="ToolFailureException"><c>invalid_input</c>, naming <paramref name="argument"/>.</exception>
    /// <param name="now">For the example: models do not know the date.</param>
    public static TimeInput Parse(string argument, string text, Instant now)
    {
        var input = TryParse(text.Trim()) ?? throw Invalid(argument, "is not an ISO 8601 date or date-time", now);
        return input.Local.Year is >= 1970 and < 2200 ? input : throw Invalid(argument, "is outside the years 1970 to 2199", now);
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
        var match = Written().Match(text);
        if (!match.Success || !LocalDatePattern.Iso.Parse($"{match.Groups["year"]}-{match.Groups["month"]}-{match.Groups["day"]}").TryGetValue(default, out var date))
            return null;
        if (!match.Groups["hour"].Success)
            return new TimeInput(date.AtMidnight(), null, IsDate: true);
        var seconds = match.Groups["second"].Success ? match.Groups["second"].Value : "00";
        var fraction = match.Groups["fraction"].Success ? $".{match.Groups["fraction"]}" : "";
        if (!LocalDateTimePattern.ExtendedIso.Parse($"{LocalDatePattern.Iso.Format(date)}T{match.Groups["hour"]}:{match.Groups["minute"]}:{seconds}{fraction}").TryGetValue(default, out var local))
            return null;
        if (!match.Groups["zone"].Success)
            return new TimeInput(local, null, IsDate: false);
        return Offsets.TryParse(match.Groups["zone"].Value, out var offset) ? new TimeInput(local, offset, IsDate: false) : null;
    }

    /// <summary>ISO 8601 in its extended and its basic format, and as RFC 3339 and people write it: in small letters, or with a blank before the time.</summary>
    [GeneratedRegex(
        @"^(?<year>\d{4})(?<dash>-?)(?<month>\d{2})\k<dash>(?<day>\d{2})([Tt ](?<hour>\d{2}):?(?<minute>\d{2})(:?(?<second>\d{2})([.,](?<fraction>\d{1,9}))?)?\s?(?<zone>[Zz]|[+\-\u2212]\d{1,2}(:?\d{2})?)?)?$")]
    private static partial Regex Written();

    private static ToolFailureException Invalid(string argument, string problem, Instant now)
    {
        var (today, tomorrow) = (now.InUtc().Date, LocalDatePattern.Iso.Format(now.InUtc().Date.PlusDays(1)));
        return new(ToolFailure.InvalidInput(
            argument, problem, $"{tomorrow}, {tomorrow}T09:00 or {tomorrow}T09:00:00+01:00. Today is {today.DayOfWeek.ToString()}, {LocalDatePattern.Iso.Format(today)} (UTC)"));
    }
}
