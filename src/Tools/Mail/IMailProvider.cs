using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

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

    /// <summary>Sends a draft with this content, whoever has changed it meanwhile.</summary>
    /// <returns>The sent message's id; null where the provider does not tell.</returns>
    /// <exception cref="DraftChangedException">The draft holds something else, and the provider can only send what it holds.</exception>
    Task<string?> SendDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>Where the mail is now: still a draft, sent, or nowhere to be seen (which may be a provider that lags behind).</summary>
    Task<MailWhereabouts> LocateAsync(ProviderToken token, string draftId, string internetMessageId, CancellationToken cancellationToken);

    Task DeleteDraftAsync(ProviderToken token, string draftId, CancellationToken cancellationToken);
}

/// <summary>What became of a draft.</summary>
/// <param name="SentId">Set where the sent copy was seen.</param>
internal readonly record struct MailWhereabouts(bool IsDraft, string? SentId);

/// <summary>A draft is not what it was made as. Nothing was sent.</summary>
internal sealed class DraftChangedException() : Exception("The draft has changed since it was made.");
