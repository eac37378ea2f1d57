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

    public static ToolFailure NotConnected(string address) => new(
        FailureCode.NotFound,
        $"None of the user's connected accounts is {address}.",
        "Call accounts_list to see which are connected, or accounts_connect to have the user connect it.");

    /// <summary>The index has the account, but an exchange for it led to another one.</summary>
    public static ToolFailure Indistinct(string address) => new(
        FailureCode.TenantMisconfigured,
        $"Auth0 cannot tell {address} apart from another account of the user at the same provider, so that it is not used.",
        "Ask the user to disconnect one of the two accounts.");

    public static ToolFailure Ambiguous(IEnumerable<Account> accounts) => ToolFailure.InvalidInput(
        "account", $"must say which account to use, because the user has several and no default: {string.Join(", ", accounts.Select(a => a.Id))}", "google");
}
