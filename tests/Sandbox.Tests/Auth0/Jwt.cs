using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>Reads and writes JWTs for the tests, without the code under test.</summary>
internal static class Jwt
{
    public static JsonObject Payload(string token) =>
        (JsonObject)JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]))!;

    public static JsonObject Header(string token) =>
        (JsonObject)JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[0]))!;

    /// <summary>Checks the signature against a JWKS document, which must have the key under the token's <c>kid</c>.</summary>
    public static async Task<bool> IsSignedByAsync(string token, string jwks)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeys = new JsonWebKeySet(jwks).GetSigningKeys(),
        });
        return result.IsValid;
    }

    public static string Sign(RSA key, Dictionary<string, object> claims, string algorithm = SecurityAlgorithms.RsaSha256, string? keyId = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(
                new RsaSecurityKey(key) { KeyId = keyId, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
                algorithm),
        });
}
