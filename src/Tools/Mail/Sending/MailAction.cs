using MimeKit;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>A mail as what its user approves.</summary>
internal static class MailAction
{
    public const string Tool = "mail_send_message";

    public static ResolvedAction Of(OutgoingMail mail) => new(Tool, mail.AccountId, mail.Digest(), new ActionSummary(
        "Send a mail",
        mail.From.Address,
        [.. People("To", mail.To, mail.From), .. People("Cc", mail.Cc, mail.From), .. People("Bcc", mail.Bcc, mail.From)],
        [.. SenderName(mail.From), new ActionFact("Subject", mail.Subject)],
        mail.Body));

    private static IEnumerable<ActionPerson> People(string role, IEnumerable<MailboxAddress> addresses, MailboxAddress own) =>
        addresses.Select(a => new ActionPerson(role, string.IsNullOrEmpty(a.Name) ? null : a.Name, a.Address, Outsiders.IsOutside(own.Address, a.Address)));

    private static ActionFact[] SenderName(MailboxAddress from) => string.IsNullOrEmpty(from.Name) ? [] : [new ActionFact("Sender's name", from.Name)];
}
