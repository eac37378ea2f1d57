using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using TimeZoneConverter;
using TokenVaultAgent.Sandbox.Graph.OData;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Calendar;

/// <summary>learn.microsoft.com/graph/api/resources/event.</summary>
internal static class EventJson
{
    public const string Type = "microsoft.graph.event";

    public static readonly IReadOnlyList<string> Properties =
    [
        "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "categories", "transactionId", "originalStartTimeZone",
        "originalEndTimeZone", "iCalUId", "reminderMinutesBeforeStart", "isReminderOn", "hasAttachments", "subject", "bodyPreview",
        "importance", "sensitivity", "isAllDay", "isCancelled", "isOrganizer", "responseRequested", "seriesMasterId", "showAs", "type",
        "webLink", "onlineMeetingUrl", "isOnlineMeeting", "onlineMeetingProvider", "allowNewTimeProposals", "isDraft", "hideAttendees",
        "responseStatus", "body", "start", "end", "location", "locations", "recurrence", "attendees", "organizer", "onlineMeeting",
        "originalStart",
    ];

    public static readonly IReadOnlyList<string> Standard = [.. Properties.Where(p => p != "originalStart")];

    public static readonly ResourceType Queryable = new(Type, new Dictionary<string, PropertyType>
    {
        ["subject"] = PropertyType.Text,
        ["start/dateTime"] = PropertyType.Text,
        ["end/dateTime"] = PropertyType.Text,
        ["type"] = PropertyType.Text,
        ["showAs"] = PropertyType.Text,
        ["sensitivity"] = PropertyType.Text,
        ["iCalUId"] = PropertyType.Text,
        ["seriesMasterId"] = PropertyType.Text,
        ["organizer/emailAddress/address"] = PropertyType.Text,
        ["isAllDay"] = PropertyType.Flag,
        ["isCancelled"] = PropertyType.Flag,
        ["isOrganizer"] = PropertyType.Flag,
        ["createdDateTime"] = PropertyType.Moment,
        ["lastModifiedDateTime"] = PropertyType.Moment,
    });

    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fffffff");

    public static JsonObject Of(GraphCall call, WorldCalendar calendar, Occurrence occurrence, DateTimeZone zone, string zoneName)
    {
        var source = occurrence.Event;
        var id = EventIds.Of(calendar, occurrence, call.Preferences.Ids);
        var changeKey = ChangeKey.Of(source.Id, source.Version);
        var json = new JsonObject { ["@odata.etag"] = ChangeKey.ETag(changeKey), ["id"] = id };
        AddDetails(json, call, occurrence, id, changeKey);
        AddBody(json, source, call.Preferences.BodyAsText);
        json["start"] = Time(occurrence.Start, occurrence.StartsAt, zone, zoneName);
        json["end"] = Time(occurrence.End, occurrence.EndsAt, zone, zoneName);
        AddPlace(json, source);
        json["recurrence"] = source.RecurrenceRule is { } rule && occurrence.Series is null ? Patterns.ToJson(rule, source.Start) : null;
        EventPeople.Add(json, call.Account, source);
        if (occurrence.OriginalStart is { } original)
            json["originalStart"] = InstantPattern.ExtendedIso.Format(original.ToInstant(calendar.TimeZone));
        return json;
    }

    private static void AddDetails(JsonObject json, GraphCall call, Occurrence occurrence, string id, string changeKey)
    {
        var source = occurrence.Event;
        json["createdDateTime"] = InstantPattern.ExtendedIso.Format(source.Created);
        json["lastModifiedDateTime"] = InstantPattern.ExtendedIso.Format(source.Updated);
        json["changeKey"] = changeKey;
        json["categories"] = new JsonArray();
        json["transactionId"] = null;
        json["originalStartTimeZone"] = WindowsName(source.Start.TimeZone);
        json["originalEndTimeZone"] = WindowsName(source.End.TimeZone);
        json["iCalUId"] = source.ICalUid;
        json["reminderMinutesBeforeStart"] = 15;
        json["isReminderOn"] = true;
        json["hasAttachments"] = false;
        json["subject"] = source.Title ?? "";
        json["importance"] = "normal";
        json["sensitivity"] = source.IsPrivate ? "private" : "normal";
        json["isAllDay"] = source.Start.IsAllDay;
        json["isCancelled"] = source.IsCancelled;
        json["isOrganizer"] = EventPeople.IsOrganizer(call.Account, source);
        json["responseRequested"] = true;
        json["seriesMasterId"] = occurrence.Series is { } series ? EventIds.Of(series, call.Preferences.Ids) : null;
        json["showAs"] = EventPeople.ShowAs(call.Account, source);
        json["type"] = Kind(occurrence);
        json["webLink"] = $"https://outlook.office365.com/owa/?itemid={Uri.EscapeDataString(id)}&exvsurl=1&path=/calendar/item";
        json["allowNewTimeProposals"] = true;
        json["isDraft"] = false;
        json["hideAttendees"] = false;
    }

    private static string Kind(Occurrence occurrence) => occurrence switch
    {
        { IsException: true } => "exception",
        { Series: not null } => "occurrence",
        { Event.RecurrenceRule: not null } => "seriesMaster",
        _ => "singleInstance",
    };

    private static void AddBody(JsonObject json, WorldEvent source, bool asText)
    {
        var html = source.DescriptionHtml ?? "";
        var text = html.Length == 0 ? "" : MessageText.OfHtml(html);
        json["bodyPreview"] = Html.Preview(text);
        json["body"] = asText
            ? new JsonObject { ["contentType"] = "text", ["content"] = text }
            : new JsonObject { ["contentType"] = "html", ["content"] = html.Length == 0 ? "" : Html.Document(html) };
    }

    private static void AddPlace(JsonObject json, WorldEvent source)
    {
        json["location"] = Location(source.Location ?? "");
        json["locations"] = source.Location is { } place ? new JsonArray(Location(place)) : new JsonArray();
        json["isOnlineMeeting"] = source.OnlineMeetingUrl is not null;
        json["onlineMeetingProvider"] = source.OnlineMeetingUrl is null ? "unknown" : "teamsForBusiness";
        json["onlineMeetingUrl"] = null;
        json["onlineMeeting"] = source.OnlineMeetingUrl is { } url ? new JsonObject { ["joinUrl"] = url } : null;
    }

    private static JsonObject Location(string name) => new()
    {
        ["displayName"] = name,
        ["locationType"] = "default",
        ["uniqueId"] = name,
        ["uniqueIdType"] = name.Length > 0 ? "private" : "unknown",
    };

    // All-day events float: midnight to midnight in whatever zone is asked for.
    private static JsonObject Time(EventTime time, Instant instant, DateTimeZone zone, string zoneName) => new()
    {
        ["dateTime"] = Local.Format(time.IsAllDay ? time.Local : instant.InZone(zone).LocalDateTime),
        ["timeZone"] = zoneName,
    };

    private static string WindowsName(string zone) => TZConvert.TryIanaToWindows(zone, out var windows) ? windows : zone;
}
