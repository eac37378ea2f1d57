using System.Text;
using TokenVaultAgent.Tools.Mail.Sending;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>What went out, or with <c>dry_run</c> would.</summary>
internal sealed record MailReceipt
{
    /// <summary><c>sent</c> or <c>dry_run</c>.</summary>
    public required string Status { get; init; }

    public required string Account { get; init; }

    public required string From { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    public IReadOnlyList<string>? Cc { get; init; }

    public IReadOnlyList<string>? Bcc { get; init; }

    public required string Subject { get; init; }

    /// <summary>With <c>dry_run</c> only: the caller has it already.</summary>
    public string? Body { get; init; }

    /// <summary>UTF-8 bytes of the body.</summary>
    public int? BodyBytes { get; init; }

    /// <summary>The sent message's id; absent where the provider did not tell.</summary>
    public string? MessageId { get; init; }

    public string? IdempotencyKey { get; init; }

    public static MailReceipt DryRun(OutgoingMail mail) =>
        Describe("dry_run", mail) with { Body = mail.Body, BodyBytes = Encoding.UTF8.GetByteCount(mail.Body) };

    public static MailReceipt Of(OutgoingMail mail, SendRecord record) =>
        Describe("sent", mail) with { MessageId = record.SentId, IdempotencyKey = record.IdempotencyKey };

    private static MailReceipt Describe(string status, OutgoingMail mail) => new()
    {
        Status = status,
        Account = mail.AccountId,
        From = mail.From.ToString(),
        To = OutgoingMail.Text(mail.To),
        Cc = mail.Cc.Count == 0 ? null : OutgoingMail.Text(mail.Cc),
        Bcc = mail.Bcc.Count == 0 ? null : OutgoingMail.Text(mail.Bcc),
        Subject = mail.Subject,
    };
}
