using System.Text.Json.Nodes;
using NodaTime;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Calendar;

/// <summary>events.list and events.instances: developers.google.com/workspace/calendar/api/v3/reference/events/list.</summary>
internal static class EventList
{
    // "There are several query parameters that cannot be specified together with nextSyncToken."
    private static readonly string[] NotWithSyncToken =
        ["iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin"];

    public static JsonObject List(GoogleCall call, WorldCalendar calendar)
    {
        var singles = call.Flag("singleEvents");
        var order = Order(call, singles);
        var events = call.Text("syncToken") is { } token
            ? Changed(call, calendar, SyncToken.Read(token), singles)
            : InRange(call, calendar, singles);
        var found = events.Where(o => Matches(call, o)).ToList();
        if (order == "updated") found = [.. found.OrderBy(o => o.Event.Updated)];
        return Answer(call, calendar, found, singles);
    }

    public static JsonObject Instances(GoogleCall call, WorldCalendar calendar)
    {
        var id = call.Route("eventId");
        var series = calendar.Events.FirstOrDefault(e => e.Id == id && e.RecurrenceRule is not null) ?? throw CalendarEndpoints.NotFound();
        var (from, to) = Range(call);
        var all = Occurrences.Expand(calendar, from, to, call.Flag("showDeleted")).Where(o => o.Series == series).ToList();
        return Answer(call, calendar, all, expanded: true);
    }

    /// <summary>The zone of the answer: <c>timeZone</c>, else the calendar's.</summary>
    public static string Zone(GoogleCall call, WorldCalendar calendar)
    {
        if (call.Text("timeZone") is not { } zone) return calendar.TimeZone;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null
            ? zone
            : throw GoogleFailure.Calendar(400, "invalid", "Invalid time zone definition.", parameter: "timeZone");
    }

    private static string? Order(GoogleCall call, bool singles) => call.Text("orderBy") switch
    {
        null => null,
        "updated" => "updated",
        "startTime" when singles => "startTime",
        "startTime" => throw GoogleFailure.Calendar(
            400, "badRequest", "The requested ordering is not available for the particular query."),
        var other => throw GoogleFailure.Calendar(
            400, "invalidParameter", $"Invalid string value: '{other}'. Allowed values: [startTime, updated]", parameter: "orderBy"),
    };

    private static (Instant From, Instant To) Range(GoogleCall call)
    {
        var from = call.Time("timeMin");
        var to = call.Time("timeMax");
        if (from >= to)
            throw GoogleFailure.Calendar(400, "timeRangeEmpty", "The specified time range is empty.", domain: "calendar", parameter: "timeMax");
        return (from ?? Instant.MinValue, to ?? Instant.MaxValue);
    }

    private static IEnumerable<Occurrence> InRange(GoogleCall call, WorldCalendar calendar, bool singles)
    {
        var (from, to) = Range(call);
        var showDeleted = call.Flag("showDeleted");
        var expanded = Occurrences.Expand(calendar, from, to, includeCancelled: true);
        if (singles) return expanded.Where(o => showDeleted || !o.Event.IsCancelled);

        // Unexpanded: a series once, as itself, if any of its instances is in the range, and each exception of its own.
        return expanded
            .Where(o => o.IsException || showDeleted || !o.Event.IsCancelled)
            .Select(o => o.Series is null || o.IsException ? o : Occurrences.AsItStands(calendar, o.Series))
            .DistinctBy(o => (o.Event.Id, o.OriginalStart));
    }

    private static IEnumerable<Occurrence> Changed(GoogleCall call, WorldCalendar calendar, Instant since, bool singles)
    {
        if (NotWithSyncToken.FirstOrDefault(name => call.Text(name) is not null) is { } name)
            throw GoogleFailure.Calendar(400, "invalidParameter", $"Sync token cannot be used together with {name}.", parameter: name);
        var changed = calendar.Events.Where(e => e.Updated > since).ToHashSet();
        return singles
            ? Occurrences.Expand(calendar, Instant.MinValue, Instant.MaxValue, includeCancelled: true).Where(o => changed.Contains(o.Event))
            : changed.Select(e => Occurrences.AsItStands(calendar, e));
    }

    private static bool Matches(GoogleCall call, Occurrence occurrence)
    {
        var source = occurrence.Event;
        if (call.Text("iCalUID") is { } uid && source.ICalUid != uid) return false;
        if (call.Time("updatedMin") is { } since && source.Updated < since) return false;
        if (call.Text("q") is not { } query) return true;

        var text = string.Join('\n',
        [
            source.Title, source.DescriptionHtml, source.Location, source.OrganizerAddress,
            .. source.Attendees.SelectMany(a => new[] { a.Name, a.Address }),
        ]);
        return query.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static JsonObject Answer(GoogleCall call, WorldCalendar calendar, List<Occurrence> found, bool expanded)
    {
        var zone = Zone(call, calendar);
        var (page, next) = call.Paged(found, call.MaxResults(250, 2_500), CalendarEndpoints.InvalidPageToken);
        var updated = calendar.Events.Select(e => e.Updated).DefaultIfEmpty(Instant.FromUnixTimeSeconds(0)).Max();
        var answer = new JsonObject
        {
            ["kind"] = "calendar#events",
            ["etag"] = CalendarJson.ETag([calendar.Id, $"{updated}", .. page.Select(o => $"{o.Event.Id}{o.StartsAt}{o.Event.Version}")]),
            ["summary"] = calendar.Name,
            ["description"] = "",
            ["updated"] = EventJson.Timestamp(updated),
            ["timeZone"] = zone,
            ["accessRole"] = CalendarJson.AccessRole(calendar),
            ["defaultReminders"] = new JsonArray(),
        };
        if (next is not null) answer["nextPageToken"] = next;
        else if (call.Text("q") is null && call.Text("orderBy") is null) answer["nextSyncToken"] = SyncToken.Write(call.World.Now);
        answer["items"] = new JsonArray([.. page.Select(o => expanded || o.IsException
            ? EventJson.Occurrence(call.Account, calendar, o, zone)
            : EventJson.Event(call.Account, calendar, o.Event, zone))]);
        return answer;
    }
}
