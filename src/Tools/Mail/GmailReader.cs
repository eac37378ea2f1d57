using MimeKit.Utils;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data;
using InternetAddressList = MimeKit.InternetAddressList;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Reads Gmail's message resource (developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages).</summary>
internal static class GmailReader
{
    /// <returns>Null for what is no message: it has no id.</returns>
    public static MailMessage? Read(Message message) => Read(message, message.Payload is { } root ? new GmailParts(root) : null);

    /// <param name="parts">Of its payload; null where it has none.</param>
    public static MailMessage? Read(Message message, GmailParts? parts)
    {
        if (message.Id is not { Length: > 0 } id)
            return null;
        var attachments = (parts?.Attachments ?? [])
            .Select(part => new MailAttachment(part.Body?.Size ?? 0, string.IsNullOrEmpty(part.Filename) ? null : part.Filename, part.MimeType)).ToList();
        return new MailMessage
        {
            Id = id,
            ThreadId = message.ThreadId,
            From = Header(message, "From"),
            To = Addresses(Header(message, "To")),
            Cc = Addresses(Header(message, "Cc")),
            Subject = Header(message, "Subject"),
            ReceivedAt = ReceivedAt(message),
            IsUnread = message.LabelIds?.Contains("UNREAD") ?? false,
            HasAttachments = attachments.Count > 0,
            Body = parts?.Body() ?? MailBody.None,
            Attachments = attachments,
        };
    }

    /// <summary>Gmail's own time, else the one that its sender wrote.</summary>
    private static DateTimeOffset? ReceivedAt(Message message) =>
        message.InternalDate is { } time and >= -62_135_596_800_000 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(time)
        : DateUtils.TryParse(Header(message, "Date") ?? "", out var written) ? written
        : null;

    private static string? Header(Message message, string name) => message.Payload is { } root ? GmailParts.Header(root, name) : null;

    private static IReadOnlyList<string> Addresses(string? header) => header is null ? []
        : InternetAddressList.TryParse(header, out var list) ? [.. list.Select(address => address.ToString())]
        : [header];
}
