using TokenVaultAgent.Tools.Failures;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>The accounts that a read covers, and those it could not.</summary>
internal sealed record AccountSelection(IReadOnlyList<AccountAccess> Accounts, IReadOnlyList<AccountProblem> Problems)
{
    /// <summary>
    /// Runs one read per account side by side. An account whose read fails becomes a problem; when all fail, the first failure is
    /// thrown.
    /// </summary>
    public Task<MergedRead<T>> ReadAllAsync<T>(Func<AccountAccess, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

/// <summary>What each account answered, in the order of the selection, and every account that did not.</summary>
internal sealed record MergedRead<T>(IReadOnlyList<(Account Account, T Result)> Results, IReadOnlyList<AccountProblem> Problems);

/// <summary>An account that is missing from a merged result, and why.</summary>
/// <param name="Account">The account's id, or the provider's name where no account could be told.</param>
internal sealed record AccountProblem(string Account, ToolFailure Failure);
