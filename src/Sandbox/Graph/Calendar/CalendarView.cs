using System.Text.Json.Nodes;
using NodaTime;
using TokenVaultAgent.Sandbox.Graph.OData;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Calendar;

/// <summary>Listings of events: learn.microsoft.com/graph/api/user-list-calendarview and /graph/api/user-list-events.</summary>
internal static class CalendarView
{
    private static readonly Duration Longest = Duration.FromDays(1825);

    /// <summary>Occurrences, exceptions and single events in a window of time.</summary>
    public static GraphAnswer View(GraphCall call, WorldCalendar calendar, string set)
    {
        if (call.Text("startDateTime") is not { } start || call.Text("endDateTime") is not { } end)
        {
            throw GraphFailure.InvalidParameter(
                "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.");
        }
        var (from, to) = (Moment(start, "StartDateTime"), Moment(end, "EndDateTime"));
        if (to < from) throw GraphFailure.InvalidParameter("The value of parameter 'EndDateTime' must not be before 'StartDateTime'.");
        if (to - from > Longest)
        {
            throw new GraphFailure(
                400, "ErrorInvalidRequest",
                "Your request can't be completed. The range between the start and end dates is greater than the allowed range. Maximum number of days: 1825");
        }
        var found = Occurrences.Expand(calendar, from, to, includeCancelled: true).Where(o => IsKept(call.Account, o));
        return List(call, calendar, found, $"{set}/calendarView");
    }

    /// <summary>Single events and series, as the calendar has them.</summary>
    public static GraphAnswer Events(GraphCall call, WorldCalendar calendar, string set)
    {
        var found = calendar.Events.Where(e => e.SeriesId is null).Select(e => Occurrences.AsItStands(calendar, e));
        return List(call, calendar, found.Where(o => IsKept(call.Account, o)).OrderByDescending(o => o.StartsAt), $"{set}/events");
    }

    public static JsonObject Entity(GraphCall call, WorldCalendar calendar, Occurrence item)
    {
        var select = Select.Parse(call.Option("select"), EventJson.Type, EventJson.Properties);
        return select.Entity(Shown(call, calendar, item, select), $"{call.UserContext}/events", "/$entity");
    }

    // What the owner cancels is gone; a meeting that its organizer cancelled stays, marked, until the attendee removes it.
    private static bool IsKept(ProviderAccount account, Occurrence o) =>
        !(o.Event.IsCancelled || o.Series is { IsCancelled: true })
        || (!o.IsException && !EventPeople.IsOrganizer(account, o.Event));

    private static JsonObject List(GraphCall call, WorldCalendar calendar, IEnumerable<Occurrence> found, string set)
    {
        var select = Select.Parse(call.Option("select"), EventJson.Type, EventJson.Properties);
        var filter = Filter.Parse(call.Option("filter"), EventJson.Queryable);
        var order = OrderBy.Parse(call.Option("orderby"), EventJson.Queryable);
        // Filters and orders mean UTC, whatever zone the answer is in.
        JsonObject InUtc(Occurrence o) => EventJson.Of(call, calendar, o, DateTimeZone.Utc, "UTC");
        IReadOnlyList<Occurrence> events = [.. found.Where(o => filter is null || filter.Matches(InUtc(o)))];
        if (order is not null) events = order.Sort(events, InUtc);
        return Page.Of(call, select.Context(set), events, o => Shown(call, calendar, o, select));
    }

    private static JsonObject Shown(GraphCall call, WorldCalendar calendar, Occurrence item, Select select) => select.Apply(
        EventJson.Of(call, calendar, item, call.Preferences.TimeZone, call.Preferences.ZoneName), EventJson.Standard, "id");

    // Without an offset it is UTC.
    private static Instant Moment(string text, string parameter) =>
        OutlookTime.Moment(text)
            ?? OutlookTime.Local(text)?.InUtc().ToInstant()
            ?? OutlookTime.Date(text)?.AtMidnight().InUtc().ToInstant()
            ?? throw GraphFailure.InvalidParameter($"The value '{text}' of parameter '{parameter}' is invalid.");
}
