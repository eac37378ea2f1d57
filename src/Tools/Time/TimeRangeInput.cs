using NodaTime;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Time;

/// <summary>The range of a read as a caller gave it: from now on for a week where nothing was said.</summary>
internal readonly record struct TimeRangeInput(TimeInput? From, TimeInput? To, Instant Now)
{
    public const int MaxDays = 366;
    public const int DefaultDays = 7;

    /// <summary>Whether it takes a zone to know the range.</summary>
    public bool NeedsZone => From is { NeedsZone: true } || To is { NeedsZone: true };

    /// <exception cref="ToolFailureException">An end cannot be read.</exception>
    public static TimeRangeInput Parse(string? from, string? to, Instant now) => new(
        from is null ? null : TimeInput.Parse("from", from, now),
        to is null ? null : TimeInput.Parse("to", to, now).AsEnd(),
        now);

    /// <exception cref="ToolFailureException">The range is reversed or too long.</exception>
    public Interval In(DateTimeZone zone) => Check(zone, slack: Duration.Zero);

    /// <summary>Refuses what is wrong in every zone, so that it is known before any zone is asked for.</summary>
    /// <exception cref="ToolFailureException">As <see cref="In"/>.</exception>
    public void CheckInAnyZone() => Check(DateTimeZone.Utc, slack: Duration.FromDays(2));

    private Interval Check(DateTimeZone zone, Duration slack)
    {
        var start = From?.In(zone) ?? Now;
        var end = To?.In(zone) ?? start + Duration.FromDays(DefaultDays);
        if (end + slack <= start)
            throw new ToolFailureException(ToolFailure.InvalidInput(
                "to", From is null ? "is not after now, which from defaults to" : "is not after from", "from 2026-11-24, to 2026-11-30"));
        if (end - start - slack > Duration.FromDays(MaxDays))
            throw new ToolFailureException(ToolFailure.InvalidInput(
                "to", $"is more than {MaxDays} days after from", "from 2026-01-01, to 2026-12-31"));
        return new Interval(start, end < start ? start : end);
    }
}
