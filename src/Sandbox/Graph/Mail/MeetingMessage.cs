using System.Globalization;
using System.Runtime.Serialization;
using System.Text.Json.Nodes;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using MimeKit;
using NodaTime;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>
/// What Exchange makes of a mail with an invitation in it, an answer to one or a cancellation (RFC 6047): a message of a type of its own, with
/// what the calendar says as properties, and its description as the body where nothing else is
/// (learn.microsoft.com/graph/api/resources/eventmessage). Where properties are selected, these cannot be
/// (github.com/microsoftgraph/microsoft-graph-docs, issue 2018): only the type comes.
/// </summary>
internal sealed class MeetingMessage
{
    /// <summary>What a message of this type has beyond others.</summary>
    public static readonly IReadOnlyList<string> Properties =
        ["meetingMessageType", "type", "isOutOfDate", "isAllDay", "isDelegated", "startDateTime", "endDateTime", "location"];

    private readonly string _type;
    private readonly string _kind;
    private readonly CalendarEvent _event;

    private MeetingMessage(string type, string kind, CalendarEvent item) => (_type, _kind, _event) = (type, kind, item);

    public string Description => _event.Description ?? "";

    /// <summary>Null for any other mail.</summary>
    public static MeetingMessage? Of(MimeMessage content)
    {
        var part = content.BodyParts.OfType<TextPart>().FirstOrDefault(p => p.ContentType.IsMimeType("text", "calendar") && !p.IsAttachment);
        if (part is null || Read(part.Text) is not { Events: [{ Start: not null } item, ..] } calendar)
            return null;
        return (part.ContentType.Parameters["method"] ?? calendar.Method)?.ToUpperInvariant() switch
        {
            "REQUEST" => new MeetingMessage("#microsoft.graph.eventMessageRequest", "meetingRequest", item),
            "CANCEL" => new MeetingMessage("#microsoft.graph.eventMessage", "meetingCancelled", item),
            "REPLY" => new MeetingMessage("#microsoft.graph.eventMessageResponse", Answer(item), item),
            _ => null,
        };
    }

    public void AddTo(JsonObject json, GraphCall call)
    {
        json.Insert(0, "@odata.type", _type);
        json["meetingMessageType"] = _kind;
        json["type"] = "singleInstance";
        json["isOutOfDate"] = false;
        json["isDelegated"] = false;
        json["isAllDay"] = !_event.Start!.HasTime;
        json["startDateTime"] = Time(call, _event.Start);
        json["endDateTime"] = Time(call, _event.End ?? _event.Start);
        json["location"] = new JsonObject { ["displayName"] = _event.Location ?? "", ["locationType"] = "default", ["uniqueIdType"] = "unknown" };
    }

    private static Ical.Net.Calendar? Read(string text)
    {
        try
        {
            return Ical.Net.Calendar.Load(text);
        }
        catch (Exception exception) when (exception is SerializationException or FormatException or ArgumentException)
        {
            // Not a calendar, whatever its type says: treated as an ordinary mail.
            return null;
        }
    }

    private static string Answer(CalendarEvent item) => item.Attendees.FirstOrDefault()?.ParticipationStatus?.ToUpperInvariant() switch
    {
        "DECLINED" => "meetingDeclined",
        "TENTATIVE" => "meetingTenativelyAccepted",
        _ => "meetingAccepted",
    };

    private static JsonObject Time(GraphCall call, CalDateTime time)
    {
        var local = LocalDateTime.FromDateTime(time.Value);
        if (time.HasTime)
        {
            var zone = time.IsUtc ? DateTimeZone.Utc : Preferences.Find(time.TzId ?? call.Account.TimeZone) ?? DateTimeZone.Utc;
            local = local.InZoneLeniently(zone).WithZone(call.Preferences.TimeZone).LocalDateTime;
        }
        return new JsonObject
        {
            ["dateTime"] = local.ToDateTimeUnspecified().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
            ["timeZone"] = call.Preferences.ZoneName,
        };
    }
}
