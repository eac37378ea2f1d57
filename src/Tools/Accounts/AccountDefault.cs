using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>The account that writes use where a call names none.</summary>
internal sealed class AccountDefault(AccountResolver resolver, AccountIndex index, FoundAccounts found)
{
    /// <summary>
    /// Makes an account the default. Where the index is still empty, every connected account is recorded first: from then on the index is taken to be complete.
    /// </summary>
    public async Task<AccountAccess> SetAsync(Caller caller, AccountAccess chosen, CancellationToken cancellationToken)
    {
        if (chosen.Account.Indexed is null)
        {
            var all = await resolver.AllAsync(caller, cancellationToken);
            // An account that could not be probed would be missing from then on.
            if (all.Problems is [var problem, ..])
                throw new ToolFailureException(problem.Failure);
            foreach (var access in all.Accounts.Where(a => a.Account.Indexed is null))
                await found.RecordAsync(caller, access, cancellationToken);
        }

        var indexed = (await index.OfAsync(caller.Owner, cancellationToken))
            .Single(a => a.Connection == chosen.Account.Connection && a.Address == chosen.Account.Address);
        await index.SetDefaultAsync(caller.Owner, indexed.Id, cancellationToken);
        indexed.IsDefault = true;
        return chosen.As(indexed);
    }
}
