using System.Net;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>Calls a provider with the caller's token for one connection and login hint, renewing it once where the provider refuses it.</summary>
internal sealed class TokenSession(TokenVault vault, Caller caller, VaultConnection connection, string? loginHint)
{
    private ProviderToken? _token;

    public Provider Provider { get; } = connection.Provider!.Value;

    public string Connection => connection.Name;

    public string? LoginHint => loginHint;

    /// <exception cref="ProviderException">The provider refused, but for the token, or did not answer.</exception>
    /// <exception cref="ToolFailureException">There is no token with these scopes, or the provider refused two in a row.</exception>
    public async Task<T> CallAsync<T>(
        IReadOnlyList<string> scopes, Func<ProviderToken, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            // One look at the vault serves all of a tool call; the resolver has checked the scopes of the token that it found.
            var token = _token ??= await vault.GetAsync(caller, connection.Name, loginHint, scopes, cancellationToken);
            try
            {
                return await call(token, cancellationToken);
            }
            catch (ProviderException exception) when (exception.Status == HttpStatusCode.Unauthorized)
            {
                _token = null;
                await vault.InvalidateAsync(caller, connection.Name, loginHint, token, cancellationToken);
                if (isSecond)
                    throw new ToolFailureException(Refused(), exception);
            }
        }
    }

    private ToolFailure Refused() => new(
        FailureCode.ConnectRequired,
        $"{Provider} no longer accepts the connection to this account.",
        "Ask the user to connect the account again (accounts_connect gives a link), then repeat the call.");
}
