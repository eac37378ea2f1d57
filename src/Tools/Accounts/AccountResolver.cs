using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>Finds which of the caller's accounts a tool call means, and obtains their tokens.</summary>
internal sealed class AccountResolver
{
    /// <summary>One account where <paramref name="account"/> names it, else all connected ones.</summary>
    /// <param name="account">A provider (<c>google</c>), an address or an id from accounts_list; null for all.</param>
    /// <exception cref="ToolFailureException">Nothing is connected, the named account is not, or it lacks a scope.</exception>
    public Task<AccountSelection> ForReadAsync(
        Caller caller, string? account, ProviderScopes scopes, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Exactly one account, its identity proven by the provider. Omitted, the user must have just one.</summary>
    /// <exception cref="ToolFailureException">As above; <c>invalid_input</c> when several fit, naming them.</exception>
    public Task<AccountAccess> ForWriteAsync(
        Caller caller, string? account, ProviderScopes scopes, CancellationToken cancellationToken) => throw new NotImplementedException();
}
