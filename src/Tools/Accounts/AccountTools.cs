using System.ComponentModel;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

[McpServerToolType]
internal sealed class AccountTools(AccountResolver accounts)
{
    private static readonly (string Name, ProviderScopes Scopes)[] Capabilities =
    [
        ("read_calendar", ProviderScopes.ReadCalendar), ("read_mail", ProviderScopes.ReadMail), ("send_mail", ProviderScopes.SendMail),
    ];

    [McpServerTool(
        Name = "accounts_list", Title = "List connected accounts",
        ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true, UseStructuredContent = true)]
    [RequiresNoScope]
    [Description("Lists the user's connected Google and Microsoft accounts and what each may be used for. Pass an id as 'account' to other tools.")]
    public async Task<AccountList> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var all = await accounts.AllAsync(caller, cancellationToken);
        return new AccountList(
            [.. all.Accounts.Select(a => new ConnectedAccount(a.Account.Id, a.Account.Provider, a.Account.Address, CapabilitiesOf(a)))],
            all.Problems.Count == 0 ? null : [.. all.Problems.Select(p => new UnknownAccount(p.Account, p.Failure.Code, p.Failure.Message, p.Failure.Hint))]);
    }

    private static IReadOnlyList<string>? CapabilitiesOf(AccountAccess access) => access.GrantedScopes is not { } granted
        ? null
        : [.. Capabilities.Where(c => ScopeImplications.Missing(granted, c.Scopes.For(access.Account.Provider)).Count == 0).Select(c => c.Name)];
}

/// <param name="Problems">Where it could not be told whether an account is connected.</param>
internal sealed record AccountList(IReadOnlyList<ConnectedAccount> Accounts, IReadOnlyList<UnknownAccount>? Problems = null);

/// <param name="Can">What the user granted: read_calendar, read_mail, send_mail; absent where Auth0 did not say.</param>
internal sealed record ConnectedAccount(string Id, Provider Provider, string Address, IReadOnlyList<string>? Can = null);

internal sealed record UnknownAccount(string Provider, FailureCode Code, string Message, string Hint);
