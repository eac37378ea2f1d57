using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>An account of the caller, proven by its provider, for which Token Vault gives tokens with the scopes asked for.</summary>
internal sealed class AccountAccess(
    Account account, IReadOnlySet<string>? grantedScopes, ProviderScopes scopes, TokenSession session, AccountIdentities identities)
{
    public Account Account { get; } = account;

    /// <summary>What the user granted at the provider; null where Token Vault did not say.</summary>
    public IReadOnlySet<string>? GrantedScopes { get; } = grantedScopes;

    /// <summary>Whether the user granted everything this needs; true where Token Vault did not say.</summary>
    public bool Covers(ProviderScopes needed) => ScopeImplications.Cover(GrantedScopes, needed.For(Account.Provider));

    /// <summary>The same, with what the index knows by now.</summary>
    public AccountAccess As(IndexedAccount indexed) => new(Account with { Indexed = indexed }, GrantedScopes, scopes, session, identities);

    /// <summary>
    /// Calls the provider. On the provider's 401 the cached token is evicted, exchanged once more and the call tried once more. A
    /// token that turns out to belong to another account is never used.
    /// </summary>
    /// <exception cref="ProviderException">The provider refused or did not answer.</exception>
    /// <exception cref="ToolFailureException">There is no token for this account any more, or the second was refused too.</exception>
    public async Task<T> CallAsync<T>(Func<ProviderToken, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await session.CallAsync(scopes.For(Account.Provider), async (token, cancelled) =>
            {
                var identity = await identities.GetAsync(Account.Provider, token, cancelled);
                return identity.Address == Account.Address
                    ? await call(token, cancelled)
                    : throw new ToolFailureException(AccountFailures.NotConnected(Account.Address));
            }, cancellationToken);
        }
        catch (ToolFailureException exception) when (exception.Failure is { Code: FailureCode.ConnectRequired or FailureCode.ConsentRequired, Decision: null })
        {
            throw new ToolFailureException(Asking(exception.Failure), exception);
        }
    }

    /// <summary>The same, for a call without a result.</summary>
    public Task CallAsync(Func<ProviderToken, CancellationToken, Task> call, CancellationToken cancellationToken) => CallAsync(async (token, cancelled) =>
    {
        await call(token, cancelled);
        return true;
    }, cancellationToken);

    /// <summary>The failure with what the user must grant for it to go away.</summary>
    public ToolFailure Asking(ToolFailure failure) =>
        failure with { Decision = DecisionNeeded.ToConnect(Account.Provider, Account.Connection, Account.Address, scopes) };
}
