using System.Security.Cryptography;
using System.Text.Json;
using MimeKit;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>A mail exactly as it would go out. Addresses are checked, each recipient stands once.</summary>
internal sealed record OutgoingMail(
    string AccountId,
    string From,
    IReadOnlyList<MailboxAddress> To,
    IReadOnlyList<MailboxAddress> Cc,
    IReadOnlyList<MailboxAddress> Bcc,
    string Subject,
    string Body)
{
    /// <summary>The Message-ID, with its angle brackets.</summary>
    public string InternetMessageId { get; init; } = "";

    /// <summary>SHA-256 over everything that a recipient or sender would notice, in hex.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new[] { [AccountId, From, Subject, Body], Text(To), Text(Cc), Text(Bcc) })));

    public MimeMessage ToMime()
    {
        var message = new MimeMessage { Subject = Subject, Body = new TextPart("plain") { Text = Body }, MessageId = InternetMessageId.Trim('<', '>') };
        message.From.Add(new MailboxAddress(null, From));
        message.To.AddRange(To);
        message.Cc.AddRange(Cc);
        message.Bcc.AddRange(Bcc);
        return message;
    }

    public static string[] Text(IEnumerable<MailboxAddress> addresses) => [.. addresses.Select(a => a.ToString())];
}
