using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Accounts.Consent;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>
/// Finds which of the caller's accounts a tool call means: those of the index, each selected by its proven login hint, or, where the
/// index knows none, whatever one exchange per configured connection leads to. The provider's word decides whose a token is.
/// Thread safe.
/// </summary>
internal sealed class AccountResolver(TokenVault vault, AccountIdentities identities, AccountIndex index, IOptions<VaultOptions> options)
{
    private static readonly string[] AnyScopes = [];

    private readonly VaultConnection[] _connections = [.. options.Value.Connections];

    /// <summary>One account where <paramref name="account"/> names it, else all connected ones.</summary>
    /// <param name="account">A provider (<c>google</c>), an address or an id from accounts_list; null for all.</param>
    /// <exception cref="ToolFailureException">Nothing is connected, the named account is not, or it lacks a scope.</exception>
    public async Task<AccountSelection> ForReadAsync(
        Caller caller, string? account, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var (found, problems) = await FindAsync(caller, AccountReference.Parse(account), scopes, cancellationToken);
        var usable = new List<AccountAccess>();
        foreach (var access in found)
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
        var (found, problems) = await FindAsync(caller, AccountReference.Parse(account), scopes, cancellationToken);
        if (found.Count + problems.Count > 1 && found.Find(f => f.Account.Indexed is { IsDefault: true }) is { } preferred)
            (found, problems) = ([preferred], []);
        if (found.Count > 1)
            throw new ToolFailureException(AccountFailures.Ambiguous(found.Select(f => f.Account)));
        // An account that could not be looked at may be the one that is meant.
        if (problems.Count > 0)
            throw new ToolFailureException(problems[0].Failure);
        if (MissingScopes(found[0], scopes) is { } missing)
            throw new ToolFailureException(missing);
        await NoteUseAsync(found, cancellationToken);
        return found[0];
    }

    /// <summary>Every connected account, whatever was granted, and every account or connection that could not be looked at.</summary>
    public async Task<AccountSelection> AllAsync(Caller caller, CancellationToken cancellationToken)
    {
        var looks = await LookAsync(caller, await CandidatesAsync(caller, new AccountReference(null, null), cancellationToken), ProviderScopes.Identify, cancellationToken);
        return new AccountSelection(Found(looks), Problems(looks));
    }

    /// <summary>At least one account or problem; nothing at all is thrown as a failure.</summary>
    private async Task<(List<AccountAccess> Found, List<AccountProblem> Problems)> FindAsync(
        Caller caller, AccountReference reference, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var looks = await LookAsync(caller, await CandidatesAsync(caller, reference, cancellationToken), scopes, cancellationToken);
        var (found, problems) = (Found(looks), Problems(looks));
        return found.Count > 0 || problems.Count > 0
            ? (found, problems)
            : throw new ToolFailureException(reference switch
            {
                { Address: { } address } => AccountFailures.NotConnected(address),
                _ => AccountFailures.NothingConnected(reference.Provider, scopes),
            });
    }

    /// <summary>
    /// The accounts of the index that are meant. What it does not know is looked for where it is named, and everywhere while the index
    /// is empty: it may have been connected elsewhere.
    /// </summary>
    private async Task<List<Candidate>> CandidatesAsync(Caller caller, AccountReference reference, CancellationToken cancellationToken)
    {
        var connections = _connections.Where(c => reference.Provider is null || c.Provider == reference.Provider).ToList();
        var indexed = (await index.OfAsync(caller.Owner, cancellationToken)).Where(a => a.Address is not null).ToList();
        var meant = new List<Candidate>();
        foreach (var connection in connections)
            foreach (var account in indexed)
                if (account.Connection == connection.Name && (reference.Address is null || account.Address == reference.Address))
                    meant.Add(new Candidate(connection, account.LoginHint, account.Address, account));
        return meant.Count > 0 || (indexed.Count > 0 && reference is { Provider: null, Address: null })
            ? meant
            : connections.ConvertAll(connection => new Candidate(connection, reference.Address, reference.Address, null));
    }

