using System.Runtime.CompilerServices;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>
/// Whom a provider token belongs to, asked once per token: the answer is kept for as long as the token is. Concurrent askers share one request;
/// a failure is not kept. Thread safe.
/// </summary>
internal sealed class AccountIdentities(IEnumerable<IAccountIdentity> providers)
{
    private readonly Dictionary<Provider, IAccountIdentity> _providers = providers.ToDictionary(p => p.Provider);
    private readonly ConditionalWeakTable<ProviderToken, Lazy<Task<ProviderIdentity>>> _known = [];

    /// <exception cref="ProviderException">The provider refused or did not answer.</exception>
    public async Task<ProviderIdentity> GetAsync(Provider provider, ProviderToken token, CancellationToken cancellationToken)
    {
        // Not cancelled with its first asker: others may wait for it too. The provider's client has timeouts of its own.
        var asked = _known.GetValue(
            token, t => new Lazy<Task<ProviderIdentity>>(() => _providers[provider].GetAsync(t, CancellationToken.None)));
        try
        {
            return await asked.Value.WaitAsync(cancellationToken);
        }
        catch (ProviderException)
        {
            Forget(token, asked);
            throw;
        }
    }

    /// <summary>Asks the provider now, even if it has answered before.</summary>
    /// <exception cref="ProviderException">The provider refused or did not answer.</exception>
    public Task<ProviderIdentity> AskAsync(Provider provider, ProviderToken token, CancellationToken cancellationToken) =>
        _providers[provider].GetAsync(token, cancellationToken);

    private void Forget(ProviderToken token, Lazy<Task<ProviderIdentity>> failed)
    {
        if (_known.TryGetValue(token, out var current) && ReferenceEquals(current, failed))
            _known.Remove(token);
    }
}
