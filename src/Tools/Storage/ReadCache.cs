using System.Collections.Concurrent;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>
/// Keeps what was read from the database until anything is written to it. Where the database does not tell of writes, everything is read each time. What is in it is
/// shared and must not be changed. Thread safe.
/// </summary>
internal sealed class ReadCache<T>(StorageVersion version)
{
    private const int MaxEntries = 20_000;

    private volatile Snapshot _snapshot = new(-1);

    public async ValueTask<T> GetAsync(string key, Func<string, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        // Taken before the read: a write in between only causes one more read.
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
