using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>
/// Finds which of the caller's accounts a tool call means, by one exchange per configured connection (cached by
/// <see cref="TokenVault"/>) and the provider's word on whose the token is. Thread safe.
/// </summary>
internal sealed class AccountResolver(TokenVault vault, AccountIdentities identities, IOptions<VaultOptions> options)
{
    private static readonly string[] AnyScopes = [];

    private readonly VaultConnection[] _connections = [.. options.Value.Connections];

    /// <summary>One account where <paramref name="account"/> names it, else all connected ones.</summary>
    /// <param name="account">A provider (<c>google</c>), an address or an id from accounts_list; null for all.</param>
    /// <exception cref="ToolFailureException">Nothing is connected, the named account is not, or it lacks a scope.</exception>
    public async Task<AccountSelection> ForReadAsync(
        Caller caller, string? account, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var (found, problems) = await FindAsync(caller, AccountReference.Parse(account), scopes.For, cancellationToken);
        var usable = new List<AccountAccess>();
        foreach (var access in found)
            if (MissingScopes(access, scopes) is { } missing)
                problems.Add(new AccountProblem(access.Account.Id, missing));
            else
                usable.Add(access);
        return usable.Count == 0 ? throw new ToolFailureException(problems[0].Failure) : new AccountSelection(usable, problems);
    }

    /// <summary>Exactly one account, its identity proven by the provider. Omitted, the user must have just one.</summary>
    /// <exception cref="ToolFailureException">As above; <c>invalid_input</c> when several fit, naming them.</exception>
    public async Task<AccountAccess> ForWriteAsync(
        Caller caller, string? account, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var (found, problems) = await FindAsync(caller, AccountReference.Parse(account), scopes.For, cancellationToken);
        if (found.Count > 1)
            throw new ToolFailureException(AccountFailures.Ambiguous(found.Select(f => f.Account)));
        // An account that could not be looked at may be the one that is meant.
        if (problems.Count > 0)
            throw new ToolFailureException(problems[0].Failure);
        return MissingScopes(found[0], scopes) is { } missing ? throw new ToolFailureException(missing) : found[0];
    }

    /// <summary>Every connected account, whatever was granted, and every connection that could not be looked at.</summary>
    public async Task<AccountSelection> AllAsync(Caller caller, CancellationToken cancellationToken)
    {
        var looks = await LookAsync(caller, _connections, null, _ => AnyScopes, cancellationToken);
        return new AccountSelection(Found(looks), Problems(looks));
    }

    /// <summary>At least one account or problem; nothing at all is thrown as a failure.</summary>
    private async Task<(List<AccountAccess> Found, List<AccountProblem> Problems)> FindAsync(
        Caller caller, AccountReference reference, Func<Provider, IReadOnlyList<string>> scopes, CancellationToken cancellationToken)
    {
        var candidates = _connections.Where(c => reference.Provider is null || c.Provider == reference.Provider).ToArray();
        var looks = await LookAsync(caller, candidates, reference.Address, scopes, cancellationToken);
        var (found, problems) = (Found(looks), Problems(looks));
        return found.Count > 0 || problems.Count > 0
            ? (found, problems)
            : throw new ToolFailureException(reference switch
            {
                { Address: { } address } => AccountFailures.NotConnected(address),
                _ => AccountFailures.NothingConnected(),
            });
    }

    private async Task<Look[]> LookAsync(
        Caller caller, IReadOnlyCollection<VaultConnection> connections, string? address,
        Func<Provider, IReadOnlyList<string>> scopes, CancellationToken cancellationToken) =>
        await Task.WhenAll(connections.Select(async connection =>
        {
            var look = await LookAsync(new TokenSession(vault, caller, connection, address), address, scopes, cancellationToken);
            // Tenants differ in what they take as a login hint. Without one the connection's own account answers, and its identity decides.
            return look is { Access: null, Problem: null } && address is not null
                ? await LookAsync(new TokenSession(vault, caller, connection, null), address, scopes, cancellationToken)
                : look;
        }));

    private async Task<Look> LookAsync(
        TokenSession session, string? address, Func<Provider, IReadOnlyList<string>> scopes, CancellationToken cancellationToken)
    {
        try
        {
            var (identity, granted) = await session.CallAsync(
                AnyScopes,
                async (token, cancelled) => (await identities.GetAsync(session.Provider, token, cancelled), token.GrantedScopes),
                cancellationToken);
            if (address is not null && identity.Address != address)
                return default;

            var account = new Account(
                $"{session.Provider.ToString().ToLowerInvariant()}:{identity.Address}", session.Provider, identity.Address,
                session.Connection, session.LoginHint);
            return new Look(new AccountAccess(account, granted, scopes(session.Provider), session, identities), null);
        }
        catch (ToolFailureException exception) when (exception.Failure.Code == FailureCode.ConnectRequired)
        {
            return default;
        }
        catch (ToolFailureException exception)
        {
            return new Look(null, new AccountProblem(Name(session.Provider), exception.Failure));
        }
        catch (ProviderException exception)
        {
            return new Look(null, new AccountProblem(Name(session.Provider), ProviderFailures.ToFailure(exception)));
        }
    }

    private static ToolFailure? MissingScopes(AccountAccess access, ProviderScopes scopes)
    {
        if (access.GrantedScopes is null)
            return null;

        var missing = ScopeImplications.Missing(access.GrantedScopes, scopes.For(access.Account.Provider));
        return missing.Count == 0 ? null : ExchangeFailures.MissingScopes(access.Account.Connection, missing);
    }

    private static List<AccountAccess> Found(IEnumerable<Look> looks) =>
        [.. looks.Where(l => l.Access is not null).Select(l => l.Access!).DistinctBy(a => a.Account.Id)];

    private static List<AccountProblem> Problems(IEnumerable<Look> looks) =>
        [.. looks.Where(l => l.Problem is not null).Select(l => l.Problem!)];

    private static string Name(Provider provider) => provider.ToString().ToLowerInvariant();

    /// <summary>What a connection showed: an account, a reason why it could not be looked at, or neither (nothing is connected).</summary>
    private readonly record struct Look(AccountAccess? Access, AccountProblem? Problem);
}
