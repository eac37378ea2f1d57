using System.Buffers.Text;
using System.Net;
using System.Text;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data;
using ContentDisposition = MimeKit.ContentDisposition;
using ContentType = MimeKit.ContentType;
using InternetAddressList = MimeKit.InternetAddressList;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Reads Gmail's message resource (developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages).</summary>
internal static class GmailReader
{
    /// <summary>Parts may be nested by an attacker deeper than any real mail.</summary>
    private const int MaxDepth = 20;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ProviderException">The answer lacks what every message has.</exception>
    public static MailMessage Read(Message message)
    {
        if (message is not { Id: { } id, InternalDate: { } received })
            throw ProviderException.MalformedAnswer(Provider.Google);

        var parts = message.Payload is null ? [] : Flatten(message.Payload, 0).ToList();
        var attachments = parts.Where(IsAttachment)
            .Select(p => new MailAttachment(p.Body?.Size ?? 0, string.IsNullOrEmpty(p.Filename) ? null : p.Filename, p.MimeType)).ToList();
        var shown = message.Payload is null ? [] : Shown(message.Payload, 0).ToList();
        var isHtml = shown.Exists(IsHtml);
        return new MailMessage
        {
            Id = id,
            ThreadId = message.ThreadId,
            From = Header(message, "From"),
            To = Addresses(Header(message, "To")),
            Cc = Addresses(Header(message, "Cc")),
            Subject = Header(message, "Subject"),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(received),
            IsUnread = message.LabelIds?.Contains("UNREAD") ?? false,
            HasAttachments = attachments.Count > 0 || message.Payload?.MimeType == "multipart/mixed",
            // Gmail escapes the snippet as HTML text.
            Snippet = WebUtility.HtmlDecode(message.Snippet),
            Body = shown.Count == 0 ? null : isHtml ? string.Concat(shown.Select(AsHtml)) : string.Join("\n\n", shown.Select(Decode)),
            BodyIsHtml = isHtml,
            Attachments = attachments,
        };
    }

    /// <summary>Every part but those of mails that are attached.</summary>
    private static IEnumerable<MessagePart> Flatten(MessagePart part, int depth) => depth > MaxDepth
        ? []
        : (IsAttachedMail(part) ? [] : part.Parts ?? []).SelectMany(p => Flatten(p, depth + 1)).Prepend(part);

    /// <summary>
    /// The text that the user's own program shows: of alternatives the HTML one, since a plain one can say to the model what no reader
    /// sees; of related parts the one that the others belong to, of signed ones what is signed; of anything else all parts, one after the
    /// other; of what is attached nothing.
    /// </summary>
    private static List<MessagePart> Shown(MessagePart part, int depth)
    {
        if (depth > MaxDepth || IsAttachedMail(part) || IsAttachment(part))
            return [];
        if (part.Parts is not { Count: > 0 } children)
            return part.MimeType is "text/html" or "text/plain" && !string.IsNullOrEmpty(part.Body?.Data) ? [part] : [];
        if (part.MimeType is "multipart/related" or "multipart/signed")
            return Shown(Root(part, children), depth + 1);
        var each = children.Select(child => Shown(child, depth + 1)).Where(child => child.Count > 0).ToList();
        return part.MimeType == "multipart/alternative"
            ? each.FindLast(child => child.Exists(IsHtml)) ?? each.LastOrDefault() ?? []
            : [.. each.SelectMany(child => child)];
    }

    /// <summary>By the start parameter, or the first (RFC 2387 section 3.2, RFC 1847 section 2.1).</summary>
    private static MessagePart Root(MessagePart part, IList<MessagePart> children) =>
        ContentType.TryParse(Header(part, "Content-Type") ?? "", out var type) && type.Parameters["start"] is { } start
        && children.FirstOrDefault(child => Header(child, "Content-ID")?.Trim() == start.Trim()) is { } named
            ? named
            : children[0];

    /// <summary>What has a name, and what is not to be shown in its place, which is what a disposition that nobody knows means (RFC 2183 section 2.8).</summary>
    private static bool IsAttachment(MessagePart part) => !string.IsNullOrEmpty(part.Filename)
        || (Header(part, "Content-Disposition") is { } header
            && !(ContentDisposition.TryParse(header, out var disposition) && string.Equals(disposition.Disposition, ContentDisposition.Inline, StringComparison.OrdinalIgnoreCase)));

    private static bool IsAttachedMail(MessagePart part) => part.MimeType == "message/rfc822";

    private static bool IsHtml(MessagePart part) => part.MimeType == "text/html";

    private static string AsHtml(MessagePart part) => IsHtml(part)
        ? Decode(part)
        : $"<div>{WebUtility.HtmlEncode(Decode(part)).Replace("\n", "<br>", StringComparison.Ordinal)}</div>";

    private static string? Header(Message message, string name) => message.Payload is { } root ? Header(root, name) : null;

    private static string? Header(MessagePart part, string name) =>
        part.Headers?.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static IReadOnlyList<string> Addresses(string? header) => header is null ? []
        : InternetAddressList.TryParse(header, out var list) ? [.. list.Select(a => a.ToString())]
        : [header];

    /// <summary>UTF-8 where the bytes are; else what the part's charset says.</summary>
    private static string Decode(MessagePart part)
    {
        // Gmail writes base64url with padding.
        if (!Base64Url.IsValid(part.Body!.Data))
            throw ProviderException.MalformedAnswer(Provider.Google);
        var bytes = Base64Url.DecodeFromChars(part.Body.Data);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Charset(part).GetString(bytes);
        }
    }

    private static Encoding Charset(MessagePart part) =>
        Header(part, "Content-Type") is { } header && ContentType.TryParse(header, out var type) && type.CharsetEncoding is { } encoding ? encoding : Encoding.Latin1;
}
