using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MimeKit;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>A mail exactly as it would go out. Addresses are checked, each recipient stands once.</summary>
internal sealed record OutgoingMail(
    string AccountId,
    MailboxAddress From,
    IReadOnlyList<MailboxAddress> To,
    IReadOnlyList<MailboxAddress> Cc,
    IReadOnlyList<MailboxAddress> Bcc,
    string Subject,
    string Body)
{
    private const int MaxLine = 78;

    /// <summary>An encoded word makes the library's lines up to ten characters longer; such a line may have 76 (RFC 2047 section 2).</summary>
    private const int MaxHeaderLine = 64;

    private static readonly FormatOptions Wire = WireFormat();

    /// <summary>The Message-ID, with its angle brackets; null before it is sent.</summary>
    public string? InternetMessageId { get; init; }

    /// <summary>SHA-256 over everything that a recipient or sender would notice, in hex.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new[] { [AccountId, From.ToString(), Subject, Body], Text(To), Text(Cc), Text(Bcc) })));

    /// <summary>
    /// The message as it goes over the wire: lines end in CRLF and have 78 octets at most, what is not ASCII is encoded, and the encoding is
    /// named (RFC 5322 section 2.1, RFC 2045 section 6, RFC 2047).
    /// </summary>
    public byte[] ToBytes()
    {
        var message = ToMime();
        message.Headers[HeaderId.Subject] = "";
        message.Headers.First(header => header.Id == HeaderId.Subject).SetValue(Wire, Encoding.UTF8, Subject);
        message.Prepare(EncodingConstraint.SevenBit, MaxLine);
        if (message.Body is MimePart { ContentTransferEncoding: ContentEncoding.Default } text)
            text.ContentTransferEncoding = ContentEncoding.SevenBit;
        using var bytes = new MemoryStream();
        message.WriteTo(Wire, bytes);
        return bytes.ToArray();
    }

    /// <summary>The argument that whoever reads the written message would find to be another; null where there is none.</summary>
    public string? ChangedByWriting()
    {
        using var bytes = new MemoryStream(ToBytes());
        var read = MimeMessage.Load(bytes);
        return (read.Subject ?? "") != Subject ? "subject"
            : !IsSame(read.To, To) ? "to"
            : !IsSame(read.Cc, Cc) ? "cc"
            : !IsSame(read.Bcc, Bcc) ? "bcc"
            : Lines(read.TextBody ?? "") != Lines(Body) ? "body"
            : null;
    }

    private MimeMessage ToMime()
    {
        var message = new MimeMessage { Subject = Subject, Body = new TextPart("plain") { Text = Body.Replace("\n", "\r\n", StringComparison.Ordinal) } };
        if (InternetMessageId is not null)
            message.MessageId = InternetMessageId.Trim('<', '>');
        message.From.Add(From);
        message.To.AddRange(To);
        message.Cc.AddRange(Cc);
        message.Bcc.AddRange(Bcc);
        return message;
    }

    private static FormatOptions WireFormat()
    {
        var format = FormatOptions.Default.Clone();
        (format.NewLineFormat, format.EnsureNewLine, format.MaxLineLength) = (NewLineFormat.Dos, true, MaxHeaderLine);
        return format;
    }

    /// <summary>Line endings, and whether the last line has one, are up to the message format.</summary>
    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');

    private static bool IsSame(InternetAddressList read, IReadOnlyList<MailboxAddress> written) =>
        read.Select(a => a is MailboxAddress mailbox ? (Name(mailbox), mailbox.Address) : default).SequenceEqual(written.Select(w => (Name(w), w.Address)));

    private static string Name(MailboxAddress address) => address.Name ?? "";

    public static string[] Text(IEnumerable<MailboxAddress> addresses) => [.. addresses.Select(a => a.ToString())];
}
