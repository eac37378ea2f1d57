using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ModelContextProtocol.Server;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

[McpServerToolType]
internal sealed class AccountTools(AccountResolver accounts, AccountIndex index, AccountDefault defaults, DecisionLinks links)
{
    [McpServerTool(
        Name = "accounts_list", Title = "List connected accounts",
        ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true, UseStructuredContent = true)]
    [RequiresNoScope]
    [Description("Lists the user's connected Google and Microsoft accounts and what each may be used for. Pass an id as 'account' to other tools.")]
    public async Task<AccountList> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var all = await accounts.AllAsync(caller, cancellationToken);
        var unidentified = IndistinctAccounts.Unknown(await index.OfAsync(caller.Owner, cancellationToken)).Select(UnknownAccount.Of);
        UnknownAccount[] problems = [.. all.Problems.Select(UnknownAccount.Of), .. unidentified];
        return new AccountList([.. all.Accounts.Select(ConnectedAccount.Of)], problems.Length == 0 ? null : problems);
    }

    [McpServerTool(
        Name = "accounts_connect", Title = "Connect an account",
        ReadOnly = false, Destructive = false, Idempotent = true, OpenWorld = true, UseStructuredContent = true)]
    [RequiresNoScope]
    [DefaultPolicy(Policy.Allow)]
    [Description(
        "Has the user connect a Google or Microsoft account on a web page, or grant more on a connected one. Other tools do this themselves "
        + "when they need it. To add a second account of a provider, name its address.")]
    public async Task<ConnectedAccount> ConnectAsync(
        Caller caller,
        [AllowedValues("google", "microsoft")] string provider,
        [Description("Any of read_calendar, read_mail, send_mail. Default: read_calendar and read_mail")] string[]? access = null,
        [Description("Address of the account. Default: any at that provider")] string? account = null,
        CancellationToken cancellationToken = default)
    {
        var (at, address, needed) = ConnectArguments.Parse(provider, access, account);
        var all = await accounts.AllAsync(caller, cancellationToken);
        var candidates = all.Accounts.Where(a => a.Account.Provider == at && (address is null || a.Account.Address == address)).ToList();
        return candidates.Find(a => needed.All(a.Covers)) is { } connected
            ? ConnectedAccount.Of(connected)
            : throw new ToolFailureException(new ToolFailure(
                candidates.Count == 0 ? FailureCode.ConnectRequired : FailureCode.ConsentRequired,
                candidates.Count == 0 ? $"{address ?? $"A {at} account"} is not connected yet." : $"{candidates[0].Account.Address} is connected, but not for all of that.",
                "Ask the user to connect it, then repeat the call.")
            {
                Decision = DecisionNeeded.ToConnect(at, candidates.FirstOrDefault()?.Account.Connection, address ?? candidates.FirstOrDefault()?.Account.Address, needed),
            });
    }

    [McpServerTool(
        Name = "accounts_disconnect", Title = "Disconnect an account",
        ReadOnly = false, Destructive = true, Idempotent = true, OpenWorld = true, UseStructuredContent = true)]
    [RequiresNoScope]
    // The tool itself has the user confirm on a page.
    [DefaultPolicy(Policy.Allow)]
    [Description("Has the user confirm on a web page that an account is disconnected. Afterwards no tool can use it.")]
    public async Task<DisconnectedAccount> DisconnectAsync(
        Caller caller, [Description("An address or an id from accounts_list")] string account, CancellationToken cancellationToken)
    {
        var (id, needed) = await FindForDisconnectAsync(caller, account, cancellationToken);
        return needed is null
            ? new DisconnectedAccount(id)
            : throw new ToolFailureException(new ToolFailure(
                FailureCode.ApprovalRequired, $"Only the user can disconnect {id}.", "Ask the user to confirm it, then repeat the call.")
            { Decision = needed });
    }

    [McpServerTool(
        Name = "accounts_set_default", Title = "Choose the default account",
        ReadOnly = false, Destructive = false, Idempotent = true, OpenWorld = true, UseStructuredContent = true)]
    [RequiresScope(Scopes.MailSend)]
    [DefaultPolicy(Policy.Allow)]
    [Description("Makes an account the one that sending uses where a call names none. Only when the user asks for it.")]
    public async Task<ConnectedAccount> SetDefaultAsync(
        Caller caller, [Description("An address or an id from accounts_list")] string account, CancellationToken cancellationToken) =>
        ConnectedAccount.Of(await defaults.SetAsync(caller, await OneAsync(caller, account, cancellationToken), cancellationToken));

    /// <summary>What to ask the user; nothing where they have just done it.</summary>
    private async Task<(string Id, DecisionNeeded? Needed)> FindForDisconnectAsync(Caller caller, string account, CancellationToken cancellationToken)
    {
        var reference = await accounts.ReferAsync(caller, account, cancellationToken);
        var all = await accounts.AllAsync(caller, cancellationToken);
        // One that does not work any more can be disconnected too.
        var connected = all.Accounts.Select(a => a.Account).Concat(all.Problems.Select(p => p.Known).OfType<Account>()).Where(reference.Means).ToList();
        if (connected.Count > 1)
            throw new ToolFailureException(AccountFailures.Ambiguous(connected));
        if (connected is [var only])
            return (only.Id, new DecisionNeeded(DecisionKind.Disconnect, only.Provider, only.Connection, only.Address, []));

        var gone = new DecisionNeeded(DecisionKind.Disconnect, reference.Provider, null, reference.Address, []);
        return await links.WasGrantedAsync(caller.Owner, gone, cancellationToken)
            ? (account, null)
            : throw new ToolFailureException(AccountFailures.NotConnected(account, [.. all.Accounts.Select(a => a.Account.Id)]));
    }

    private async Task<AccountAccess> OneAsync(Caller caller, string account, CancellationToken cancellationToken)
    {
        var reference = await accounts.ReferAsync(caller, account, cancellationToken);
        var all = (await accounts.AllAsync(caller, cancellationToken)).Accounts;
        var meant = all.Where(a => reference.Means(a.Account)).ToList();
        return meant switch
        {
            [var one] => one,
            [] => throw new ToolFailureException(AccountFailures.NotConnected(account, [.. all.Select(a => a.Account.Id)])),
            _ => throw new ToolFailureException(AccountFailures.Ambiguous(meant.Select(a => a.Account))),
        };
    }
}
