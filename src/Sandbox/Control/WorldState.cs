using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Control;

/// <summary>The world as JSON, for people and graders to read. Call it inside the world's lock.</summary>
internal static class WorldState
{
    public static JsonObject Accounts(IEnumerable<ProviderAccount> accounts) => new()
    {
        ["accounts"] = new JsonArray([.. accounts.Select(Account)]),
    };

    public static JsonObject Messages(ProviderAccount account) => new()
    {
        ["account"] = account.Key,
        ["messages"] = new JsonArray([.. account.Messages.OrderByDescending(m => m.ReceivedAt).Select(m => Message(m, withText: true))]),
    };

    public static string Write(JsonNode node)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
            node.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonObject Account(ProviderAccount account) => new()
    {
        ["key"] = account.Key,
        ["provider"] = account.Provider.ToString(),
        ["address"] = account.Address,
        ["password"] = account.Password,
        ["name"] = account.DisplayName,
        ["time_zone"] = account.TimeZone,
        ["calendars"] = new JsonArray([.. account.Calendars.Select(Calendar)]),
        ["messages"] = new JsonArray([.. account.Messages.OrderByDescending(m => m.ReceivedAt).Select(m => Message(m, withText: false))]),
    };

    private static JsonObject Calendar(WorldCalendar calendar) => new()
    {
        ["id"] = calendar.Id,
        ["name"] = calendar.Name,
        ["primary"] = calendar.IsPrimary,
        ["events"] = new JsonArray([.. calendar.Events.Select(Event)]),
    };

    private static JsonObject Event(WorldEvent item) => new()
    {
        ["id"] = item.Id,
        ["title"] = item.Title,
        ["start"] = Time(item.Start),
        ["end"] = Time(item.End),
        ["rule"] = item.RecurrenceRule,
        ["series"] = item.SeriesId,
        ["cancelled"] = item.IsCancelled,
        ["attendees"] = Strings(item.Attendees.Select(a => $"{a.Address} {a.Response}")),
    };

    private static JsonObject Message(WorldMessage message, bool withText)
    {
        var json = new JsonObject
        {
            ["id"] = message.Id,
            ["thread"] = message.ThreadId,
            ["folder"] = message.Folder.ToString(),
            ["received"] = message.ReceivedAt.ToString(),
            ["from"] = Addresses(message.Content.From),
            ["to"] = Addresses(message.Content.To),
            ["cc"] = Addresses(message.Content.Cc),
            ["bcc"] = Addresses(message.Content.Bcc),
            ["subject"] = message.Content.Subject,
            ["message_id"] = message.Content.MessageId,
            ["read"] = message.IsRead,
            ["flagged"] = message.IsFlagged,
            ["attachments"] = Strings(message.Content.Attachments.Select(a => a.ContentDisposition?.FileName ?? "")),
        };
        if (!withText) return json;
        json["text"] = message.Content.TextBody;
        json["html"] = message.Content.HtmlBody;
        return json;
    }

    private static string Time(EventTime time) =>
        time.Time is { } at ? $"{time.Date:uuuu-MM-dd}T{at:HH:mm:ss} {time.TimeZone}" : $"{time.Date:uuuu-MM-dd}";

    private static JsonArray Addresses(InternetAddressList list) => Strings(list.Mailboxes.Select(m => m.Address));

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)v)]);
}
