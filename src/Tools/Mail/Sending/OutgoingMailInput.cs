using MimeKit;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Mail.Sending;

/// <summary>What an agent wants to send, checked before anything is asked of anyone.</summary>
internal sealed class OutgoingMailInput
{
    public const int MaxRecipients = 50;
    public const int MaxSubject = 500;
    public const int MaxBody = 200_000;
    public const int MaxKey = 200;

    private readonly List<MailboxAddress> _to;
    private readonly List<MailboxAddress> _cc;
    private readonly List<MailboxAddress> _bcc;
    private readonly string _subject;
    private readonly string _body;

    /// <exception cref="ToolFailureException"><c>invalid_input</c>, naming the argument.</exception>
    public OutgoingMailInput(string[] to, string[]? cc, string[]? bcc, string subject, string body)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        _to = Addresses("to", to, seen);
        _cc = Addresses("cc", cc ?? [], seen);
        _bcc = Addresses("bcc", bcc ?? [], seen);
        if (seen.Count == 0)
            throw Invalid("to", "must name at least one recipient", "[\"ben@example.com\"]");
        if (seen.Count > MaxRecipients)
            throw Invalid("to", $"together with cc and bcc may name at most {MaxRecipients} recipients", "[\"ben@example.com\"]");
        if (subject.Length > MaxSubject || !HeaderText.IsReadAsWritten(subject))
            throw Invalid("subject", $"must be one line of at most {MaxSubject} characters, as plain text with no encoded words (=?utf-8?…?=)", "\"Notes of today\"");
        if (body.Length > MaxBody)
            throw Invalid("body", $"may have at most {MaxBody} characters", "\"Dear Ben, …\"");
        if (body.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || !HeaderText.IsWellFormed(body))
            throw Invalid("body", "holds control characters other than line breaks and tabs, or half a character", "\"Dear Ben, …\"");
        _subject = subject.Trim();
        _body = body.TrimStart(HeaderText.ByteOrderMark).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    }

    /// <summary>The mail, which is read by others as it stands here.</summary>
    /// <exception cref="ToolFailureException"><c>invalid_input</c>, naming the argument that mail cannot carry.</exception>
    public OutgoingMail From(Account account)
    {
        // A name that a recipient's program might show as something else is left out: the user did not choose it for this mail.
        var name = account.SenderName?.Trim() is { Length: > 0 } given && DisplayName.IsName(given) ? given : null;
        var mail = new OutgoingMail(account.Id, new MailboxAddress(name, account.Address), _to, _cc, _bcc, _subject, _body);
        return mail.ChangedByWriting() is { } argument
            ? throw Invalid(argument, "holds something that mail cannot carry as it is", "plain text, and names of letters")
            : mail;
    }

    /// <exception cref="ToolFailureException"><c>invalid_input</c>.</exception>
    public static string? Key(string? key) => key is null || (key.Length is > 0 and <= MaxKey && key.All(c => c is > ' ' and <= '~'))
        ? key
        : throw Invalid("idempotency_key", $"must be 1 to {MaxKey} visible ASCII characters", "\"3f2c9a52-8b1e-4c55-9f0e-1f1f3f0c7a10\"");

    private static List<MailboxAddress> Addresses(string argument, string[] texts, HashSet<string> seen)
    {
        var addresses = new List<MailboxAddress>();
        for (var i = 0; i < texts.Length; i++)
        {
            const string Example = "\"ben@example.com\", or \"Ben Okafor <ben@example.com>\"";
            var address = Address(texts[i]) ?? throw Invalid($"{argument}[{i}]", "is not one e-mail address", Example);
            if (!address.Address[..address.Address.LastIndexOf('@')].All(char.IsAscii))
                throw Invalid($"{argument}[{i}]", "has letters before the @ that mail carries only between servers that all know SMTPUTF8, which nobody can tell beforehand", Example);
            if (!string.IsNullOrEmpty(address.Name) && !DisplayName.IsName(address.Name))
                throw Invalid(
                    $"{argument}[{i}]",
                    $"has a name of more than {DisplayName.MaxLength} characters, or with an address, a link, a long number or encoded words in it",
                    Example);
            if (seen.Add(address.Address))
                addresses.Add(new MailboxAddress(address.Name?.Trim(), address.Address));
        }

        return addresses;
    }

    private static MailboxAddress? Address(string? text) =>
        text is { Length: <= 320 } && !text.Any(char.IsControl)
        && MailboxAddress.TryParse(text, out var mailbox)
        && mailbox.Address.LastIndexOf('@') is > 0 and var at && at < mailbox.Address.Length - 1
        && !mailbox.Address.Any(char.IsWhiteSpace)
        && mailbox.Route.Count == 0
            ? mailbox
            : null;

    private static ToolFailureException Invalid(string argument, string problem, string example) =>
        new(ToolFailure.InvalidInput(argument, problem, example));
}
