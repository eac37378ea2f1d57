using Newtonsoft.Json;

namespace TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data;

internal sealed class Message
{
    [JsonProperty("id")]
    public string? Id { get; set; }

    [JsonProperty("threadId")]
    public string? ThreadId { get; set; }

    [JsonProperty("labelIds")]
    public IList<string>? LabelIds { get; set; }

    [JsonProperty("snippet")]
    public string? Snippet { get; set; }

    /// <summary>Unix time in milliseconds.</summary>
    [JsonProperty("internalDate")]
    public long? InternalDate { get; set; }

    [JsonProperty("payload")]
    public MessagePart? Payload { get; set; }

    /// <summary>The whole RFC 5322 message, base64url.</summary>
    [JsonProperty("raw")]
    public string? Raw { get; set; }
}

internal sealed class MessagePart
{
    [JsonProperty("mimeType")]
    public string? MimeType { get; set; }

    [JsonProperty("filename")]
    public string? Filename { get; set; }

    [JsonProperty("headers")]
    public IList<MessagePartHeader>? Headers { get; set; }

    [JsonProperty("body")]
    public MessagePartBody? Body { get; set; }

    [JsonProperty("parts")]
    public IList<MessagePart>? Parts { get; set; }
}

internal sealed class MessagePartHeader
{
    [JsonProperty("name")]
    public string? Name { get; set; }

    [JsonProperty("value")]
    public string? Value { get; set; }
}

internal sealed class MessagePartBody
{
    [JsonProperty("attachmentId")]
    public string? AttachmentId { get; set; }

    [JsonProperty("size")]
    public int? Size { get; set; }

    /// <summary>base64url.</summary>
    [JsonProperty("data")]
    public string? Data { get; set; }
}

internal sealed class ListMessagesResponse
{
    [JsonProperty("messages")]
    public IList<Message>? Messages { get; set; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; set; }
}

internal sealed class Draft
{
    [JsonProperty("id")]
    public string? Id { get; set; }

    [JsonProperty("message")]
    public Message? Message { get; set; }
}

internal sealed class ListDraftsResponse
{
    [JsonProperty("drafts")]
    public IList<Draft>? Drafts { get; set; }
}