    private async Task<Look[]> LookAsync(Caller caller, List<Candidate> candidates, ProviderScopes scopes, CancellationToken cancellationToken) =>
        await Task.WhenAll(candidates.Select(async candidate =>
        {
            var look = await LookAsync(caller, candidate, scopes, cancellationToken);
            // Tenants differ in what they take as a login hint. Without one the connection's own account answers, and its identity decides.
            return look is { Access: null, Problem: null } && candidate is { Address: not null, Indexed: null }
                ? await LookAsync(caller, candidate with { LoginHint = null }, scopes, cancellationToken)
                : look;
        }));

    private async Task<Look> LookAsync(Caller caller, Candidate candidate, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var session = new TokenSession(vault, caller, candidate.Connection, candidate.LoginHint);
        try
        {
            var (identity, granted) = await session.CallAsync(
                AnyScopes,
                async (token, cancelled) => (await identities.GetAsync(session.Provider, token, cancelled), token.GrantedScopes),
                cancellationToken);
            if (candidate.Indexed is not null)
                await index.SetStaleAsync(candidate.Indexed, false, cancellationToken);
            if (candidate.Indexed is { } known && identity.Subject != known.ProviderSubject)
                return new Look(null, Problem(candidate, AccountFailures.Indistinct(known.Address!)));
            if (candidate is { Indexed: null, Address: { } address } && identity.Address != address)
                return default;
            // The provider's id of the user stays, the address may change.
            if (candidate.Indexed is { } renamed && identity.Address != renamed.Address)
                await index.SetAddressAsync(renamed, identity.Address, cancellationToken);

            var account = new Account(
                Account.IdOf(session.Provider, identity.Address), session.Provider, identity.Address, session.Connection, session.LoginHint,
                candidate.Indexed) { SenderName = identity.SenderName };
            return new Look(new AccountAccess(account, granted, scopes, session, identities), null);
        }
        catch (ToolFailureException exception) when (exception.Failure.Code == FailureCode.ConnectRequired)
        {
            if (candidate.Indexed is not { } indexed)
                return default;
            await index.SetStaleAsync(indexed, true, cancellationToken);
            return new Look(null, Problem(candidate, exception.Failure with
            {
                Consent = ConsentNeeded.ToConnect(session.Provider, session.Connection, indexed.Address, scopes),
            }));
        }
        catch (ToolFailureException exception)
        {
            return new Look(null, Problem(candidate, exception.Failure));
        }
        catch (ProviderException exception)
        {
            return new Look(null, Problem(candidate, ProviderFailures.ToFailure(exception)));
        }
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

    private static List<AccountAccess> Found(IEnumerable<Look> looks) =>
        [.. looks.Where(l => l.Access is not null).Select(l => l.Access!).DistinctBy(a => a.Account.Id)];

    private static List<AccountProblem> Problems(IEnumerable<Look> looks) =>
        [.. looks.Where(l => l.Problem is not null).Select(l => l.Problem!)];

    private static AccountProblem Problem(Candidate candidate, ToolFailure failure)
    {
        var provider = candidate.Connection.Provider!.Value;
        if (candidate.Indexed is not { Address: { } address } indexed)
            return new AccountProblem(provider.ToString().ToLowerInvariant(), failure);
        var known = new Account(Account.IdOf(provider, address), provider, address, indexed.Connection, indexed.LoginHint, indexed);
        return new AccountProblem(known.Id, failure, known);
    }

    /// <summary>An account to look at.</summary>
    /// <param name="Address">The only one it may turn out to be; null for any.</param>
    private sealed record Candidate(VaultConnection Connection, string? LoginHint, string? Address, IndexedAccount? Indexed);

    /// <summary>What a connection showed: an account, a reason why it could not be looked at, or neither (nothing is connected).</summary>
    private readonly record struct Look(AccountAccess? Access, AccountProblem? Problem);
}
