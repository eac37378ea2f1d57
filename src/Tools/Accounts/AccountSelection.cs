using System.Text.Json.Serialization;
using TokenVaultAgent.Tools.Failures;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Accounts;

/// <summary>The accounts that a read covers, and those it could not.</summary>
internal sealed record AccountSelection(IReadOnlyList<AccountAccess> Accounts, IReadOnlyList<AccountProblem> Problems)
{
    /// <summary>
    /// Runs one read per account side by side. An account whose read fails becomes a problem; when all fail, the first failure is
    /// thrown.
    /// </summary>
    /// <exception cref="ToolFailureException">Every account failed.</exception>
    public async Task<MergedRead<T>> ReadAllAsync<T>(
        Func<AccountAccess, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(Accounts.Select(account => ReadAsync(account, read, cancellationToken)));
        var results = answers.Where(a => a.Failure is null).Select(a => (a.Account, a.Result!)).ToList();
        var failed = answers.Where(a => a.Failure is not null).Select(a => new AccountProblem(a.Account.Id, a.Failure!)).ToList();
        return results.Count == 0 && failed.Count > 0
            ? throw new ToolFailureException(failed[0].Failure)
            : new MergedRead<T>(results, [.. Problems, .. failed]);
    }

    private static async Task<(Account Account, T? Result, ToolFailure? Failure)> ReadAsync<T>(
        AccountAccess access, Func<AccountAccess, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return (access.Account, await read(access, cancellationToken), null);
        }
        catch (ToolFailureException exception)
        {
            return (access.Account, default, exception.Failure);
        }
        catch (ProviderException exception)
        {
            return (access.Account, default, ProviderFailures.ToFailure(exception));
        }
    }
}

/// <summary>What each account answered, in the order of the selection, and every account that did not.</summary>
internal sealed record MergedRead<T>(IReadOnlyList<(Account Account, T Result)> Results, IReadOnlyList<AccountProblem> Problems);

/// <summary>An account that is missing from a merged result, and why.</summary>
/// <param name="Account">The account's id, or the provider's name where no account could be told.</param>
/// <param name="Known">The account itself, where the index has it; not for the agent.</param>
internal sealed record AccountProblem(string Account, ToolFailure Failure, [property: JsonIgnore] Account? Known = null);
