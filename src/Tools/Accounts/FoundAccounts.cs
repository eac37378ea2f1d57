using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>Writes down accounts that an exchange has led to, before the user has opened a page here.</summary>
internal sealed class FoundAccounts(AccountIndex index, AccountIdentities identities, TimeProvider clock)
{
    public async Task<AccountAccess> RecordAsync(Caller caller, AccountAccess found, CancellationToken cancellationToken)
    {
        var identity = await found.CallAsync((token, cancelled) => identities.GetAsync(found.Account.Provider, token, cancelled), cancellationToken);
        return found.As(await index.SaveAsync(new IndexedAccount
        {
            Id = Guid.NewGuid(),
            Owner = caller.Owner,
            Connection = found.Account.Connection,
            ProviderSubject = identity.Subject,
            Address = identity.Address,
            LoginHint = found.Account.LoginHint,
            Scopes = string.Join(' ', found.GrantedScopes ?? new HashSet<string>()),
            ConnectedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }, cancellationToken));
    }
}
