using System.ComponentModel;
using System.Globalization;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Untrusted;

namespace TokenVaultAgent.Tools.Mail;

/// <param name="TimeZone">Where the query has dates.</param>
/// <param name="LeftOut">Messages that were found and could not be shown: gone meanwhile, or not readable.</param>
/// <param name="Problems">Accounts that are missing from the result.</param>
internal sealed record MailList(
    IReadOnlyList<MailSummary> Messages,
    string? NextCursor = null,
    [property: Description("Zone whose days the dates of the query were")] string? TimeZone = null,
    [property: Description("Messages found that are gone or cannot be read")] int? LeftOut = null,
    IReadOnlyList<AccountProblem>? Problems = null);

/// <summary>One message of a list.</summary>
internal sealed record MailSummary
{
    /// <summary>Made here: the provider's own snippet includes hidden text.</summary>
    private const int MaxSnippet = 200;
    private const int MaxRead = 1_000;

    public required string Id { get; init; }

    public required string Account { get; init; }

    /// <summary>ISO 8601 in UTC; absent where nobody tells.</summary>
    public string? ReceivedAt { get; init; }

    public bool? Unread { get; init; }

    public bool? HasAttachments { get; init; }

    public required MailWords UntrustedContent { get; init; }

    public static async Task<MailSummary> OfAsync(Account account, MailMessage message, CancellationToken cancellationToken) => new()
    {
        Id = message.Id,
        Account = account.Id,
        ReceivedAt = Time(message.ReceivedAt),
        Unread = message.IsUnread ? true : null,
        HasAttachments = message.HasAttachments ? true : null,
        UntrustedContent = MailWords.Of(message) with { Snippet = PlainText.Line((await message.Body.ReadAsync(MaxRead, cancellationToken)).Text, MaxSnippet) },
    };

    public static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>What other people wrote, names included.</summary>
internal sealed record MailWords
{
    private const int MaxHeader = 300;
    private const int MaxPeople = 30;

    public string? From { get; init; }

    public IReadOnlyList<string>? To { get; init; }

    public IReadOnlyList<string>? Cc { get; init; }

    public string? Subject { get; init; }

    public string? Snippet { get; init; }

    public string? Body { get; init; }

    public IReadOnlyList<MailAttachment>? Attachments { get; init; }

    public static MailWords Of(MailMessage message) => new()
    {
        From = PlainText.Line(message.From, MaxHeader),
        To = People(message.To),
        Cc = People(message.Cc),
        Subject = PlainText.Line(message.Subject, MaxHeader),
    };

    private static IReadOnlyList<string>? People(IReadOnlyList<string> people) => people.Count == 0
        ? null
        : [.. people.Take(MaxPeople).Select(p => PlainText.Line(p, MaxHeader) ?? "")];
}
