using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>
/// The tenant's signing keys: the current one signs, the next one is published already, as Auth0 does before a rotation. Tenants of one
/// process begin with the same two, which take half a second each to make; their issuers tell them apart.
/// </summary>
public sealed class SigningKeys
{
    private static readonly Lazy<RSAParameters[]> First = new(() => [Make(), Make()]);

    private readonly Lock _lock = new();
    // A world without logins needs none.
    private readonly Lazy<List<RsaSecurityKey>> _published = new(() => [.. First.Value.Select(Create)]);

    public RsaSecurityKey Current
    {
        get
        {
            lock (_lock) return _published.Value[0];
        }
    }

    public IReadOnlyList<RsaSecurityKey> Published
    {
        get
        {
            lock (_lock) return [.. _published.Value];
        }
    }

    /// <summary>The next key signs from now on; the old one stays published, unless it is revoked too.</summary>
    public void Rotate(bool revokePrevious = false)
    {
        lock (_lock)
        {
            var previous = _published.Value[0];
            _published.Value.RemoveAt(0);
            if (!revokePrevious)
                _published.Value.Add(previous);
            _published.Value.Insert(1, Create(Make()));
        }
    }

    private static RSAParameters Make()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    }

    private static RsaSecurityKey Create(RSAParameters parameters)
    {
        var key = new RsaSecurityKey(RSA.Create(parameters));
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())[..21];
        return key;
    }
}
