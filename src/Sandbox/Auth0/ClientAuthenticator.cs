using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Client authentication at <c>/oauth/token</c>: by the one method that the client is registered with.</summary>
internal sealed class ClientAuthenticator(Tenant tenant, AuthorizationStore store, AccessTokens tokens, TimeProvider clock)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan LongestAssertion = TimeSpan.FromMinutes(5);
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSsaPssSha256];
    private readonly JsonWebTokenHandler _handler = new();

    /// <exception cref="OAuthErrorException">401: who this is cannot be told.</exception>
    public async Task<OAuthClient> AuthenticateAsync(HttpRequest request, IReadOnlyDictionary<string, string> body)
    {
        var basic = Basic(request);
        var assertion = body.GetValueOrDefault("client_assertion");
        var id = basic?.Id ?? body.GetValueOrDefault("client_id") ?? (assertion is null ? null : IssuerOf(assertion));
        var client = tenant.FindClient(id) ?? throw OAuthErrorException.Unauthorized();
        var secret = body.GetValueOrDefault("client_secret");
        // One method a request (RFC 6749 section 2.3).
        var isAuthentic = (client.TokenEndpointAuthMethod, basic, secret, assertion) switch
        {
            ("none", null, null, null) => true,
            ("client_secret_post", null, not null, null) => Same(secret, client.ClientSecret),
            ("client_secret_basic", not null, null, null) => Same(basic.Value.Secret, client.ClientSecret),
            ("private_key_jwt", null, null, not null) =>
                body.GetValueOrDefault("client_assertion_type") == AssertionType && await IsGoodAsync(assertion, client),
            _ => false,
        };
        return isAuthentic ? client : throw OAuthErrorException.Unauthorized();
    }

    /// <summary>As auth0.com/docs, "Authenticate with Private Key JWT", has it: for the issuer alone, of five minutes at most, once.</summary>
    private async Task<bool> IsGoodAsync(string assertion, OAuthClient client)
    {
        if (client.PublicKey is null)
            return false;

        using var rsa = RSA.Create();
        rsa.ImportFromPem(client.PublicKey);
        var now = clock.GetUtcNow().UtcDateTime;
        var result = await _handler.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidIssuer = client.ClientId,
            ValidAudience = tokens.Issuer,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidAlgorithms = Algorithms,
            IssuerSigningKey = new RsaSecurityKey(rsa) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
            LifetimeValidator = (from, expires, _, _) => !(from > now) && expires > now && expires - now <= LongestAssertion,
        });
        return result.IsValid
            && result.SecurityToken is JsonWebToken { Id.Length: > 0 } token
            && token.Subject == client.ClientId
            && store.TryUseAssertion($"{client.ClientId} {token.Id}", token.ValidTo);
    }

    private string? IssuerOf(string assertion)
    {
        try
        {
            return _handler.ReadJsonWebToken(assertion).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static (string Id, string Secret)? Basic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header is not { Scheme: "Basic", Parameter: { } encoded })
            return null;
        var decoded = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, decoded, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2);
        return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : null;
    }

    private static bool Same(string? given, string? expected) =>
        given is not null && expected is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
