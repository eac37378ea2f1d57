using System.Security.Cryptography;
using StackExchange.Redis;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Vault.Stores;

/// <summary>
/// Generations in Redis. Each is a random number, so that one which Redis has lost comes back as another and never as an old one.
/// Thread safe.
/// </summary>
internal sealed class RedisGenerations(RedisConnection redis) : IGenerations
{
    /// <summary>Longer than any token is kept (<see cref="VaultOptions.MaxCacheAge"/> is at most one hour).</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public async ValueTask<long?> CurrentAsync(TokenKey key, CancellationToken cancellationToken)
    {
        RedisKey at = Prefix(key.GenerationKey);
        var current = await redis.TryAsync(db => db.StringGetAsync(at));
        if (current.HasValue)
            return (long)current;
        // Lost, or never set: the first caller sets it.
        return await redis.TryAsync(async db =>
            await db.StringSetAsync(at, New(), Lifetime, When.NotExists) ? await db.StringGetAsync(at) : RedisValue.Null) is { HasValue: true } set
            ? (long)set
            : null;
    }

    public Task BumpAsync(string issuer, string subject, string connection, CancellationToken cancellationToken) =>
        redis.DoAsync(db => db.StringSetAsync(Prefix(TokenKey.GenerationKeyOf(issuer, subject, connection)), New(), Lifetime));

    private static string Prefix(string key) => "token-vault-agent:generation:" + key;

    private static long New() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
}
