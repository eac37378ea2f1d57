using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using TokenVaultAgent.Tools.Providers;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// Provider tokens in memory, bounded in number and age, before those that replicas share. A token is kept until the earliest of its own
/// expiry less a margin, the expiry of the subject token it was exchanged for, and <see cref="VaultOptions.MaxCacheAge"/>; one of
/// another generation is none. Thread safe.
/// </summary>
internal sealed class TokenCache(
    IOptions<VaultOptions> options, IGenerations generations, TimeProvider clock, ISharedTokens? shared = null) : IDisposable
{
    private readonly VaultOptions _options = options.Value;
    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = options.Value.MaxEntries });

    /// <summary>Null on a miss.</summary>
    public async ValueTask<ProviderToken?> FindAsync(TokenKey key, CancellationToken cancellationToken)
    {
        if (await generations.CurrentAsync(key, cancellationToken).ConfigureAwait(false) is not { } generation)
            return null;
        if (_entries.TryGetValue(key, out Entry? entry) && entry!.IsUsable(clock.GetUtcNow(), generation))
            return entry.Token.Token;
        if (shared is null || await shared.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } found
            || found.Generation != generation || found.KeepUntil <= clock.GetUtcNow())
            return null;
        Keep(key, found);
        return found.Token;
    }

    /// <param name="generation">The generation in which the exchange began; null where it could not be told, and nothing is kept.</param>
    public async ValueTask AddAsync(
        TokenKey key, ProviderToken token, DateTimeOffset subjectTokenExpiresAt, long? generation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keepUntil = Earliest(token.ExpiresAt - _options.ExpiryMargin, subjectTokenExpiresAt, now + _options.MaxCacheAge);
        if (keepUntil <= now || generation is null)
            return;

        var kept = new SharedToken(token, keepUntil, generation.Value);
        Keep(key, kept);
        if (shared is not null)
            await shared.AddAsync(key, kept, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the token, here and where replicas share it; a newer one stays.</summary>
    public async ValueTask RemoveAsync(TokenKey key, ProviderToken token, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(key, out Entry? entry) && entry!.Token.Token.Value == token.Value)
            entry.IsRemoved = true;
        if (shared is not null && (await shared.FindAsync(key, cancellationToken).ConfigureAwait(false))?.Token.Value == token.Value)
            await shared.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _entries.Dispose();

    private void Keep(TokenKey key, SharedToken token)
    {
        using var slot = _entries.CreateEntry(key);
        slot.Value = new Entry(token);
        slot.Size = 1;
        slot.AbsoluteExpirationRelativeToNow = token.KeepUntil - clock.GetUtcNow();
    }

    private static DateTimeOffset Earliest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var earliest = times[0];
        foreach (var time in times)
            if (time < earliest)
                earliest = time;
        return earliest;
    }

    private sealed class Entry(SharedToken token)
    {
        private volatile bool _isRemoved;

        public SharedToken Token { get; } = token;

        public bool IsRemoved { set => _isRemoved = value; }

        public bool IsUsable(DateTimeOffset now, long currentGeneration) => !_isRemoved && now < Token.KeepUntil && Token.Generation == currentGeneration;
    }
}
