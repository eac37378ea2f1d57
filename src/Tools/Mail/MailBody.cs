using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>What a mail says, as it came.</summary>
/// <param name="Text">Null where it has none.</param>
/// <param name="Plain">What the mail says to programs that show no HTML; null where nothing.</param>
/// <param name="IsUnreadable">Whether it has more text, which could not be read.</param>
internal sealed record MailBody(string? Text, bool IsHtml, string? Plain = null, bool IsUnreadable = false)
{
    public static readonly MailBody None = new(null, IsHtml: false);

    /// <summary>What its reader sees. The plain text counts only where there is no text in the HTML: otherwise it could say what no reader sees.</summary>
    public async Task<VisibleText> ReadAsync(int maxLength, CancellationToken cancellationToken)
    {
        var seen = Text is null ? default
            : await MarkupWork.RunAsync(Text.Length, () => UnmarkedText.Read(Text, IsHtml, maxLength, cancellationToken), cancellationToken);
        if (string.IsNullOrEmpty(seen.Text) && seen is { HiddenParts: 0, Withheld: null } && !IsUnreadable && Plain is not null)
            seen = UnmarkedText.Read(Plain, isHtml: false, maxLength, cancellationToken);
        return seen with { Text = seen.Text ?? "", Withheld = seen.Withheld ?? (IsUnreadable ? WithheldReason.Unreadable : null) };
    }
}
