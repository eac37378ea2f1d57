using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace TokenVaultAgent.Sandbox.Activity;

/// <summary>What has happened of late, in order, and what happens from now on. Thread safe.</summary>
internal sealed class ActivityLog
{
    /// <summary>Older entries are forgotten, so that a sandbox may run for days.</summary>
    private const int MaxKept = 2_000;

    private readonly Lock _lock = new();
    private readonly Queue<ActivityEntry> _entries = new();
    private readonly List<ChannelWriter<ActivityEntry>> _followers = [];
    private long _lastNumber;

    /// <param name="make">Given the number of the entry.</param>
    public void Add(Func<long, ActivityEntry> make)
    {
        lock (_lock)
        {
            var entry = make(++_lastNumber);
            _entries.Enqueue(entry);
            if (_entries.Count > MaxKept)
                _entries.Dequeue();
            foreach (var follower in _followers)
                follower.TryWrite(entry);
        }
    }

    public void Clear()
    {
        lock (_lock) _entries.Clear();
    }

    /// <summary>Oldest first.</summary>
    /// <param name="after">The number of the last entry that is known already.</param>
    public IReadOnlyList<ActivityEntry> Since(long after)
    {
        lock (_lock) return [.. _entries.Where(e => e.Number > after)];
    }

    /// <summary>The same, and what happens from now on, until cancelled. One that reads too slowly misses the oldest.</summary>
    public async IAsyncEnumerable<ActivityEntry> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<ActivityEntry>(new BoundedChannelOptions(MaxKept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            foreach (var entry in Since(after))
                channel.Writer.TryWrite(entry);
            _followers.Add(channel.Writer);
        }

        try
        {
            await foreach (var entry in channel.Reader.ReadAllAsync(cancellationToken))
                yield return entry;
        }
        finally
        {
            lock (_lock) _followers.Remove(channel.Writer);
        }
    }
}
