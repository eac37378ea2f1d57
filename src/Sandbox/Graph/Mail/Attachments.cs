using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.Graph.OData;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>File attachments: learn.microsoft.com/graph/api/resources/fileattachment.</summary>
internal static class Attachments
{
    /// <summary>Larger ones need an upload session (learn.microsoft.com/graph/outlook-large-attachments).</summary>
    private const int Limit = 3 * 1024 * 1024;

    private const string Type = "microsoft.graph.attachment";

    // Those of every kind of attachment; the content is only a file's.
    private static readonly string[] Properties = ["id", "lastModifiedDateTime", "name", "contentType", "size", "isInline"];

    private static readonly string[] Standard = [.. Properties, "contentId", "contentLocation", "contentBytes"];

    /// <summary>Those that stand in the body are among them, which <c>hasAttachments</c> does not count.</summary>
    public static IReadOnlyList<MimePart> Of(WorldMessage message) =>
        [.. message.Content.BodyParts.OfType<MimePart>().Where(part => part.IsAttachment || part is not TextPart)];

    public static string Name(MimePart part) => part.FileName ?? "";

    public static GraphAnswer List(GraphCall call, WorldMessage message)
    {
        var select = Select.Parse(call.Option("select"), Type, Properties);
        return Page.Of(call, select.Context(Set(call)), Of(message), part => select.Apply(Json(call, message, part), Standard, "id"));
    }

    public static GraphAnswer Get(GraphCall call, WorldMessage message)
    {
        var select = Select.Parse(call.Option("select"), Type, Properties);
        var part = Of(message).FirstOrDefault(p => Id(call, message, p) == call.Route("attachmentId")) ?? throw GraphFailure.NotFound();
        return select.Entity(select.Apply(Json(call, message, part), Standard, "id"), Set(call), "/$entity");
    }

    public static GraphAnswer Add(GraphCall call, WorldMessage message)
    {
        if (!message.IsDraft) throw MessageWrite.NoDraft();
        var part = Read(call.Json());
        MessageBody.Attach(message.Content, [part]);
        message.Version++;
        return GraphAnswer.Created(Json(call, message, part));
    }

    /// <exception cref="GraphFailure">No file, no name, no Base64, or too long.</exception>
    public static MimePart Read(JsonPayload attachment)
    {
        if (attachment.Text("@odata.type")?.TrimStart('#') != "microsoft.graph.fileAttachment")
            throw GraphFailure.InvalidProperty("The sandbox takes file attachments only.");
        if (attachment.Names.FirstOrDefault(n => !Standard.Contains(n)) is { } unknown)
            throw GraphFailure.UnknownProperty(unknown, "microsoft.graph.fileAttachment");
        if (attachment.Text("name") is not { Length: > 0 } name) throw GraphFailure.InvalidProperty("Required property Name is missing.");
        var text = attachment.Text("contentBytes") ?? throw GraphFailure.InvalidProperty("Required property ContentBytes is missing.");
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) throw GraphFailure.UnreadableBody();
        if (length > Limit) throw GraphFailure.TooLarge();
        // A file is a leaf of the MIME tree, whatever it says it is.
        var type = attachment.Text("contentType") is { } given && ContentType.TryParse(given, out var parsed)
            && !parsed.IsMimeType("multipart", "*") && !parsed.IsMimeType("message", "*")
            ? parsed
            : new ContentType("application", "octet-stream");
        return new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(bytes, 0, length)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = name,
        };
    }

    private static string Set(GraphCall call) =>
        $"{call.UserContext}/messages('{Uri.EscapeDataString(call.Route("messageId"))}')/attachments";

    private static JsonObject Json(GraphCall call, WorldMessage message, MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content?.DecodeTo(bytes);
        return new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.fileAttachment",
            ["@odata.mediaContentType"] = part.ContentType.MimeType,
            ["id"] = Id(call, message, part),
            ["lastModifiedDateTime"] = InstantPattern.General.Format(message.ReceivedAt),
            ["name"] = Name(part),
            ["contentType"] = part.ContentType.MimeType,
            ["size"] = bytes.Length,
            ["isInline"] = !part.IsAttachment,
            ["contentId"] = part.ContentId,
            ["contentLocation"] = part.ContentLocation?.ToString(),
            ["contentBytes"] = Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length),
        };
    }

    private static string Id(GraphCall call, WorldMessage message, MimePart part)
    {
        var place = Of(message).ToList().IndexOf(part);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{message.ImmutableId}/{place}"));
        return MessageJson.Id(message, call.Preferences.Ids)[..^4] + "ABEg" + Convert.ToHexString(hash)[..16] + "AAA=";
    }
}
