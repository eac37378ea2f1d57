using MimeKit;
using TokenVaultAgent.Tools.Safety;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>A mail as what its user approves.</summary>
internal static class MailAction
{
    public const string Tool = "mail_send_message";

    /// <param name="own">Addresses of the user's accounts.</param>
    public static ResolvedAction Of(OutgoingMail mail, IEnumerable<string> own)
    {
        var standing = new Standing(mail.From.Address, own);
        ActionPerson[] people = [.. People("To", mail.To), .. People("Cc", mail.Cc), .. People("Bcc", mail.Bcc)];
        return new ResolvedAction(Tool, mail.AccountId, mail.Digest(), new ActionSummary(
            "Send a mail",
            mail.From.Address,
            people,
            [.. SenderName(mail.From), new ActionFact("Subject", mail.Subject)],
            mail.Body,
            $"Send this mail to {Whom(people)}?",
            "Send this mail",
            "Sent"));

        IEnumerable<ActionPerson> People(string role, IEnumerable<MailboxAddress> addresses) =>
            addresses.Select(a => standing.Of(role, string.IsNullOrEmpty(a.Name) ? null : a.Name, a.Address));
    }

    /// <summary>An address of other letters than ASCII's stands where what is odd in it can be marked, not in a heading.</summary>
    private static string Whom(ActionPerson[] people) => people switch
    {
        [var one] when one.Address.All(char.IsAscii) => one.Address,
        [_] => "one person",
        _ => $"{people.Length} people",
    };

    private static ActionFact[] SenderName(MailboxAddress from) => string.IsNullOrEmpty(from.Name) ? [] : [new ActionFact("Sender's name", from.Name)];
}
