using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>
/// Adds the exchanging client's authentication to a token request: <c>client_secret_post</c> (RFC 6749 section 2.3.1) or
/// <c>private_key_jwt</c> (RFC 7523 section 2.2). Thread safe.
/// </summary>
internal sealed class ClientAuthentication(IOptions<Auth0Options> options, TimeProvider clock) : IDisposable
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Auth0 takes assertions of up to five minutes; a short one is worth less to whoever sees it.</summary>
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(1);

    private readonly Auth0Options _options = options.Value;
    private readonly RSA? _key = string.IsNullOrEmpty(options.Value.ClientSecret) ? PrivateKeys.Read(options.Value) : null;
    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>An access token is exchanged by the Custom API Client, a refresh token by the web application it was issued to.</summary>
    public void AddTo(IDictionary<string, string> form, SubjectTokenType subjectTokenType)
    {
        if (subjectTokenType == SubjectTokenType.RefreshToken)
        {
            var web = _options.WebClient ?? throw new InvalidOperationException("Auth0:WebClient is not set, so no refresh token can be exchanged.");
            form["client_id"] = web.ClientId;
            form["client_secret"] = web.ClientSecret;
            return;
        }

        form["client_id"] = _options.ClientId;
        if (_key is null)
        {
            form["client_secret"] = _options.ClientSecret!;
            return;
        }

        form["client_assertion_type"] = AssertionType;
        form["client_assertion"] = CreateAssertion(_key);
    }

    public void Dispose() => _key?.Dispose();

    private string CreateAssertion(RSA key)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return _tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _options.ClientId,
            Audience = _options.Issuer!.OriginalString,
            IssuedAt = now,
            Expires = now + AssertionLifetime,
            Claims = new Dictionary<string, object> { ["sub"] = _options.ClientId, ["jti"] = Guid.NewGuid().ToString() },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { KeyId = _options.KeyId }, _options.SigningAlgorithm),
        });
    }
}
