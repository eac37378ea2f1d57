using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>The failures that choosing an account can end in.</summary>
internal static class AccountFailures
{
    public static ToolFailure NothingConnected(Provider? provider, ProviderScopes scopes) => new(
        FailureCode.ConnectRequired,
        provider is null ? "No account is connected." : $"No {provider} account is connected.",
        "Ask the user to connect one (accounts_connect gives a link), then repeat the call.")
    {
        Decision = DecisionNeeded.ToConnect(provider, null, null, scopes),
    };

    /// <param name="known">Ids of accounts that there are.</param>
    public static ToolFailure NotConnected(string address, params IReadOnlyCollection<string> known) => new(
        FailureCode.NotFound, $"None of the user's connected accounts is {address}.",
        known.Count > 0 ? $"Use one of these: {string.Join(", ", known)}; or have the user connect it with accounts_connect."
            : "Call accounts_list to see which are connected, or accounts_connect to have the user connect it.");

    /// <summary>The argument is nothing that an account can be named by.</summary>
    /// <param name="known">Ids of accounts that there are.</param>
    public static ToolFailure Unnamed(params IReadOnlyCollection<string> known) => new(
        FailureCode.InvalidInput, "account is neither google, nor microsoft, nor an address, nor an id from accounts_list.",
        known.Count > 0 ? $"Use one of these: {string.Join(", ", known)}." : "For example: google, or ada@example.com");

    /// <summary>The index has the account, but an exchange for it led to another one.</summary>
    public static ToolFailure Indistinct(string address) => new(
        FailureCode.TenantMisconfigured,
        $"Auth0 cannot tell {address} apart from another account of the user at the same provider, so that it is not used.",
        "Ask the user to disconnect one of the two accounts.");

    public static ToolFailure Ambiguous(IEnumerable<Account> accounts) => ToolFailure.InvalidInput(
        "account", $"must say which account to use, because the user has several and no default: {string.Join(", ", accounts.Select(a => a.Id))}", "google");
}
