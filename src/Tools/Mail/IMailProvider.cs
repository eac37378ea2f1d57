using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Mail;

/// <summary>A provider's mail. Every method throws <see cref="ProviderException"/> where the provider refuses or does not answer.</summary>
internal interface IMailProvider
{
    Provider Provider { get; }

    /// <summary>One page, newest first.</summary>
    Task<MailPage> SearchAsync(ProviderToken token, MailSearch search, CancellationToken cancellationToken);

    Task<MailMessage> ReadAsync(ProviderToken token, string messageId, CancellationToken cancellationToken);

    /// <summary>Makes a draft that carries <see cref="OutgoingMail.InternetMessageId"/>.</summary>
    /// <returns>The draft's id.</returns>
    Task<string> CreateDraftAsync(ProviderToken token, OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>The draft with this Message-ID; null where there is none.</summary>
    Task<string?> FindDraftAsync(ProviderToken token, string internetMessageId, CancellationToken cancellationToken);

    /// <summary>Compares the draft with this content, where the provider can only send what the draft holds.</summary>
    /// <exception cref="DraftChangedException">It holds something else, or is no draft any more.</exception>
    Task CheckDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>Sends a draft: with this content, or, where <see cref="CheckDraftAsync"/> compares it, with its own.</summary>
    /// <returns>The sent message's id; null where the provider does not tell.</returns>
    Task<string?> SendDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>
    /// What can be seen of the mail now: it as a draft, a sent copy, or nothing. Both providers can lag behind themselves: only a sent copy
    /// proves something.
    /// </summary>
    Task<MailWhereabouts> LocateAsync(ProviderToken token, string draftId, string internetMessageId, CancellationToken cancellationToken);

    /// <summary>Deletes it while it is a draft; what is none is left alone.</summary>
    Task DeleteDraftAsync(ProviderToken token, string draftId, CancellationToken cancellationToken);
}

/// <summary>What was seen of a mail.</summary>
/// <param name="SentId">Set where the sent copy was seen.</param>
internal readonly record struct MailWhereabouts(bool IsDraft, string? SentId);

/// <summary>A draft is not what it was made as, or is gone. Nothing was sent by this server.</summary>
internal sealed class DraftChangedException() : Exception("The draft has changed since it was made.");
