using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TokenVaultAgent.Sandbox.World;

/// <summary>
/// Issues and checks the access tokens of both providers: opaque, of realistic length, expiring by the sandbox's clock, revocable
/// per account.
/// </summary>
public sealed class ProviderTokens(TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3599);

    private readonly ConcurrentDictionary<string, ProviderGrant> _grants = new(StringComparer.Ordinal);

    public (string Token, ProviderGrant Grant) Issue(ProviderAccount account, IEnumerable<string> scopes)
    {
        // Lengths as in the wild: about 220 characters at Google, about 2,000 (a JWT that clients must not read) at Microsoft.
        var token = account.Provider == ProviderKind.Google
            ? "ya29.a0" + Random(160)
            : "EwB" + Random(1_500);
        var grant = new ProviderGrant(account, scopes.ToHashSet(StringComparer.Ordinal), clock.GetUtcNow() + Lifetime);
        _grants[token] = grant;
        return (token, grant);
    }

    /// <summary>Null when unknown, revoked or expired.</summary>
    public ProviderGrant? Find(string token, ProviderKind provider) =>
        _grants.TryGetValue(token, out var grant) && grant.Account.Provider == provider && grant.ExpiresAt > clock.GetUtcNow() ? grant : null;

    /// <summary>Forgets every token of the account, as when the user removes the app at the provider.</summary>
    public void Revoke(ProviderAccount account)
    {
        foreach (var (token, grant) in _grants)
            if (grant.Account == account)
                _grants.TryRemove(token, out _);
    }

    public void Clear() => _grants.Clear();

    private static string Random(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>What a provider token stands for.</summary>
public sealed record ProviderGrant(ProviderAccount Account, IReadOnlySet<string> Scopes, DateTimeOffset ExpiresAt);
