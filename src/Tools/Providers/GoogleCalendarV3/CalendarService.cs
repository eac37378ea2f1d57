using Google.Apis.Services;

namespace TokenVaultAgent.Tools.Providers.GoogleCalendarV3;

/// <summary>
/// Google Calendar API v3: the calls in use, with the names and shapes of the package Google.Apis.Calendar.v3, so that it can take
/// this folder's place (developers.google.com/workspace/calendar/api/v3/reference).
/// </summary>
internal sealed class CalendarService : BaseClientService
{
    public CalendarService(Initializer initializer) : base(initializer)
    {
        CalendarList = new CalendarListResource(this);
        Calendars = new CalendarsResource(this);
        Events = new EventsResource(this);
    }

    public override string Name => "calendar";

    public override string BaseUri => BaseUriOverride ?? "https://www.googleapis.com/calendar/v3/";

    public override string BasePath => "calendar/v3/";

    public override IList<string> Features => [];

    public CalendarListResource CalendarList { get; }

    public CalendarsResource Calendars { get; }

    public EventsResource Events { get; }
}
