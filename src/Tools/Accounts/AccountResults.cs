using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <param name="Problems">Where it could not be told whether an account is connected, or whose it is.</param>
internal sealed record AccountList(IReadOnlyList<ConnectedAccount> Accounts, IReadOnlyList<UnknownAccount>? Problems = null);

/// <param name="Can">What the user granted: read_calendar, read_mail, send_mail; absent where Auth0 did not say.</param>
/// <param name="IsDefault">Whether sending uses it where a call names no account.</param>
internal sealed record ConnectedAccount(string Id, Provider Provider, string Address, IReadOnlyList<string>? Can = null, bool? IsDefault = null)
{
    public static ConnectedAccount Of(AccountAccess access) => new(
        access.Account.Id, access.Account.Provider, access.Account.Address,
        access.GrantedScopes is null ? null : [.. ProviderScopes.All.Where(access.Covers).Select(s => s.Name)],
        access.Account.Indexed is { IsDefault: true } ? true : null);
}

internal sealed record UnknownAccount(string Provider, FailureCode Code, string Message, string Hint)
{
    public static UnknownAccount Of(AccountProblem problem) =>
        new(problem.Account, problem.Failure.Code, problem.Failure.Message, problem.Failure.Hint);

    public static UnknownAccount Of(IndexedAccount unidentified) => new(
        unidentified.Connection, FailureCode.TenantMisconfigured,
        $"An account is connected through {unidentified.Connection}, but which one cannot be established, so that it is not used.",
        "Ask the user for its address and pass that as 'account': where Auth0 can tell it apart by the address, it is known from then on. Else they disconnect and connect it again on their page.");
}

internal sealed record DisconnectedAccount(string Disconnected);
