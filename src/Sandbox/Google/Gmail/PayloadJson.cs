using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>The tree of MIME parts: developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#MessagePart.</summary>
internal static class PayloadJson
{
    public static JsonObject Full(WorldMessage message)
    {
        var root = Part(message, message.Content.Body, "");
        root["headers"] = HeaderList([.. message.Content.Headers, .. message.Content.Body?.Headers ?? []]);
        return root;
    }

    /// <summary>Without bodies; with all headers where none is named.</summary>
    public static JsonObject Headers(WorldMessage message, IReadOnlyList<string> names)
    {
        IEnumerable<Header> headers = [.. message.Content.Headers, .. message.Content.Body?.Headers ?? []];
        if (names.Count > 0) headers = headers.Where(h => names.Contains(h.Field, StringComparer.OrdinalIgnoreCase));
        return new JsonObject
        {
            ["mimeType"] = message.Content.Body?.ContentType.MimeType ?? "text/plain",
            ["headers"] = HeaderList(headers),
        };
    }

    /// <summary>The decoded bytes of the attachment that this message has under that id, or null.</summary>
    public static byte[]? Attachment(WorldMessage message, string attachmentId) =>
        Walk(message.Content.Body, "").Where(p => AttachmentId(message, p.Id) == attachmentId).Select(p => Data(p.Entity)).FirstOrDefault();

    /// <summary>Gmail's base64url keeps the padding.</summary>
    public static string Base64Url(byte[] data) => Convert.ToBase64String(data).Replace('+', '-').Replace('/', '_');

    private static JsonObject Part(WorldMessage message, MimeEntity? entity, string id)
    {
        var fileName = FileName(entity);
        var json = new JsonObject
        {
            ["partId"] = id,
            ["mimeType"] = entity?.ContentType.MimeType ?? "text/plain",
            ["filename"] = fileName,
            ["headers"] = HeaderList(entity?.Headers ?? Enumerable.Empty<Header>()),
            ["body"] = Body(message, entity, id, fileName),
        };
        var children = Children(entity);
        if (children.Count > 0) json["parts"] = new JsonArray([.. children.Select((child, i) => Part(message, child, ChildId(id, i)))]);
        return json;
    }

    // What has a file name comes by attachments.get; the text of the message is here.
    private static JsonObject Body(WorldMessage message, MimeEntity? entity, string id, string fileName)
    {
        if (entity is null or Multipart) return new JsonObject { ["size"] = 0 };
        var data = Data(entity);
        return fileName.Length > 0
            ? new JsonObject { ["attachmentId"] = AttachmentId(message, id), ["size"] = data.Length }
            : new JsonObject { ["size"] = data.Length, ["data"] = Base64Url(data) };
    }

    private static IEnumerable<(MimeEntity Entity, string Id)> Walk(MimeEntity? entity, string id)
    {
        if (entity is null) return [];
        return [(entity, id), .. Children(entity).SelectMany((child, i) => Walk(child, ChildId(id, i)))];
    }

    private static IReadOnlyList<MimeEntity> Children(MimeEntity? entity) => entity switch
    {
        Multipart multipart => [.. multipart],
        MessagePart { Message.Body: { } body } => [body],
        _ => [],
    };

    private static byte[] Data(MimeEntity entity)
    {
        using var stream = new MemoryStream();
        switch (entity)
        {
            case MimePart { Content: { } content }:
                content.DecodeTo(stream);
                break;
            case MessagePart { Message: { } message }:
                message.WriteTo(stream);
                break;
        }
        return stream.ToArray();
    }

    private static string FileName(MimeEntity? entity) => entity switch
    {
        MimePart part => part.FileName ?? "",
        MessagePart => entity.ContentDisposition?.FileName ?? "message.eml",
        _ => "",
    };

    private static string AttachmentId(WorldMessage message, string partId)
    {
        var hash = SHA512.HashData(Encoding.UTF8.GetBytes($"{message.Id}/{partId}"));
        return "ANGjdJ" + Convert.ToBase64String([.. hash, .. SHA512.HashData(hash)]).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string ChildId(string id, int index) => id.Length == 0 ? $"{index}" : $"{id}.{index}";

    private static JsonArray HeaderList(IEnumerable<Header> headers) =>
        new([.. headers.Select(h => new JsonObject { ["name"] = h.Field, ["value"] = h.Value })]);
}
