using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>Which accounts a call may mean, before anyone is asked for a token.</summary>
internal sealed class AccountCandidates(AccountIndex index, IOptions<VaultOptions> options)
{
    private readonly VaultConnection[] _connections = [.. options.Value.Connections];

    /// <summary>
    /// The accounts of the index that are meant. An account that is missing there is probed for when the call names it, and everywhere
    /// while the index is empty: it may have been connected elsewhere.
    /// </summary>
    public async Task<IReadOnlyList<AccountCandidate>> OfAsync(Caller caller, AccountReference reference, CancellationToken cancellationToken)
    {
        var connections = _connections.Where(c => reference.Provider is null || c.Provider == reference.Provider).ToList();
        var indexed = (await index.OfAsync(caller.Owner, cancellationToken)).Where(a => a.Address is not null).ToList();
        var meant = new List<AccountCandidate>();
        foreach (var connection in connections)
            foreach (var account in indexed)
                if (account.Connection == connection.Name && (reference.Address is null || account.Address == reference.Address))
                    meant.Add(new AccountCandidate(connection, account.LoginHint, account.Address, account));
        return meant.Count > 0 || (indexed.Count > 0 && reference is { Provider: null, Address: null })
            ? meant
            : connections.ConvertAll(connection => new AccountCandidate(connection, reference.Address, reference.Address, null));
    }
}

/// <summary>An account to look at.</summary>
/// <param name="Address">The only one it may turn out to be; null for any.</param>
internal sealed record AccountCandidate(VaultConnection Connection, string? LoginHint, string? Address, IndexedAccount? Indexed);
