using System.Globalization;
using NodaTime;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Writes a search in Gmail's language (support.google.com/mail/answer/7190).</summary>
internal static class GmailQuery
{
    public static string Write(MailQuery query, MailFolder folder) => string.Join(' ', Parts(query, folder));

    private static IEnumerable<string> Parts(MailQuery query, MailFolder folder)
    {
        if (query.Words is { } words)
            yield return words is MailExpression.Any ? $"({words.Write(Write, " ", " OR ")})" : words.Write(Write, " ", " OR ");
        // Gmail takes a date to be midnight in California, and seconds for what they are (developers.google.com/workspace/gmail/api/guides/filtering).
        if (query.After is { } after)
            yield return $"after:{Seconds(after)}";
        if (query.Before is { } before)
            yield return $"before:{Seconds(before)}";
        if (query.Unread is { } unread)
            yield return unread ? "is:unread" : "is:read";
        yield return folder switch { MailFolder.Inbox => "in:inbox", MailFolder.Sent => "in:sent", _ => "-in:drafts" };
    }

    private static string Write(MailExpression.Term term) => (term.IsNot ? "-" : "") + term.Kind switch
    {
        MailTermKind.Words => Quoted(term),
        MailTermKind.From => $"from:{Quoted(term)}",
        MailTermKind.To => $"to:{Quoted(term)}",
        MailTermKind.Cc => $"cc:{Quoted(term)}",
        MailTermKind.Subject => $"subject:{Quoted(term)}",
        _ => "has:attachment",
    };

    private static string Seconds(Instant at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>A value has no quotes in it: see <see cref="MailQueryParser"/>.</summary>
    private static string Quoted(MailExpression.Term term) => $"\"{term.Value}\"";
}
