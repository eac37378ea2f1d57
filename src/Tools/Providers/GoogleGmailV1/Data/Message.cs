using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data;

internal sealed class Message
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("threadId")]
    public string? ThreadId { get; set; }

    [JsonPropertyName("labelIds")]
    public IList<string>? LabelIds { get; set; }

    [JsonPropertyName("snippet")]
    public string? Snippet { get; set; }

    /// <summary>Unix time in milliseconds.</summary>
    [JsonPropertyName("internalDate")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? InternalDate { get; set; }

    [JsonPropertyName("payload")]
    public MessagePart? Payload { get; set; }

    /// <summary>The whole RFC 5322 message, base64url.</summary>
    [JsonPropertyName("raw")]
    public string? Raw { get; set; }
}

internal sealed class MessagePart
{
    [JsonPropertyName("mimeType")]
    public string? MimeType { get; set; }

    [JsonPropertyName("filename")]
    public string? Filename { get; set; }

    [JsonPropertyName("headers")]
    public IList<MessagePartHeader>? Headers { get; set; }

    [JsonPropertyName("body")]
    public MessagePartBody? Body { get; set; }

    [JsonPropertyName("parts")]
    public IList<MessagePart>? Parts { get; set; }
}

internal sealed class MessagePartHeader
{
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("value")]
    public string? Value { get; set; }
}

internal sealed class MessagePartBody
{
    [JsonPropertyName("attachmentId")]
    public string? AttachmentId { get; set; }

    [JsonPropertyName("size")]
    public int? Size { get; set; }

    /// <summary>base64url.</summary>
    [JsonPropertyName("data")]
    public string? Data { get; set; }
}

internal sealed class ListMessagesResponse
{
    [JsonPropertyName("messages")]
    public IList<Message>? Messages { get; set; }

    [JsonPropertyName("nextPageToken")]
    public string? NextPageToken { get; set; }
}

internal sealed class Draft
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("message")]
    public Message? Message { get; set; }
}

internal sealed class ListDraftsResponse
{
    [JsonPropertyName("drafts")]
    public IList<Draft>? Drafts { get; set; }
}
