using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Accounts.MyAccount;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>
/// Keeps the index true to the user's Token Vault, in the user's own web login. Whose account it is comes from the provider, by an
/// exchange that can only be for that account; where no exchange can tell, the account stays without an address and is never used.
/// Thread safe.
/// </summary>
internal sealed class AccountRegister(
    AccountIndex index, MyAccountClient myAccount, TokenVault vault, AccountIdentities identities, IGenerations generations,
    IOptions<VaultOptions> options, ILogger<AccountRegister> logger)
{
    private static readonly string[] AnyScopes = [];

    /// <summary>Completes a connect and writes the account down; every replica forgets the tokens of before.</summary>
    /// <param name="caller">The user of the web login, with its refresh token.</param>
    /// <param name="token">For My Account.</param>
    /// <param name="hint">The address that the user said it would be, in lower case; null where nobody asked.</param>
    /// <returns>Without an address where it could not be established whose account it is.</returns>
    /// <exception cref="MyAccountException">Refused, or no answer.</exception>
    public async Task<IndexedAccount> ConnectAsync(
        Caller caller, string token, string connection, CompleteRequest complete, string? hint, CancellationToken cancellationToken)
    {
        await BumpAsync(caller, connection, cancellationToken);
        var wasThere = hint is not null && (await AskAsync(caller, Find(connection)!, hint, cancellationToken))?.Address == hint;
        var connected = await myAccount.CompleteAsync(token, complete, cancellationToken);
        await BumpAsync(caller, connection, cancellationToken);
        var all = await myAccount.ListAsync(token, cancellationToken);
        return await WriteAsync(caller, connected, all, new Expected(hint, IsNew: !wasThere), cancellationToken);
    }

    /// <summary>Drops what is gone from Token Vault, and writes down what was connected elsewhere.</summary>
    public async Task<IReadOnlyList<IndexedAccount>> ReconcileAsync(Caller caller, string token, CancellationToken cancellationToken)
    {
        var all = await myAccount.ListAsync(token, cancellationToken);
        foreach (var known in await index.OfAsync(caller.Owner, cancellationToken))
            if (known.VaultAccountId is { } id ? all.All(a => a.Id != id) : all.All(a => a.Connection != known.Connection))
                await ForgetAsync(caller, known, cancellationToken);

        var indexed = await index.OfAsync(caller.Owner, cancellationToken);
        foreach (var account in all.Where(a => Find(a.Connection) is not null))
            if (indexed.FirstOrDefault(i => i.VaultAccountId == account.Id) is not { Address: not null } known)
                await WriteAsync(caller, account, all, default, cancellationToken);
            else if (account.Scopes is { } scopes && string.Join(' ', scopes) != known.Scopes)
                await WriteAsync(caller, account, all, new Expected(known.Address, IsNew: false), cancellationToken);
        await FindIndistinctAsync(caller, all, cancellationToken);
        return await index.OfAsync(caller.Owner, cancellationToken);
    }

    /// <summary>
    /// The user says which address an unknown account has. It is used from then on where an exchange for that address leads to it; which of the
    /// listed accounts it is may stay unknown.
    /// </summary>
    /// <param name="token">For My Account.</param>
    /// <param name="address">In lower case.</param>
    /// <returns>Whether it is known now.</returns>
    public async Task<bool> NameAsync(Caller caller, string token, IndexedAccount unknown, string address, CancellationToken cancellationToken)
    {
        var all = await myAccount.ListAsync(token, cancellationToken);
        if (all.FirstOrDefault(a => a.Id == unknown.VaultAccountId) is not { } listed || Find(unknown.Connection) is not { } connection)
            return false;
        var written = await WriteAsync(caller, listed, all, new Expected(address, IsNew: false), cancellationToken);
        return written.Address == address
            || (await AskAsync(caller, connection, address, cancellationToken) is { } identity && identity.Address == address
                && await AddIndistinctAsync(caller, connection, identity, cancellationToken));
    }

    /// <summary>
    /// Takes an account out of Token Vault and the index, and with it those that it cannot be told apart from
    /// (<see cref="IndistinctAccounts.With"/>), as <see cref="ReconcileAsync"/> has left them; every replica forgets their tokens.
    /// </summary>
    public async Task RemoveAsync(Caller caller, string token, IndexedAccount account, CancellationToken cancellationToken)
    {
        // Once before, so that nothing is deleted when the replicas cannot be told; once after, for tokens exchanged in between.
        await BumpAsync(caller, account.Connection, cancellationToken);
        var together = IndistinctAccounts.With(account, await index.OfAsync(caller.Owner, cancellationToken));
        foreach (var listed in together.Select(a => a.VaultAccountId).OfType<string>())
            await myAccount.DeleteAsync(token, listed, cancellationToken);
        foreach (var gone in together)
            await ForgetAsync(caller, gone, cancellationToken);
    }

    /// <summary>Calls the provider with a token for the account.</summary>
    /// <returns>Null where it works; else why not.</returns>
    public async Task<ToolFailure?> CheckAsync(Caller caller, IndexedAccount account, CancellationToken cancellationToken)
    {
        if (Find(account.Connection) is not { } connection)
            return AccountFailures.NotConnected(account.Address ?? account.Connection);
        ToolFailure? failure = null;
        try
        {
            var identity = await new TokenSession(vault, caller, connection, account.LoginHint).CallAsync(
                AnyScopes, (token, cancelled) => identities.AskAsync(connection.Provider!.Value, token, cancelled), cancellationToken);
            if (identity.Subject != account.ProviderSubject)
                failure = AccountFailures.Indistinct(account.Address ?? "this account");
        }
        catch (ToolFailureException exception)
        {
            failure = exception.Failure;
        }
        catch (ProviderException exception)
        {
            failure = ProviderFailures.ToFailure(exception);
        }

        await index.SetStaleAsync(account, failure is { Code: FailureCode.ConnectRequired }, cancellationToken);
        return failure;
    }

    /// <summary>
    /// Of accounts that are not told apart, an address that leads nowhere any more is dropped, and that of the account which an exchange leads
    /// to by itself is added.
    /// </summary>
    private async Task FindIndistinctAsync(Caller caller, IReadOnlyList<VaultAccount> all, CancellationToken cancellationToken)
    {
        var indexed = await index.OfAsync(caller.Owner, cancellationToken);
        foreach (var connection in options.Value.Connections)
        {
            var unknown = indexed.Count(i => i.Connection == connection.Name && i.Address is null);
            var known = indexed.Where(i => i.Connection == connection.Name && i is { VaultAccountId: null, Address: not null }).ToList();
            // More addresses than accounts: one is gone.
            foreach (var one in known.Count > unknown ? known : [])
                if ((await AskAsync(caller, connection, one.LoginHint, cancellationToken))?.Subject != one.ProviderSubject)
                    await ForgetAsync(caller, one, cancellationToken);
            if (unknown > known.Count && all.Count(a => a.Connection == connection.Name) > 1 && await AskAsync(caller, connection, null, cancellationToken) is { } any)
                await AddIndistinctAsync(caller, connection, any, cancellationToken);
        }
    }

    /// <returns>False where it is known already, or where no login hint selects it.</returns>
    private async Task<bool> AddIndistinctAsync(Caller caller, VaultConnection connection, ProviderIdentity identity, CancellationToken cancellationToken)
    {
        var indexed = (await index.OfAsync(caller.Owner, cancellationToken)).Where(i => i.Connection == connection.Name).ToList();
        if (indexed.Exists(i => i.ProviderSubject == identity.Subject) || await ProveHintAsync(caller, connection, identity, cancellationToken) is not { } hint)
            return false;
        var unknown = indexed.FindAll(i => i.Address is null);
        await index.SaveAsync(new IndexedAccount
        {
            Id = Guid.NewGuid(),
            Owner = caller.Owner,
            Connection = connection.Name,
            ProviderSubject = identity.Subject,
            Address = identity.Address,
            LoginHint = hint,
            // Whichever of them it is, it has what all of them have.
            Scopes = string.Join(' ', unknown.Select(u => u.Scopes.Split(' ').AsEnumerable()).Aggregate((common, scopes) => common.Intersect(scopes))),
            ConnectedAt = unknown.Min(u => u.ConnectedAt),
        }, cancellationToken);
        return true;
    }

    private async Task ForgetAsync(Caller caller, IndexedAccount account, CancellationToken cancellationToken)
    {
        await index.RemoveAsync(caller.Owner, account.Id, cancellationToken);
        await BumpAsync(caller, account.Connection, cancellationToken);
    }

    private Task BumpAsync(Caller caller, string connection, CancellationToken cancellationToken) =>
        generations.BumpAsync(caller.Issuer, caller.Subject, connection, cancellationToken);

    private async Task<IndexedAccount> WriteAsync(
        Caller caller, VaultAccount account, IReadOnlyList<VaultAccount> all, Expected expected, CancellationToken cancellationToken)
    {
        var connection = Find(account.Connection)
            ?? throw new InvalidOperationException($"The connection {account.Connection} is none of Vault:Connections.");
        var others = all.Where(a => a.Connection == account.Connection && a.Id != account.Id).ToList();
        var identity = await IdentifyAsync(caller, connection, account, others, expected, cancellationToken);
        return await index.SaveAsync(new IndexedAccount
        {
            Id = Guid.NewGuid(),
            Owner = caller.Owner,
            Connection = account.Connection,
            VaultAccountId = account.Id,
            ProviderSubject = identity?.Subject,
            Address = identity?.Address,
            LoginHint = identity is null ? null : await ProveHintAsync(caller, connection, identity, cancellationToken),
            Scopes = string.Join(' ', account.Scopes ?? []),
            ConnectedAt = account.CreatedAt.ToUnixTimeMilliseconds(),
        }, cancellationToken);
    }

    /// <summary>Null where no exchange tells which of several accounts this one is.</summary>
    private async Task<ProviderIdentity?> IdentifyAsync(
        Caller caller, VaultConnection connection, VaultAccount account, List<VaultAccount> others, Expected expected, CancellationToken cancellationToken)
    {
        if (others.Count == 0)
            return await AskAsync(caller, connection, null, cancellationToken);

        var indexed = await index.OfAsync(caller.Owner, cancellationToken);
        // One whose address alone is known may be this very account.
        var taken = indexed.Where(i => i is { VaultAccountId: not null, ProviderSubject: not null } && i.VaultAccountId != account.Id && i.Connection == connection.Name).ToList();
        // When all the others are known, an identity that belongs to none of them belongs to this account.
        var isLastUnknown = others.All(other => taken.Any(t => t.VaultAccountId == other.Id));
        if (expected.Address is { } address && (isLastUnknown || expected.IsNew)
            && await AskAsync(caller, connection, address, cancellationToken) is { } hinted && hinted.Address == address && IsFree(hinted))
            return hinted;
        return isLastUnknown && await AskAsync(caller, connection, null, cancellationToken) is { } any && IsFree(any) ? any : null;

        bool IsFree(ProviderIdentity identity) => taken.All(t => t.ProviderSubject != identity.Subject);
    }

    /// <summary>Which of the two disputed forms of <c>login_hint</c> selects this account here: its address, or the provider's id of the user.</summary>
    private async Task<string?> ProveHintAsync(Caller caller, VaultConnection connection, ProviderIdentity identity, CancellationToken cancellationToken)
    {
        foreach (var hint in (string[])[identity.Address, identity.Subject])
            if ((await AskAsync(caller, connection, hint, cancellationToken))?.Subject == identity.Subject)
                return hint;
        return null;
    }

    private async Task<ProviderIdentity?> AskAsync(Caller caller, VaultConnection connection, string? hint, CancellationToken cancellationToken)
    {
        try
        {
            return await new TokenSession(vault, caller, connection, hint).CallAsync(
                AnyScopes, (token, cancelled) => identities.GetAsync(connection.Provider!.Value, token, cancelled), cancellationToken);
        }
        catch (ToolFailureException exception)
        {
            AccountsLog.NotIdentified(logger, connection.Name, exception.Failure.Code);
            return null;
        }
        catch (ProviderException exception)
        {
            AccountsLog.NotIdentified(logger, connection.Name, ProviderFailures.ToFailure(exception).Code);
            return null;
        }
    }

    private VaultConnection? Find(string name) => options.Value.Connections.FirstOrDefault(c => c.Name == name);

    /// <param name="Address">Which address the account is expected to have.</param>
    /// <param name="IsNew">No exchange led to that address before the account was connected.</param>
    private readonly record struct Expected(string? Address, bool IsNew);
}
