using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>
/// Writes and reads the tenant's JWTs, in both of Auth0's access token profiles
/// (auth0.com/docs/secure/tokens/access-tokens/access-token-profiles).
/// </summary>
internal sealed class AccessTokens(ISandboxAddresses addresses, SigningKeys keys, TimeProvider clock)
{
    /// <summary>auth0.com/docs/secure/multi-factor-authentication/step-up-authentication.</summary>
    public const string MultiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

    private const int IdTokenLifetime = 36_000;
    private static readonly string[] Mfa = ["mfa"];
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    public string Issuer => addresses.Auth0Url.ToString();

    /// <param name="actions">What the login was to, and what the Actions set.</param>
    public string CreateForUser(ApiResource api, IReadOnlyList<string> scopes, ActionTransaction actions)
    {
        var claims = new Dictionary<string, object>(actions.AccessTokenClaims) { ["sub"] = actions.User.Sub };
        if (actions.Organization is not null)
            claims["org_id"] = actions.Organization;
        // The token opens /userinfo too where openid was granted; then aud is an array.
        claims["aud"] = scopes.Contains("openid") ? new[] { api.Identifier, Issuer + "userinfo" } : api.Identifier;
        if (scopes.Count > 0)
            claims["scope"] = string.Join(' ', scopes);
        return Sign(actions.Client, api, claims);
    }

    /// <summary>Client credentials: the subject is the client itself.</summary>
    public string CreateForClient(OAuthClient client, ApiResource api, IReadOnlyList<string> scopes)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = $"{client.ClientId}@clients",
            ["aud"] = api.Identifier,
            ["scope"] = string.Join(' ', scopes),
        };
        if (api.TokenDialect == "access_token")
            claims["gty"] = "client-credentials";
        return Sign(client, api, claims);
    }

    /// <summary>For a login: <c>amr</c> and <c>acr</c> report an MFA in this login, not in an earlier one.</summary>
    public string CreateIdToken(AuthorizationRequest request, LoginSession session, ActionTransaction actions)
    {
        var claims = IdTokenClaims(actions);
        claims["sid"] = session.Id;
        if (request.Nonce is not null)
            claims["nonce"] = request.Nonce;
        if (request.MaxAge is not null)
            claims["auth_time"] = session.AuthTime.ToUnixTimeSeconds();
        if (actions.Met.Count > 0)
            (claims["amr"], claims["acr"]) = (Mfa, MultiFactor);
        return Write(claims, IdTokenLifetime, "JWT");
    }

    /// <summary>For a refresh, in which no user takes part.</summary>
    public string CreateIdToken(ActionTransaction actions) => Write(IdTokenClaims(actions), IdTokenLifetime, "JWT");

    private static Dictionary<string, object> IdTokenClaims(ActionTransaction actions)
    {
        var claims = new Dictionary<string, object>(actions.IdTokenClaims) { ["sub"] = actions.User.Sub, ["aud"] = actions.Client.PresentedId };
        if (actions.Organization is not null)
            claims["org_id"] = actions.Organization;
        foreach (var (claim, value) in UserClaims(actions.User, actions.TargetScopes))
            claims[claim] = value;
        return claims;
    }

    /// <summary>The claims that scopes open, in the ID token and at <c>/userinfo</c> (OpenID Connect Core section 5.4).</summary>
    public static IEnumerable<(string Claim, object Value)> UserClaims(TenantUser user, IReadOnlyList<string> scopes)
    {
        if (scopes.Contains("profile"))
            yield return ("name", user.Name);
        if (!scopes.Contains("email"))
            yield break;
        yield return ("email", user.Email);
        yield return ("email_verified", true);
    }

    /// <summary>Null unless the tenant signed it and it is not expired.</summary>
    public Task<JsonWebToken?> ReadAsync(string token) => ReadAsync(token, expires => expires > clock.GetUtcNow().UtcDateTime);

    /// <summary>The client that an ID token is for, expired or not (OpenID Connect RP-Initiated Logout section 2); null for no ID token of the tenant's.</summary>
    public async Task<string?> ClientOfIdTokenAsync(string? idToken) =>
        idToken is null ? null : (await ReadAsync(idToken, _ => true))?.Audiences.SingleOrDefault();

    private async Task<JsonWebToken?> ReadAsync(string token, Func<DateTime?, bool> isInTime)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidateAudience = false,
            IssuerSigningKeys = keys.Published,
            LifetimeValidator = (_, expires, _, _) => isInTime(expires),
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }

    private string Sign(OAuthClient client, ApiResource api, Dictionary<string, object> claims)
    {
        var isRfc9068 = api.TokenDialect == "rfc9068_profile";
        claims[isRfc9068 ? "client_id" : "azp"] = client.PresentedId;
        if (isRfc9068)
            claims["jti"] = Secrets.New(16);
        return Write(claims, api.TokenLifetime, isRfc9068 ? "at+jwt" : "JWT", api.SigningAlg == SecurityAlgorithms.HmacSha256
            ? new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(api.SigningSecret)), api.SigningAlg)
            : new SigningCredentials(keys.Current, api.SigningAlg));
    }

    private string Write(Dictionary<string, object> claims, int lifetime, string type) =>
        Write(claims, lifetime, type, new SigningCredentials(keys.Current, SecurityAlgorithms.RsaSha256));

    private string Write(Dictionary<string, object> claims, int lifetime, string type, SigningCredentials key)
    {
        var now = clock.GetUtcNow();
        claims["iss"] = Issuer;
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = now.ToUnixTimeSeconds() + lifetime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            TokenType = type,
            SigningCredentials = key,
        });
    }
}
