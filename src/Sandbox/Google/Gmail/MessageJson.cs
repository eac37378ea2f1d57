using System.Globalization;
using System.Text.Json.Nodes;
using MimeKit;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>The message resource: developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#Message.</summary>
internal static class MessageJson
{
    private const int SnippetLength = 200;

    public static JsonObject Reference(WorldMessage message) => new() { ["id"] = message.Id, ["threadId"] = message.ThreadId };

    /// <summary>What sends and draft changes answer.</summary>
    public static JsonObject Labelled(WorldMessage message)
    {
        var json = Reference(message);
        json["labelIds"] = Labels(message);
        return json;
    }

    public static JsonObject Message(WorldMessage message, MessageFormat format)
    {
        var bytes = Bytes(message.Content);
        var json = Labelled(message);
        json["snippet"] = Snippet(message.Content);
        if (format.Name == "full") json["payload"] = PayloadJson.Full(message);
        if (format.Name == "metadata") json["payload"] = PayloadJson.Headers(message, format.Headers);
        if (format.Name == "raw") json["raw"] = PayloadJson.Base64Url(bytes);
        json["sizeEstimate"] = bytes.Length;
        json["historyId"] = HistoryId([message]);
        json["internalDate"] = message.ReceivedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return json;
    }

    /// <summary>Grows with each change.</summary>
    public static string HistoryId(IEnumerable<WorldMessage> messages) => messages
        .Select(m => m.ReceivedAt.ToUnixTimeSeconds() + m.Version)
        .DefaultIfEmpty(1)
        .Max()
        .ToString(CultureInfo.InvariantCulture);

    public static byte[] Bytes(MimeMessage message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>As Gmail's: the beginning of the text on one line, escaped for HTML.</summary>
    public static string Snippet(MimeMessage message)
    {
        var text = string.Join(' ', MessageText.Of(message).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length > SnippetLength) text = text[..SnippetLength];
        return text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal);
    }

    private static JsonArray Labels(WorldMessage message) => new([.. GmailLabels.Of(message).Select(label => (JsonNode)label)]);
}
