using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>The failures that choosing an account can end in.</summary>
internal static class AccountFailures
{
    public static ToolFailure NothingConnected() => new(
        FailureCode.ConnectRequired,
        "No account is connected.",
        "Ask the user to connect a Google or Microsoft account, then repeat the call.");

    public static ToolFailure NotConnected(string address) => new(
        FailureCode.NotFound,
        $"None of the user's connected accounts is {address}.",
        "Call accounts_list to see which are connected.");

    public static ToolFailure Ambiguous(IEnumerable<Account> accounts) => ToolFailure.InvalidInput(
        "account", $"must say which account to use, because the user has several: {string.Join(", ", accounts.Select(a => a.Id))}", "google");
}
