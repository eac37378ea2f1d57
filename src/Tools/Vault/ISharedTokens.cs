using TokenVaultAgent.Tools.Providers;
namespace TokenVaultAgent.Tools.Vault;

/// <summary>Provider tokens that replicas share. A store that does not answer has none. Thread safe.</summary>
internal interface ISharedTokens
{
    ValueTask<SharedToken?> FindAsync(TokenKey key, CancellationToken cancellationToken);

    ValueTask AddAsync(TokenKey key, SharedToken token, CancellationToken cancellationToken);

    ValueTask RemoveAsync(TokenKey key, CancellationToken cancellationToken);
}

/// <param name="KeepUntil">When it is forgotten.</param>
/// <param name="Generation">The one in which it was exchanged.</param>
internal sealed record SharedToken(ProviderToken Token, DateTimeOffset KeepUntil, long Generation)
{
    public override string ToString() => "[redacted]";
}
