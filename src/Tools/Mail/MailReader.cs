using System.ComponentModel;
using System.Net;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>Reads one message as its reader would see it, a slice of its body at a time.</summary>
internal sealed class MailReader(IEnumerable<IMailProvider> providers)
{
    /// <summary>No more of a body is ever turned into text.</summary>
    private const int MaxBody = 1_000_000;
    private const int MaxName = 200;

    public async Task<MailText> ReadAsync(AccountAccess access, MailSlice slice, CancellationToken cancellationToken)
    {
        var provider = providers.Single(p => p.Provider == access.Account.Provider);
        var message = await FindAsync(access, provider, slice.MessageId, cancellationToken);
        var body = await message.Body.ReadAsync(MaxBody, cancellationToken);
        var text = body.Text;
        var from = Math.Min(slice.Offset, text.Length);
        var end = Math.Min(from + slice.Limit, text.Length);
        if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
            end--;
        return new MailText
        {
            Id = message.Id,
            Account = access.Account.Id,
            ReceivedAt = MailSummary.Time(message.ReceivedAt),
            BodyChars = text.Length,
            HiddenParts = body.HiddenParts == 0 ? null : body.HiddenParts,
            Withheld = body.Withheld,
            More = end < text.Length ? true : null,
            NextOffset = end < text.Length ? end : null,
            UntrustedContent = MailWords.Of(message) with
            {
                Body = text[from..end],
                Attachments = message.Attachments.Count == 0 ? null : [.. message.Attachments.Select(Line)],
            },
        };
    }

    /// <summary>The id is all that is asked by: what the provider cannot read as one is none of this account.</summary>
    private static async Task<MailMessage> FindAsync(AccountAccess access, IMailProvider provider, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await access.CallAsync((token, c) => provider.ReadAsync(token, id, c), cancellationToken);
        }
        catch (ProviderException exception) when (exception.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            throw new ToolFailureException(new ToolFailure(
                FailureCode.NotFound, "The account has no message of that id.",
                "Take message_id and account of one and the same result of mail_search_messages; ids can go stale."));
        }
    }

    private static MailAttachment Line(MailAttachment attachment) =>
        attachment with { Name = PlainText.Line(attachment.Name, MaxName), Type = PlainText.Line(attachment.Type, MaxName) };
}

/// <summary>Which message, and which part of its body.</summary>
internal sealed record MailSlice(string MessageId, int Offset, int Limit)
{
    public const int MinLimit = 100;
    public const int MaxLimit = 20_000;

    /// <exception cref="ToolFailureException"><c>invalid_input</c>.</exception>
    public static MailSlice Make(string messageId, int offset, int limit)
    {
        ProviderPathId.Require("message_id", messageId);
        if (offset < 0)
            throw new ToolFailureException(ToolFailure.InvalidInput("offset", "must not be negative", "0"));
        return limit is >= MinLimit and <= MaxLimit
            ? new MailSlice(messageId, offset, limit)
            : throw new ToolFailureException(ToolFailure.InvalidInput("limit", $"must be from {MinLimit} to {MaxLimit}", "4000"));
    }
}

/// <summary>One message as text.</summary>
internal sealed record MailText
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    /// <summary>ISO 8601 in UTC; absent where nobody tells.</summary>
    public string? ReceivedAt { get; init; }

    /// <summary>Length of the whole body's text.</summary>
    public required int BodyChars { get; init; }

    [Description("Pieces of text that the mail's reader does not see, or might not, and that are left out")]
    public int? HiddenParts { get; init; }

    [Description("Why the body, or the rest of it, is missing although it is there")]
    public WithheldReason? Withheld { get; init; }

    public bool? More { get; init; }

    /// <summary>The offset for the next part.</summary>
    public int? NextOffset { get; init; }

    public required MailWords UntrustedContent { get; init; }
}
