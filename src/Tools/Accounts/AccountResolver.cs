using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>
/// Finds which of the caller's accounts a tool call means: those of the index, each selected by its proven login hint, or, where the
/// index knows none, whatever one exchange per configured connection leads to. The provider's word decides whose a token is.
/// Thread safe.
/// </summary>
internal sealed class AccountResolver(AccountCandidates candidates, AccountProbe probe, AccountIndex index, FoundAccounts found)
{
    /// <summary>One account where <paramref name="account"/> names it, else all connected ones.</summary>
    /// <param name="account">A provider (<c>google</c>), an address or an id from accounts_list; null for all.</param>
    /// <exception cref="ToolFailureException">Nothing is connected, the named account is not, or it lacks a scope.</exception>
    public async Task<AccountSelection> ForReadAsync(
        Caller caller, string? account, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var (meant, unseen) = await FindAsync(caller, await ReferAsync(caller, account, cancellationToken), scopes, cancellationToken);
        var (usable, problems) = (new List<AccountAccess>(), unseen.ToList());
        foreach (var access in meant)
            if (MissingScopes(access, scopes) is { } missing)
                problems.Add(new AccountProblem(access.Account.Id, missing));
            else
                usable.Add(access);
        if (usable.Count == 0)
            throw new ToolFailureException(problems[0].Failure);
        await NoteUseAsync(usable, cancellationToken);
        return new AccountSelection(usable, problems);
    }

    /// <summary>Exactly one account, its identity proven by the provider. Omitted, it is the user's default, or the only one.</summary>
    /// <exception cref="ToolFailureException">As above; <c>invalid_input</c> when several fit, naming them.</exception>
    public async Task<AccountAccess> ForWriteAsync(
        Caller caller, string? account, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var (meant, problems) = await FindAsync(caller, await ReferAsync(caller, account, cancellationToken), scopes, cancellationToken);
        if (meant.Count + problems.Count > 1 && meant.FirstOrDefault(f => f.Account.Indexed is { IsDefault: true }) is { } preferred)
            (meant, problems) = ([preferred], []);
        if (meant.Count > 1)
            throw new ToolFailureException(AccountFailures.Ambiguous(meant.Select(f => f.Account)));
        // The account that is meant may be one that could not be probed.
        if (problems.Count > 0)
            throw new ToolFailureException(problems[0].Failure);
        if (MissingScopes(meant[0], scopes) is { } missing)
            throw new ToolFailureException(missing);
        await NoteUseAsync(meant, cancellationToken);
        return meant[0];
    }

    /// <summary>Every connected account, whatever was granted, and every account or connection that could not be looked at.</summary>
    public Task<AccountSelection> AllAsync(Caller caller, CancellationToken cancellationToken) =>
        LookAsync(caller, new AccountReference(null, null), ProviderScopes.Identify, cancellationToken);

    /// <summary>What the argument names, whether or not it is connected.</summary>
    /// <exception cref="ToolFailureException"><c>invalid_input</c>: nothing; it says what there is.</exception>
    public async ValueTask<AccountReference> ReferAsync(Caller caller, string? account, CancellationToken cancellationToken) =>
        AccountReference.Parse(account)
            ?? throw new ToolFailureException(AccountFailures.Unnamed(await KnownAsync(caller, cancellationToken)));

    /// <summary>Ids of the accounts that there are: by the index, or, while it is empty, by an exchange for each connection.</summary>
    private async Task<IReadOnlyCollection<string>> KnownAsync(Caller caller, CancellationToken cancellationToken)
    {
        var all = await candidates.OfAsync(caller, new AccountReference(null, null), cancellationToken);
        return all.Any(candidate => candidate.Indexed is null)
            ? [.. (await AllAsync(caller, cancellationToken)).Accounts.Select(a => a.Account.Id)]
            : [.. all.Select(candidate => Account.IdOf(candidate.Connection.Provider!.Value, candidate.Address!))];
    }

    /// <summary>At least one account or problem; nothing at all is thrown as a failure.</summary>
    private async Task<AccountSelection> FindAsync(Caller caller, AccountReference reference, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var look = await LookAsync(caller, reference, scopes, cancellationToken);
        return look.Accounts.Count > 0 || look.Problems.Count > 0
            ? look with { Accounts = await RecordAsync(caller, look.Accounts, cancellationToken) }
            : throw new ToolFailureException(reference switch
            {
                { Address: { } address } => AccountFailures.NotConnected(address, await KnownAsync(caller, cancellationToken)),
                _ => AccountFailures.NothingConnected(reference.Provider, scopes),
            });
    }

    private async Task<AccountSelection> LookAsync(Caller caller, AccountReference reference, ProviderScopes scopes, CancellationToken cancellationToken) =>
        await probe.LookAsync(caller, await candidates.OfAsync(caller, reference, cancellationToken), scopes, cancellationToken);

    /// <summary>An index that has accounts is taken to have all: what was found beside it is added, so that every tool knows what one could use.</summary>
    private async Task<IReadOnlyList<AccountAccess>> RecordAsync(Caller caller, IReadOnlyList<AccountAccess> accounts, CancellationToken cancellationToken)
    {
        if (accounts.All(a => a.Account.Indexed is not null) || (await index.OfAsync(caller.Owner, cancellationToken)).All(a => a.Address is null))
            return accounts;
        var recorded = new List<AccountAccess>();
        foreach (var access in accounts)
            recorded.Add(access.Account.Indexed is null ? await found.RecordAsync(caller, access, cancellationToken) : access);
        return recorded;
    }

    private async Task NoteUseAsync(IEnumerable<AccountAccess> used, CancellationToken cancellationToken)
    {
        foreach (var access in used)
            if (access.Account.Indexed is { } indexed)
                await index.TouchAsync(indexed, cancellationToken);
    }

    private static ToolFailure? MissingScopes(AccountAccess access, ProviderScopes scopes)
    {
        if (access.GrantedScopes is null)
            return null;

        var missing = ScopeImplications.Missing(access.GrantedScopes, scopes.For(access.Account.Provider));
        return missing.Count == 0 ? null : access.Asking(ExchangeFailures.MissingScopes(access.Account.Connection, missing));
    }
}
