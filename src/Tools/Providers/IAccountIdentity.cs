
namespace TokenVaultAgent.Tools.Providers;

/// <summary>Asks a provider whose token this is. One implementation per provider.</summary>
internal interface IAccountIdentity
{
    Provider Provider { get; }

    /// <exception cref="ProviderException">The provider refused or did not answer.</exception>
    Task<ProviderIdentity> GetAsync(ProviderToken token, CancellationToken cancellationToken);
}

/// <summary>Who a provider token belongs to.</summary>
/// <param name="Subject">The provider's own immutable id of the user.</param>
/// <param name="Address">The verified address, in lower case.</param>
/// <param name="SenderName">What its user's mail is to be sent under; null where the provider sees to that, or does not tell.</param>
internal sealed record ProviderIdentity(string Subject, string Address, string? SenderName = null);
