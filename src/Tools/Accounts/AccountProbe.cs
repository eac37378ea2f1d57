using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>Finds out by one exchange each whether accounts are connected; the provider says whom a token belongs to. Thread safe.</summary>
internal sealed class AccountProbe(TokenVault vault, AccountIdentities identities, AccountIndex index)
{
    private static readonly string[] AnyScopes = [];

    /// <summary>The accounts that are connected, and every account or connection that could not be probed.</summary>
    public async Task<AccountSelection> LookAsync(
        Caller caller, IEnumerable<AccountCandidate> candidates, ProviderScopes scopes, CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(candidates.Select(async candidate =>
        {
            var look = await LookAsync(caller, candidate, scopes, cancellationToken);
            // Tenants differ in what they take as a login hint. Without one the connection's own account answers, and its identity decides.
            return look is { Access: null, Problem: null } && candidate is { Address: not null, Indexed: null }
                ? await LookAsync(caller, candidate with { LoginHint = null }, scopes, cancellationToken)
                : look;
        }));
        return new AccountSelection(
            [.. looks.Select(look => look.Access).OfType<AccountAccess>().DistinctBy(access => access.Account.Id)],
            [.. looks.Select(look => look.Problem).OfType<AccountProblem>()]);
    }

    private async Task<Look> LookAsync(Caller caller, AccountCandidate candidate, ProviderScopes scopes, CancellationToken cancellationToken)
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
                candidate.Indexed)
            { SenderName = identity.SenderName };
            return new Look(new AccountAccess(account, granted, scopes, session, identities), null);
        }
        catch (ToolFailureException exception) when (exception.Failure.Code == FailureCode.ConnectRequired)
        {
            if (candidate.Indexed is not { } indexed)
                return default;
            await index.SetStaleAsync(indexed, true, cancellationToken);
            return new Look(null, Problem(candidate, exception.Failure with
            {
                Decision = DecisionNeeded.ToConnect(session.Provider, session.Connection, indexed.Address, scopes),
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

    private static AccountProblem Problem(AccountCandidate candidate, ToolFailure failure)
    {
        var provider = candidate.Connection.Provider!.Value;
        if (candidate.Indexed is not { Address: { } address } indexed)
            return new AccountProblem(provider.ToString().ToLowerInvariant(), failure);
        var known = new Account(Account.IdOf(provider, address), provider, address, indexed.Connection, indexed.LoginHint, indexed);
        return new AccountProblem(known.Id, failure, known);
    }

    /// <summary>What a connection showed: an account, a reason why it could not be looked at, or neither (nothing is connected).</summary>
    private readonly record struct Look(AccountAccess? Access, AccountProblem? Problem);
}
