using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// Provider tokens in memory, bounded in number and age. A token is kept until the earliest of its own expiry less a margin, the
/// expiry of the subject token it was exchanged for, and <see cref="VaultOptions.MaxCacheAge"/>. Thread safe.
/// </summary>
internal sealed class TokenCache(IOptions<VaultOptions> options, Generations generations, TimeProvider clock) : IDisposable
{
    private readonly VaultOptions _options = options.Value;
    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = options.Value.MaxEntries });

    /// <summary>Null on a miss; an entry of an older generation is one.</summary>
    public ProviderToken? Find(TokenKey key) =>
        _entries.TryGetValue(key, out Entry? entry) && entry!.IsUsable(clock.GetUtcNow(), generations.Current(key)) ? entry.Token : null;

    /// <param name="generation">The generation in which the exchange began.</param>
    public void Add(TokenKey key, ProviderToken token, DateTimeOffset subjectTokenExpiresAt, long generation)
    {
        var now = clock.GetUtcNow();
        var keepUntil = Earliest(token.ExpiresAt - _options.ExpiryMargin, subjectTokenExpiresAt, now + _options.MaxCacheAge);
        if (keepUntil <= now)
            return;

        using var slot = _entries.CreateEntry(key);
        slot.Value = new Entry(token, keepUntil, generation);
        slot.Size = 1;
        slot.AbsoluteExpirationRelativeToNow = keepUntil - now;
    }

    /// <summary>Drops the entry if it still holds this very token: a newer one stays.</summary>
    public void Remove(TokenKey key, ProviderToken token)
    {
        if (_entries.TryGetValue(key, out Entry? entry) && ReferenceEquals(entry!.Token, token))
            entry.IsRemoved = true;
    }

    public void Dispose() => _entries.Dispose();

    private static DateTimeOffset Earliest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var earliest = times[0];
        foreach (var time in times)
            if (time < earliest)
                earliest = time;
        return earliest;
    }

    private sealed class Entry(ProviderToken token, DateTimeOffset keepUntil, long generation)
    {
        private volatile bool _isRemoved;

        public ProviderToken Token { get; } = token;

        public bool IsRemoved { set => _isRemoved = value; }

        public bool IsUsable(DateTimeOffset now, long currentGeneration) => !_isRemoved && now < keepUntil && generation == currentGeneration;
    }
}
