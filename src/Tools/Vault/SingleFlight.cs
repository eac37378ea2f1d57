using System.Collections.Concurrent;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// Lets concurrent callers of one key share one piece of work. The work runs on its own timeout: a caller that leaves takes only
/// itself away. Thread safe.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>(TimeSpan timeout, TimeProvider clock)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _flights = new();

    /// <exception cref="OperationCanceledException">The caller left, or the work took longer than the timeout.</exception>
    public Task<TResult> JoinAsync(TKey key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        Lazy<Task<TResult>>? mine = null;
        mine = new Lazy<Task<TResult>>(() => RunAsync(key, mine!, work));
        return _flights.GetOrAdd(key, mine).Value.WaitAsync(cancellationToken);
    }

    private async Task<TResult> RunAsync(TKey key, Lazy<Task<TResult>> flight, Func<CancellationToken, Task<TResult>> work)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        try
        {
            return await work(limit.Token).ConfigureAwait(false);
        }
        finally
        {
            // By value, so as not to remove a later flight of the same key.
            _flights.TryRemove(KeyValuePair.Create(key, flight));
        }
    }
}
