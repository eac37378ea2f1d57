using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using NodaTime;
using NodaTime.Text;
using TokenVaultAgent.Sandbox.Graph.OData;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Graph.Mail;

/// <summary>learn.microsoft.com/graph/api/resources/message.</summary>
internal static class MessageJson
{
    public const string Type = "microsoft.graph.message";

    /// <summary>Categories travel as this header (learn.microsoft.com/exchange: PidNameKeywords).</summary>
    public const string CategoriesHeader = "Keywords";

    public static readonly IReadOnlyList<string> Properties =
    [
        "id", "createdDateTime", "lastModifiedDateTime", "changeKey", "categories", "receivedDateTime", "sentDateTime", "hasAttachments",
        "internetMessageId", "subject", "bodyPreview", "importance", "parentFolderId", "conversationId", "conversationIndex",
        "isDeliveryReceiptRequested", "isReadReceiptRequested", "isRead", "isDraft", "webLink", "inferenceClassification", "body", "sender",
        "from", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "flag", "internetMessageHeaders", "uniqueBody",
    ];

    /// <summary>The headers and the unique body come only where they are selected.</summary>
    public static readonly IReadOnlyList<string> Standard =
        [.. Properties.Where(p => p is not ("internetMessageHeaders" or "uniqueBody")), .. MeetingMessage.Properties];

    public static readonly ResourceType Queryable = new(Type, new Dictionary<string, PropertyType>
    {
        ["subject"] = PropertyType.Text,
        ["from/emailAddress/address"] = PropertyType.Text,
        ["from/emailAddress/name"] = PropertyType.Text,
        ["sender/emailAddress/address"] = PropertyType.Text,
        ["internetMessageId"] = PropertyType.Text,
        ["conversationId"] = PropertyType.Text,
        ["importance"] = PropertyType.Text,
        ["parentFolderId"] = PropertyType.Text,
        ["flag/flagStatus"] = PropertyType.Text,
        ["inferenceClassification"] = PropertyType.Text,
        ["bodyPreview"] = PropertyType.Text,
        ["isRead"] = PropertyType.Flag,
        ["isDraft"] = PropertyType.Flag,
        ["hasAttachments"] = PropertyType.Flag,
        ["receivedDateTime"] = PropertyType.Moment,
        ["sentDateTime"] = PropertyType.Moment,
        ["createdDateTime"] = PropertyType.Moment,
        ["lastModifiedDateTime"] = PropertyType.Moment,
    });

    public static string Id(WorldMessage message, IdType type) => type == IdType.Immutable ? message.ImmutableId : message.Id;

