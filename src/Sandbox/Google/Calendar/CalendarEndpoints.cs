using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Calendar;

/// <summary>Calendar v3: developers.google.com/workspace/calendar/api/v3/reference.</summary>
internal static class CalendarEndpoints
{
    public static void MapCalendar(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/calendar/v3");
        api.MapGoogleMethod("GET", "/users/me/calendarList", CalendarMethods.ListCalendars, ListCalendars);
        api.MapGoogleMethod("GET", "/users/me/calendarList/{calendarId}", CalendarMethods.GetCalendarListEntry, GetEntry);
        api.MapGoogleMethod("GET", "/calendars/{calendarId}", CalendarMethods.GetCalendar, GetCalendar);
        api.MapGoogleMethod("GET", "/calendars/{calendarId}/events", CalendarMethods.ListEvents, ListEvents);
        api.MapGoogleMethod("POST", "/calendars/{calendarId}/events", CalendarMethods.InsertEvent, InsertEvent);
        api.MapGoogleMethod("GET", "/calendars/{calendarId}/events/{eventId}", CalendarMethods.GetEvent, GetEvent);
        api.MapGoogleMethod("GET", "/calendars/{calendarId}/events/{eventId}/instances", CalendarMethods.ListInstances, ListInstances);
    }

    public static GoogleFailure NotFound() => GoogleFailure.Calendar(404, "notFound", "Not Found");

    public static GoogleFailure InvalidPageToken() =>
        GoogleFailure.Calendar(400, "invalid", "Invalid page token value.", parameter: "pageToken");

    private static WorldCalendar Find(GoogleCall call)
    {
        var id = call.Route("calendarId");
        if (id == "primary") return call.Account.PrimaryCalendar;
        return call.Account.Calendars.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.OrdinalIgnoreCase)) ?? throw NotFound();
    }

    private static JsonObject ListCalendars(GoogleCall call)
    {
        var role = call.Text("minAccessRole");
        var calendars = call.Account.Calendars.Where(c => c.CanWrite || role is null or "reader" or "freeBusyReader").ToList();
        var (page, next) = call.Paged(calendars, call.MaxResults(100, 250), InvalidPageToken);
        var answer = new JsonObject
        {
            ["kind"] = "calendar#calendarList",
            ["etag"] = CalendarJson.ETag(calendars.Select(c => c.Id)),
        };
        if (next is not null) answer["nextPageToken"] = next;
        else answer["nextSyncToken"] = SyncToken.Write(call.World.Now);
        answer["items"] = new JsonArray([.. page.Select(CalendarJson.Entry)]);
        return answer;
    }

    private static JsonObject GetEntry(GoogleCall call) => CalendarJson.Entry(Find(call));

    private static JsonObject GetCalendar(GoogleCall call) => CalendarJson.Calendar(Find(call));

    private static JsonObject ListEvents(GoogleCall call) => EventList.List(call, Find(call));

    private static JsonObject ListInstances(GoogleCall call) => EventList.Instances(call, Find(call));

    private static JsonObject InsertEvent(GoogleCall call) => EventInsert.Insert(call, Find(call));

    private static JsonObject GetEvent(GoogleCall call)
    {
        var calendar = Find(call);
        var zone = EventList.Zone(call, calendar);
        var id = call.Route("eventId");
        if (calendar.Events.FirstOrDefault(e => e.Id == id && e.SeriesId is null) is { } single)
            return EventJson.Event(call.Account, calendar, single, zone);
        return EventIds.FindInstance(calendar, id) is { } instance
            ? EventJson.Occurrence(call.Account, calendar, instance, zone)
            : throw NotFound();
    }
}
