namespace TokenVaultAgent.Tools.Mail;

/// <summary>A message as both providers can tell it. Every text is someone else's.</summary>
internal sealed record MailMessage
{
    public required string Id { get; init; }

    public string? ThreadId { get; init; }

    public string? From { get; init; }

    public IReadOnlyList<string> To { get; init; } = [];

    public IReadOnlyList<string> Cc { get; init; } = [];

    public string? Subject { get; init; }

    /// <summary>Null where neither the provider nor the sender tells.</summary>
    public required DateTimeOffset? ReceivedAt { get; init; }

    public bool IsUnread { get; init; }

    public bool HasAttachments { get; init; }

    public MailBody Body { get; init; } = MailBody.None;

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];
}

/// <param name="Size">Bytes.</param>
internal sealed record MailAttachment(long Size, string? Name = null, string? Type = null);

/// <summary>A page of a search, newest first.</summary>
/// <param name="Messages">Null for each that is in the page and cannot be shown.</param>
/// <param name="Next">What the provider takes for the page after it; null at the end.</param>
internal sealed record MailPage(IReadOnlyList<MailMessage?> Messages, string? Next);

/// <param name="Limit">How many messages a page of the provider's has at most.</param>
/// <param name="From">The page, and how many of its messages to leave out.</param>
internal sealed record MailSearch(MailQuery Query, MailFolder Folder, int Limit, MailPosition From);

/// <summary>Where to look.</summary>
internal enum MailFolder
{
    All,
    Inbox,
    Sent,
}
