using NodaTime;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Time;

namespace TokenVaultAgent.Tools.Calendar;

/// <summary>A listing to make, with everything checked that can be before anyone is asked.</summary>
/// <param name="Arguments">What was asked.</param>
/// <param name="Limit">How many events at most.</param>
/// <param name="DescriptionLength">How much of each description, 0 for none.</param>
/// <param name="Zone">Null where it is the user's own.</param>
/// <param name="Range">Still without a zone where it needs one.</param>
/// <param name="Continues">Null for a first page.</param>
internal sealed record EventPlan(
    EventListArguments Arguments, int Limit, int DescriptionLength, DateTimeZone? Zone, TimeRangeInput Range, EventCursor? Continues)
{
    public const int MaxLimit = 100;
    public const int MaxDescriptionLength = 10_000;
    public const string PrimaryCalendar = "primary";

    /// <summary>The calendar to look for, by id or name; null for the primary one.</summary>
    public string? Calendar =>
        PrimaryCalendar.Equals(Arguments.Calendar, StringComparison.OrdinalIgnoreCase) ? null : Arguments.Calendar;

    /// <exception cref="ToolFailureException"><c>invalid_input</c>.</exception>
    public static EventPlan Make(EventListArguments arguments, string? cursor, int limit, int descriptionLength, Instant now)
    {
        Within("limit", limit, 1, MaxLimit, "25");
        Within("description_chars", descriptionLength, 0, MaxDescriptionLength, "500");
        var continues = string.IsNullOrWhiteSpace(cursor) ? null : EventCursor.Decode(cursor.Trim());
        if (continues is not null)
            return new EventPlan(
                continues.Arguments.RepeatedBy(arguments), limit, descriptionLength, Zones.Find(continues.Zone),
                TimeRangeInput.Parse(continues.Arguments.From, continues.Arguments.To, now), continues);

        var zone = arguments.TimeZone is { } name ? FindZone(name) : null;
        var range = TimeRangeInput.Parse(arguments.From, arguments.To, now);
        if (zone is not null || !range.NeedsZone)
            range.In(zone ?? DateTimeZone.Utc);
        else
            range.CheckInAnyZone();
        var plan = new EventPlan(arguments, limit, descriptionLength, zone, range, null);
        if (plan.Calendar is not null && arguments.Account is null)
            throw OneAccount();
        return plan;
    }

    /// <summary>A calendar other than the primary one belongs to one account.</summary>
    public static ToolFailureException OneAccount() => new(ToolFailure.InvalidInput(
        "account", "must name one account when calendar is not the primary one", "an id from accounts_list"));

    private static DateTimeZone FindZone(string name) => Zones.Find(name)
        ?? throw new ToolFailureException(ToolFailure.InvalidInput("time_zone", "is not a time zone that is known", "Europe/Paris or UTC+01:00"));

    private static void Within(string argument, int value, int least, int most, string example)
    {
        if (value < least || value > most)
            throw new ToolFailureException(ToolFailure.InvalidInput(argument, $"must be from {least} to {most}", example));
    }
}
