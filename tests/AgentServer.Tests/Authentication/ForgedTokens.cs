using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests.Authentication;

/// <summary>Access tokens that differ from a good one in one thing.</summary>
internal sealed class ForgedTokens(SandboxProduct product)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    private RsaSecurityKey TenantKey => product.Sandbox.SigningKeys.Current;

    public string Create(string fault) => fault switch
    {
        "nothing" => Write(),
        "audience of another API" => Write(c => c["aud"] = "https://other.example/api"),
        "audience with one slash more" => Write(c => c["aud"] = product.McpUrl + "/"),
        "audience with one slash more among others" => Write(c => c["aud"] = (List<string>)[product.McpUrl + "/", "https://other.example/api"]),
        "audience in another case" => Write(c => c["aud"] = product.McpUrl.ToString().ToUpperInvariant()),
        "no audience" => Write(c => c.Remove("aud")),
        "foreign issuer" => Write(c => c["iss"] = "https://other.eu.auth0.com/"),
        "issuer without its slash" => Write(c => c["iss"] = product.Sandbox.Auth0Url.ToString().TrimEnd('/')),
        "expired" => Write(c => c["exp"] = Now - 120),
        "no expiry" => Write(c => c.Remove("exp")),
        "not yet valid" => Write(c => c["nbf"] = Now + 600),
        "no subject" => Write(c => c.Remove("sub")),
        "a client's own" => Write(c => (c["sub"], c["gty"]) = ("partner@clients", "client-credentials")),
        "a client's own, as a list" => Write(c => c["gty"] = (List<string>)["refresh-token", "client-credentials"]),
        "a client's own in RFC 9068" => Write(c => c["sub"] = "partner@clients", type: "at+jwt"),
        "an ID token's type" => Write(type: "id+jwt"),
        "missing kid" => Write(key: new RsaSecurityKey(TenantKey.Rsa)),
        "unknown kid" => Write(key: new RsaSecurityKey(TenantKey.Rsa) { KeyId = "unknown" }),
        "foreign key under the tenant's kid" => Write(key: new RsaSecurityKey(RSA.Create(2048)) { KeyId = TenantKey.KeyId }),
        "RS384" => Write(algorithm: SecurityAlgorithms.RsaSha384),
        "alg none" => Unsigned(),
        "HS256 keyed with the public key" => KeyedWithPublicKey(),
        "changed payload" => Changed(),
        "cut signature" => Write()[..^8],
        "no JWT" => "opaque",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private long Now => product.Sandbox.Clock.GetUtcNow().ToUnixTimeSeconds();

    private string Write(
        Action<Dictionary<string, object>>? change = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256, string type = "JWT") =>
        _handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = Claims(change),
            TokenType = type,
            SigningCredentials = new SigningCredentials(key ?? TenantKey, algorithm),
        });

    private Dictionary<string, object> Claims(Action<Dictionary<string, object>>? change = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = product.Sandbox.Auth0Url.ToString(),
            ["sub"] = product.Sandbox.Tenant.FindUser("ada@acme.example")!.Sub,
            ["aud"] = product.McpUrl.ToString(),
            ["azp"] = product.Sandbox.Tenant.ChatClient.ClientId,
            ["scope"] = "calendar:read mail:read mail:send",
            ["iat"] = Now,
            ["exp"] = Now + 3600,
        };
        change?.Invoke(claims);
        return claims;
    }

    private string Unsigned() => _handler.CreateToken(new SecurityTokenDescriptor { Claims = Claims(), TokenType = "JWT" });

    private string KeyedWithPublicKey() => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Claims = Claims(),
        TokenType = "JWT",
        SigningCredentials = new SigningCredentials(
            new SymmetricSecurityKey(TenantKey.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = TenantKey.KeyId }, SecurityAlgorithms.HmacSha256),
    });

    private string Changed()
    {
        var (good, other) = (Write().Split('.'), Write(c => c["sub"] = "auth0|somebody-else").Split('.'));
        return $"{good[0]}.{other[1]}.{good[2]}";
    }
}
