using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Metadata (OpenID Connect Discovery, RFC 8414), keys and <c>/userinfo</c>.</summary>
internal static class DiscoveryEndpoints
{
    public static void MapDiscovery(this WebApplication app)
    {
        app.MapGet("/.well-known/openid-configuration", Metadata);
        app.MapGet("/.well-known/oauth-authorization-server", Metadata);
        app.MapGet("/.well-known/jwks.json", (SigningKeys keys) => Results.Json(new { keys = keys.Published.Select(Jwk) }));
        app.MapMethods("/userinfo", ["GET", "POST"], UserInfoAsync);
    }

    private static IResult Metadata(AccessTokens tokens, Tenant tenant)
    {
        var issuer = tokens.Issuer;
        return Results.Json(new JsonObject
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = issuer + "authorize",
            ["token_endpoint"] = issuer + "oauth/token",
            ["userinfo_endpoint"] = issuer + "userinfo",
            ["jwks_uri"] = issuer + ".well-known/jwks.json",
            // Listed by every tenant, also where registration is off.
            ["registration_endpoint"] = issuer + "oidc/register",
            ["revocation_endpoint"] = issuer + "oauth/revoke",
            ["end_session_endpoint"] = issuer + "oidc/logout",
            ["backchannel_authentication_endpoint"] = issuer + "bc-authorize",
            ["backchannel_token_delivery_modes_supported"] = new JsonArray("poll"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "offline_access", "name", "email", "email_verified"),
            ["response_types_supported"] = new JsonArray("code"),
            ["response_modes_supported"] = new JsonArray("query"),
            ["grant_types_supported"] = new JsonArray("authorization_code", "refresh_token", "client_credentials", Ciba.CibaEndpoint.Grant, Tenant.TokenVaultGrant),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("none", "client_secret_post", "client_secret_basic", "private_key_jwt"),
            ["token_endpoint_auth_signing_alg_values_supported"] = new JsonArray("RS256", "RS384", "PS256"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["acr_values_supported"] = new JsonArray(AccessTokens.MultiFactor),
            ["claims_supported"] = new JsonArray("acr", "amr", "aud", "auth_time", "email", "email_verified", "exp", "iat", "iss", "name", "sub"),
            ["authorization_response_iss_parameter_supported"] = tenant.Settings.AuthorizationResponseIssParameterSupported,
            ["client_id_metadata_document_supported"] = tenant.Settings.ClientIdMetadataDocumentSupported,
        });
    }

    private static Dictionary<string, string> Jwk(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    private static async Task<IResult> UserInfoAsync(HttpContext http, AccessTokens tokens, AuthorizationStore store, Tenant tenant)
    {
        var bearer = http.Request.Headers.Authorization.ToString();
        var token = bearer.StartsWith("Bearer ", StringComparison.Ordinal) ? bearer["Bearer ".Length..] : "";
        if (store.FindUserInfoToken(token) is { } opaque && opaque.Scopes.Contains("openid"))
            return Claims(opaque.User, opaque.Scopes);

        var read = token.Length > 0 ? await tokens.ReadAsync(token) : null;
        if (read is not null && read.Audiences.Contains(tokens.Issuer + "userinfo") && tenant.FindUserBySub(read.Subject) is { } user)
            return Claims(user, read.TryGetPayloadValue<string>("scope", out var scope) ? scope.Split(' ') : []);
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Results.Text("Unauthorized", statusCode: StatusCodes.Status401Unauthorized);
    }

    private static IResult Claims(TenantUser user, IReadOnlyList<string> scopes) => Results.Json(
        AccessTokens.UserClaims(user, scopes).Prepend(("sub", user.Sub)).ToDictionary(c => c.Item1, c => c.Item2));
}
