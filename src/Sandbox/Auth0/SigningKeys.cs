using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>The tenant's signing keys: the current one signs, the next one is published already, as Auth0 does before a rotation.</summary>
public sealed class SigningKeys
{
    private readonly Lock _lock = new();
    // Keys take a while to make, and a world without logins needs none.
    private readonly Lazy<List<RsaSecurityKey>> _published = new(() => [Create(), Create()]);

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
            _published.Value.Insert(1, Create());
        }
    }

    private static RsaSecurityKey Create()
    {
        var key = new RsaSecurityKey(RSA.Create(2048));
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())[..21];
        return key;
    }
}
