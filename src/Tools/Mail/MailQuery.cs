using System.Text.RegularExpressions;
using NodaTime.Text;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>
/// The search language that both providers share: words, "phrases", from: to: subject: after:2026-03-01 before: is:unread
/// has:attachment. Terms are parsed here and written anew for each provider, so that no value can become an operator of theirs.
/// </summary>
internal sealed partial record MailQuery(IReadOnlyList<MailTerm> Terms)
{
    private const int MaxLength = 500;
    private const string Argument = "query";
    private const string Example = "\"from:ben@example.com after:2026-03-01 budget\"";

    public bool OnlyUnread => Terms.Any(t => t.Kind == MailTermKind.Unread);

    /// <exception cref="ToolFailureException"><c>invalid_input</c>.</exception>
    public static MailQuery Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new MailQuery([]);
        if (text.Length > MaxLength || text.Any(char.IsControl))
            throw Invalid($"must be one line of at most {MaxLength} characters");
        return new MailQuery([.. Term().Matches(text).Select(Read)]);
    }

    private static MailTerm Read(Match match)
    {
        var value = match.Groups["phrase"].Success ? match.Groups["phrase"].Value : match.Groups["word"].Value;
        return match.Groups["operator"].Value.ToLowerInvariant() switch
        {
            "" => new MailTerm(MailTermKind.Words, Required(value)),
            "from" => new MailTerm(MailTermKind.From, Required(value)),
            "to" => new MailTerm(MailTermKind.To, Required(value)),
            "subject" => new MailTerm(MailTermKind.Subject, Required(value)),
            "after" => new MailTerm(MailTermKind.After, Date(value)),
            "before" => new MailTerm(MailTermKind.Before, Date(value)),
            "is" when value == "unread" => new MailTerm(MailTermKind.Unread, ""),
            "has" when value == "attachment" => new MailTerm(MailTermKind.Attachment, ""),
            _ => throw Invalid("uses an operator that is not one of from: to: subject: after: before: is:unread has:attachment"),
        };
    }

    /// <summary>Letters, digits and what addresses are made of: quotes, parentheses and backslashes mean something to providers.</summary>
    private static string Required(string value)
    {
        var clean = Meaningful().Replace(value, " ").Trim();
        return clean.Length > 0 ? clean : throw Invalid("has an operator without a value");
    }

    private static string Date(string value) => LocalDatePattern.Iso.Parse(value).Success
        ? value
        : throw Invalid("has a date that is not of the form 2026-03-01");

    private static ToolFailureException Invalid(string problem) => new(ToolFailure.InvalidInput(Argument, problem, Example));

    [GeneratedRegex("""(?:(?<operator>[A-Za-z]+):)?(?:"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))""")]
    private static partial Regex Term();

    [GeneratedRegex("""["\\(){}\[\]<>*:;=|~^]+""")]
    private static partial Regex Meaningful();
}

/// <param name="Value">Free of quotes and operators; a date is <c>yyyy-MM-dd</c>.</param>
internal readonly record struct MailTerm(MailTermKind Kind, string Value);

internal enum MailTermKind
{
    Words,
    From,
    To,
    Subject,
    After,
    Before,
    Unread,
    Attachment,
}
