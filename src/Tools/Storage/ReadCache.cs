using System.Collections.Concurrent;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>
/// What was read of the database and holds until anything is written to it; where it does not tell that, everything is read anew. What is in it is
/// shared and must not be changed. Thread safe.
/// </summary>
internal sealed class ReadCache<T>(StorageVersion version)
{
    private const int MaxEntries = 20_000;

    private volatile Snapshot _snapshot = new(-1);

    public async ValueTask<T> GetAsync(string key, Func<string, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        // Told before it is read: what is written in between is read at most twice.
        if (version.Current() is not { } current)
            return await read(key, cancellationToken).ConfigureAwait(false);
        var snapshot = _snapshot;
        if (snapshot.Version != current)
            _snapshot = snapshot = new Snapshot(current);
        if (snapshot.Values.TryGetValue(key, out var known))
            return known;
        var value = await read(key, cancellationToken).ConfigureAwait(false);
        if (snapshot.Values.Count < MaxEntries)
            snapshot.Values[key] = value;
        return value;
    }

    private sealed class Snapshot(long version)
    {
        public long Version => version;

        public ConcurrentDictionary<string, T> Values { get; } = new(StringComparer.Ordinal);
    }
}
