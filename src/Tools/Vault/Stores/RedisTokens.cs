using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Vault.Stores;

/// <summary>
/// Provider tokens that replicas share, encrypted, each under a digest of its key. The key is part of what encrypts it, so that a token
/// which was moved to another key is not one. Thread safe.
/// </summary>
internal sealed class RedisTokens(RedisConnection redis, IDataProtectionProvider protection, TimeProvider clock) : ISharedTokens
{
    private readonly IDataProtector _protector = protection.CreateProtector("vault.tokens.v1");

    public async ValueTask<SharedToken?> FindAsync(TokenKey key, CancellationToken cancellationToken)
    {
        var text = await redis.TryAsync(db => db.StringGetAsync(Address(key)));
        return text.HasValue ? Read(key, (byte[])text!) : null;
    }

    public async ValueTask AddAsync(TokenKey key, SharedToken token, CancellationToken cancellationToken)
    {
        var entry = new Entry(token.Token.Value, token.Token.GrantedScopes?.ToArray(), token.Token.ExpiresAt, token.KeepUntil, token.Generation);
        var bytes = Protector(key).Protect(JsonSerializer.SerializeToUtf8Bytes(entry));
        await redis.TryAsync(db => db.StringSetAsync(Address(key), bytes, token.KeepUntil - clock.GetUtcNow()));
    }

    public async ValueTask RemoveAsync(TokenKey key, CancellationToken cancellationToken) =>
        await redis.TryAsync(db => db.KeyDeleteAsync(Address(key)));

    private SharedToken? Read(TokenKey key, byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(Protector(key).Unprotect(bytes)) is { } entry
                ? new SharedToken(
                    new ProviderToken(entry.Token, entry.Scopes?.ToHashSet(StringComparer.OrdinalIgnoreCase), entry.ExpiresAt), entry.KeepUntil, entry.Generation)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(TokenKey key) => _protector.CreateProtector(key.Digest);

    private static RedisKey Address(TokenKey key) => "token-vault-agent:token:" + key.Digest;

    private sealed record Entry(string Token, string[]? Scopes, DateTimeOffset ExpiresAt, DateTimeOffset KeepUntil, long Generation)
    {
        public override string ToString() => "[redacted]";
    }
}
