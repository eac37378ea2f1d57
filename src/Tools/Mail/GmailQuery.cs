using System.Globalization;
using NodaTime.Text;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Writes a search in Gmail's language (support.google.com/mail/answer/7190).</summary>
internal static class GmailQuery
{
    public static string Write(MailQuery query, MailFolder folder) => string.Join(' ', query.Terms.Select(Write).Append(folder switch
    {
        MailFolder.Inbox => "in:inbox",
        MailFolder.Sent => "in:sent",
        _ => "-in:drafts",
    }));

    private static string Write(MailTerm term) => term.Kind switch
    {
        MailTermKind.Words => Quoted(term),
        MailTermKind.From => $"from:{Quoted(term)}",
        MailTermKind.To => $"to:{Quoted(term)}",
        MailTermKind.Subject => $"subject:{Quoted(term)}",
        MailTermKind.After => $"after:{Seconds(term)}",
        MailTermKind.Before => $"before:{Seconds(term)}",
        MailTermKind.Unread => "is:unread",
        _ => "has:attachment",
    };

    /// <summary>
    /// Gmail takes a date to be midnight in California, and seconds for what they are
    /// (developers.google.com/workspace/gmail/api/guides/filtering): days begin at midnight UTC here as they do at Graph.
    /// </summary>
    private static string Seconds(MailTerm term) => LocalDatePattern.Iso.Parse(term.Value).Value
        .AtMidnight().InUtc().ToInstant().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>A value has no quotes in it: see <see cref="MailQuery"/>.</summary>
    private static string Quoted(MailTerm term) => $"\"{term.Value}\"";
}