    /// <summary>The message as RFC 5322.</summary>
    public static string Mime(WorldMessage message)
    {
        using var bytes = new MemoryStream();
        message.Content.WriteTo(bytes);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    public static JsonObject Of(GraphCall call, WorldMessage message)
    {
        var content = message.Content;
        var meeting = MeetingMessage.Of(content);
        var text = content.TextBody is null && content.HtmlBody is null && meeting is not null ? meeting.Description : MessageText.Of(content);
        var id = Id(message, call.Preferences.Ids);
        var changeKey = ChangeKey.Of(message.ImmutableId, message.Version);
        var json = new JsonObject { ["@odata.etag"] = ChangeKey.ETag(changeKey), ["id"] = id };
        AddTimes(json, message, changeKey);
        json["hasAttachments"] = content.Attachments.Any();
        json["internetMessageId"] = content.MessageId is { } messageId ? $"<{messageId}>" : null;
        json["subject"] = content.Subject ?? "";
        json["bodyPreview"] = Html.Preview(text);
        json["importance"] = content.Importance.ToString().ToLowerInvariant();
        json["parentFolderId"] = MailFolders.Id(call.Account, message.Folder);
        json["conversationId"] = message.ThreadId;
        json["conversationIndex"] = ConversationIndex(message);
        AddMarks(json, message, id);
        AddBody(json, call, content, text);
        AddPeople(json, content, message.IsDraft ? new MailboxAddress(call.Account.DisplayName, call.Account.Address) : null);
        json["flag"] = new JsonObject { ["flagStatus"] = message.IsFlagged ? "flagged" : "notFlagged" };
        json["internetMessageHeaders"] = message.IsDraft ? null : new JsonArray([.. content.Headers.Select(h =>
            new JsonObject { ["name"] = h.Field, ["value"] = h.Value })]);
        meeting?.AddTo(json, call);
        return json;
    }

    private static void AddTimes(JsonObject json, WorldMessage message, string changeKey)
    {
        var received = InstantPattern.General.Format(message.ReceivedAt);
        var sent = message.IsDraft ? message.ReceivedAt : Instant.FromDateTimeOffset(message.Content.Date);
        json["createdDateTime"] = received;
        json["lastModifiedDateTime"] = received;
        json["changeKey"] = changeKey;
        json["categories"] = new JsonArray([.. Categories(message.Content).Select(c => (JsonNode)c)]);
        json["receivedDateTime"] = received;
        json["sentDateTime"] = InstantPattern.General.Format(sent);
    }

    private static string[] Categories(MimeMessage content) =>
        (content.Headers[CategoriesHeader] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // A header byte, five of the time, sixteen that name the conversation ([MS-OXOMSG] 2.2.1.3).
    private static string ConversationIndex(WorldMessage message)
    {
        var name = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(message.ThreadId))[..16];
        var time = BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(message.ReceivedAt.ToUnixTimeTicks()))[..5];
        return Convert.ToBase64String([1, .. time, .. name]);
    }

    private static void AddMarks(JsonObject json, WorldMessage message, string id)
    {
        json["isDeliveryReceiptRequested"] = false;
        json["isReadReceiptRequested"] = false;
        json["isRead"] = message.IsRead;
        json["isDraft"] = message.IsDraft;
        json["webLink"] = $"https://outlook.office365.com/owa/?ItemID={Uri.EscapeDataString(id)}&exvsurl=1&viewmodel=ReadMessageItem";
        json["inferenceClassification"] = "focused";
    }

    // HTML, whatever the message is, unless text is preferred (learn.microsoft.com/graph/api/message-get).
    private static void AddBody(JsonObject json, GraphCall call, MimeMessage content, string text)
    {
        JsonObject body = call.Preferences.BodyAsText
            ? new() { ["contentType"] = "text", ["content"] = text }
            : new() { ["contentType"] = "html", ["content"] = InHtml(call, content, text) };
        json["body"] = body;
        json["uniqueBody"] = body.DeepClone();
    }

    private static string InHtml(GraphCall call, MimeMessage content, string text)
    {
        if (content.HtmlBody is not { } html) return Html.FromText(text);
        return Html.Document(call.Preferences.AllowsUnsafeHtml ? html : Html.Safe(html));
    }

    /// <param name="own">Whose mailbox it is, where this is a draft: whoever it says it is from.</param>
    private static void AddPeople(JsonObject json, MimeMessage content, MailboxAddress? own)
    {
        if (content.From.Mailboxes.FirstOrDefault() is { } from)
        {
            json["sender"] = Recipient(own ?? content.Sender ?? from);
            json["from"] = Recipient(from);
        }
        json["toRecipients"] = Recipients(content.To);
        json["ccRecipients"] = Recipients(content.Cc);
        json["bccRecipients"] = Recipients(content.Bcc);
        json["replyTo"] = Recipients(content.ReplyTo);
    }

    private static JsonArray Recipients(InternetAddressList list) => new([.. list.Mailboxes.Select(m => (JsonNode)Recipient(m))]);

    private static JsonObject Recipient(MailboxAddress mailbox) => new()
    {
        ["emailAddress"] = new JsonObject
        {
            ["name"] = string.IsNullOrEmpty(mailbox.Name) ? mailbox.Address : mailbox.Name,
            ["address"] = mailbox.Address,
        },
    };
}
