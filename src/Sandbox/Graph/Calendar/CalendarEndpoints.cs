using TokenVaultAgent.Sandbox.Graph.OData;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Calendar;

/// <summary>learn.microsoft.com/graph/api/resources/calendar-overview.</summary>
internal static class CalendarEndpoints
{
    public static void MapCalendar(this IEndpointRouteBuilder me)
    {
        var read = GraphPermission.ReadCalendars;
        me.MapGraphMethod("GET", "/calendars", read, List);
        me.MapGraphMethod("GET", "/calendar", read, call => Get(call, call.Account.PrimaryCalendar));
        me.MapGraphMethod("GET", "/calendars/{calendarId}", read, call => Get(call, Find(call)));
        foreach (var path in new[] { "", "/calendar" })
        {
            me.MapGraphMethod("GET", path + "/calendarView", read, c => CalendarView.View(c, c.Account.PrimaryCalendar, c.UserContext));
            me.MapGraphMethod("GET", path + "/events", read, c => CalendarView.Events(c, c.Account.PrimaryCalendar, c.UserContext));
            me.MapGraphMethod(
                "POST", path + "/events", GraphPermission.WriteCalendars, c => EventCreate.Create(c, c.Account.PrimaryCalendar));
        }
        me.MapGraphMethod("GET", "/calendars/{calendarId}/calendarView", read, c => CalendarView.View(c, Find(c), Set(c)));
        me.MapGraphMethod("GET", "/calendars/{calendarId}/events", read, c => CalendarView.Events(c, Find(c), Set(c)));
        me.MapGraphMethod("POST", "/calendars/{calendarId}/events", GraphPermission.WriteCalendars, c => EventCreate.Create(c, Find(c)));
        me.MapGraphMethod("GET", "/events/{eventId}", read, GetEvent);
    }

    private static WorldCalendar Find(GraphCall call)
    {
        var id = call.Route("calendarId");
        if (!ItemIds.IsWellFormed(id)) throw GraphFailure.MalformedId();
        return call.Account.Calendars.Find(c => c.Id == id) ?? throw GraphFailure.NotFound();
    }

    private static string Set(GraphCall call) => $"{call.UserContext}/calendars('{Uri.EscapeDataString(call.Route("calendarId"))}')";

    private static GraphAnswer List(GraphCall call)
    {
        var select = Select.Parse(call.Option("select"), CalendarJson.Type, CalendarJson.Properties);
        return Page.Of(
            call, select.Context($"{call.UserContext}/calendars"), call.Account.Calendars,
            calendar => select.Apply(CalendarJson.Of(call.Account, calendar), CalendarJson.Properties, "id"));
    }

    private static GraphAnswer Get(GraphCall call, WorldCalendar calendar)
    {
        var select = Select.Parse(call.Option("select"), CalendarJson.Type, CalendarJson.Properties);
        var json = select.Apply(CalendarJson.Of(call.Account, calendar), CalendarJson.Properties, "id");
        return select.Entity(json, $"{call.UserContext}/calendars", "/$entity");
    }

    private static GraphAnswer GetEvent(GraphCall call)
    {
        var (calendar, found) = EventIds.Find(call, call.Route("eventId"));
        return CalendarView.Entity(call, calendar, found);
    }
}
