using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>An account of the caller for which Token Vault gave a token that holds the scopes asked for.</summary>
internal sealed class AccountAccess(Account account)
{
    public Account Account { get; } = account;

    /// <summary>
    /// Calls the provider. On the provider's 401 the cached token is evicted, exchanged once more and the call tried once more.
    /// </summary>
    /// <exception cref="ProviderException">The provider refused or did not answer.</exception>
    /// <exception cref="Failures.ToolFailureException">The second token was refused too: <c>connect_required</c>.</exception>
    public Task<T> CallAsync<T>(Func<ProviderToken, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
