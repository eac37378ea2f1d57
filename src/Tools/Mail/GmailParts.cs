using System.Net;
using TokenVaultAgent.Tools.Providers.GoogleGmailV1.Data;
using TokenVaultAgent.Tools.Untrusted;
using ContentDisposition = MimeKit.ContentDisposition;
using ContentType = MimeKit.ContentType;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>
/// The parts of a message that the user's own program shows: of alternatives the HTML one, since a plain one can say to the model what no
/// reader sees; of related parts the one that the others belong to, of signed ones what is signed; of anything else all parts, one after the
/// other; of what is attached nothing.
/// </summary>
internal sealed class GmailParts
{
    /// <summary>Parts may be nested by an attacker deeper than any real mail.</summary>
    private const int MaxDepth = 20;
    private const int MaxFetched = 10;

    /// <summary>Bytes of a part that are fetched; more is read of no body.</summary>
    private const int MaxFetchedSize = 4 * 1024 * 1024;

    private readonly List<MessagePart> _shown;
    private readonly List<MessagePart> _plain;

    public GmailParts(MessagePart root)
    {
        All = [.. Flatten(root, 0)];
        _shown = Shown(root, 0, prefersPlain: false);
        _plain = _shown.Exists(IsHtml) && Shown(root, 0, prefersPlain: true) is var plain && !plain.Exists(IsHtml) ? plain : [];
    }

    /// <summary>Except those of attached mails.</summary>
    public IReadOnlyList<MessagePart> All { get; }

    public IEnumerable<MessagePart> Attachments => All.Where(part => part.Parts is not { Count: > 0 } && IsAttachment(part) && !(_shown.Contains(part) && !IsCalendar(part)));

    /// <summary>Texts that did not come with the message but under an id of their own, as long ones do.</summary>
    public IEnumerable<MessagePart> ToFetch => _shown.Concat(_plain).Distinct()
        .Where(part => part.Body is { AttachmentId: not null, Data: null or "", Size: <= MaxFetchedSize }).Take(MaxFetched);

    public MailBody Body()
    {
        if (_shown.Count == 0)
            return MailBody.None;
        var texts = _shown.ConvertAll(part => (Part: part, Text: Text(part)));
        var isUnreadable = texts.Exists(text => text.Text is null);
        var readable = texts.FindAll(text => text.Text is not null);
        var isHtml = readable.Exists(text => IsHtml(text.Part));
        var plain = _plain.ConvertAll(Text).OfType<string>().ToList();
        return new MailBody(
            isHtml ? string.Concat(readable.Select(text => IsHtml(text.Part) ? text.Text : InHtml(text.Text!))) : string.Join("\n\n", readable.Select(text => text.Text)),
            isHtml, plain.Count == 0 ? null : string.Join("\n\n", plain), isUnreadable);
    }

    private static IEnumerable<MessagePart> Flatten(MessagePart part, int depth) => depth > MaxDepth
        ? []
        : (IsAttachedMail(part) ? [] : part.Parts ?? []).SelectMany(child => Flatten(child, depth + 1)).Prepend(part);

    private static List<MessagePart> Shown(MessagePart part, int depth, bool prefersPlain)
    {
        if (depth > MaxDepth || IsAttachedMail(part))
            return [];
        if (part.Parts is not { Count: > 0 } children)
            return IsText(part) && !IsAttached(part) ? [part] : [];
        if (IsAttached(part))
            return [];
        if (part.MimeType is "multipart/related" or "multipart/signed")
            return Shown(Root(part, children), depth + 1, prefersPlain);
        var each = children.Select(child => Shown(child, depth + 1, prefersPlain)).Where(child => child.Count > 0).ToList();
        if (part.MimeType == "multipart/alternative")
            return (prefersPlain ? each.FindLast(child => !child.Exists(IsHtml) && !child.Exists(IsCalendar)) : each.FindLast(child => child.Exists(IsHtml)))
                ?? each.FindLast(child => !child.Exists(IsCalendar)) ?? each.LastOrDefault() ?? [];
        // An invitation beside words is what the words are about, a text with a name a file beside them.
        var all = each.SelectMany(child => child).ToList();
        return all.Exists(IsWords) ? all.FindAll(IsWords) : all;
    }

    /// <summary>By the start parameter, or the first (RFC 2387 section 3.2, RFC 1847 section 2.1).</summary>
    private static MessagePart Root(MessagePart part, IList<MessagePart> children) =>
        ContentType.TryParse(Header(part, "Content-Type") ?? "", out var type) && type.Parameters["start"] is { } start
        && children.FirstOrDefault(child => Header(child, "Content-ID")?.Trim() == start.Trim()) is { } named
            ? named
            : children[0];

    /// <summary>What has a name, or is not to be shown in its place.</summary>
    private static bool IsAttachment(MessagePart part) => !string.IsNullOrEmpty(part.Filename) || IsAttached(part);

    /// <summary>Not to be shown in its place, which is what a disposition that nobody knows means too (RFC 2183 section 2.8). A name alone says nothing of it.</summary>
    private static bool IsAttached(MessagePart part) => Header(part, "Content-Disposition") is { } header
        && !(ContentDisposition.TryParse(header, out var disposition) && string.Equals(disposition.Disposition, ContentDisposition.Inline, StringComparison.OrdinalIgnoreCase));

    private static bool IsAttachedMail(MessagePart part) => part.MimeType == "message/rfc822";

    /// <summary>Types of text that are read, where there is one; any other is a file.</summary>
    private static bool IsText(MessagePart part) =>
        part is { MimeType: "text/html" or "text/plain" or "text/enriched" or "text/calendar" or "text/markdown" or null, Body: { Data.Length: > 0 } or { AttachmentId: not null } };

    private static bool IsWords(MessagePart part) => !IsCalendar(part) && string.IsNullOrEmpty(part.Filename);

    private static bool IsHtml(MessagePart part) => part.MimeType == "text/html";

    private static bool IsCalendar(MessagePart part) => part.MimeType == "text/calendar";

    /// <summary>Null where it cannot be read.</summary>
    private static string? Text(MessagePart part)
    {
        if (part.Body?.Data is not { } data || MailCharset.Decode(data, Header(part, "Content-Type")) is not { } text)
            return null;
        return part.MimeType switch
        {
            "text/enriched" => EnrichedText.Plain(text),
            "text/calendar" => Invitation.Read(text)?.ToText(),
            _ => text,
        };
    }

    private static string InHtml(string text) => $"<div>{WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal)}</div>";

    public static string? Header(MessagePart part, string name) =>
        part.Headers?.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}
