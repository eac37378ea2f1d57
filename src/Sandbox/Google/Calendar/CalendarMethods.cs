namespace TokenVaultAgent.Sandbox.Google.Calendar;

/// <summary>Calendar v3's methods, their scopes and their answers, from its discovery document (revision of 2025).</summary>
internal static class CalendarMethods
{
    private const string Prefix = "https://www.googleapis.com/auth/calendar";
    private const string Service = "calendar-json.googleapis.com";

    private const string EventShape =
        "kind,etag,id,status,htmlLink,created,updated,summary,description,location,colorId,creator(id,email,displayName,self),"
        + "organizer(id,email,displayName,self),start(date,dateTime,timeZone),end(date,dateTime,timeZone),endTimeUnspecified,recurrence,"
        + "recurringEventId,originalStartTime(date,dateTime,timeZone),transparency,visibility,iCalUID,sequence,"
        + "attendees(id,email,displayName,organizer,self,resource,optional,responseStatus,comment,additionalGuests),attendeesOmitted,"
        + "extendedProperties(*),hangoutLink,conferenceData(*),gadget(*),anyoneCanAddSelf,guestsCanInviteOthers,guestsCanModify,"
        + "guestsCanSeeOtherGuests,privateCopy,locked,reminders(useDefault,overrides(method,minutes)),source(url,title),attachments(*),"
        + "workingLocationProperties(*),outOfOfficeProperties(*),focusTimeProperties(*),birthdayProperties(*),eventType";

    private const string EventsShape =
        "kind,etag,summary,description,updated,timeZone,accessRole,defaultReminders(method,minutes),nextPageToken,nextSyncToken,"
        + "items(" + EventShape + ")";

    private const string EntryShape =
        "kind,etag,id,summary,description,location,timeZone,summaryOverride,colorId,backgroundColor,foregroundColor,hidden,selected,"
        + "accessRole,defaultReminders(method,minutes),notificationSettings(*),primary,deleted,conferenceProperties(allowedConferenceSolutionTypes),"
        + "autoAcceptInvitations,dataOwner";

    private static readonly string[] ReadEvents =
    [
        Prefix, $"{Prefix}.app.created", $"{Prefix}.events", $"{Prefix}.events.freebusy", $"{Prefix}.events.owned",
        $"{Prefix}.events.owned.readonly", $"{Prefix}.events.public.readonly", $"{Prefix}.events.readonly", $"{Prefix}.readonly",
    ];

    private static readonly string[] ReadList = [Prefix, $"{Prefix}.calendarlist", $"{Prefix}.calendarlist.readonly", $"{Prefix}.readonly"];

    public static readonly GoogleMethod ListCalendars = Method(
        "CalendarList.List", ReadList, "kind,etag,nextPageToken,nextSyncToken,items(" + EntryShape + ")");

    public static readonly GoogleMethod GetCalendarListEntry = Method("CalendarList.Get", ReadList, EntryShape);

    public static readonly GoogleMethod GetCalendar = Method(
        "Calendars.Get",
        [Prefix, $"{Prefix}.app.created", $"{Prefix}.calendars", $"{Prefix}.calendars.readonly", $"{Prefix}.readonly"],
        "kind,etag,id,summary,description,location,timeZone,conferenceProperties(allowedConferenceSolutionTypes),autoAcceptInvitations,dataOwner");

    public static readonly GoogleMethod ListEvents = Method("Events.List", ReadEvents, EventsShape);

    public static readonly GoogleMethod ListInstances = Method("Events.Instances", ReadEvents, EventsShape);

    public static readonly GoogleMethod GetEvent = Method("Events.Get", ReadEvents, EventShape);

    public static readonly GoogleMethod InsertEvent = Method(
        "Events.Insert", [Prefix, $"{Prefix}.app.created", $"{Prefix}.events", $"{Prefix}.events.owned"], EventShape);

    private static GoogleMethod Method(string name, IReadOnlyList<string> scopes, string shape) =>
        new("calendar.v3." + name, Service, scopes, FieldMask.Parse(shape));
}
