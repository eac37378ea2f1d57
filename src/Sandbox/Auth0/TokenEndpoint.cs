using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Ciba;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary><c>POST /oauth/token</c>, with a form or, as Auth0's own SDKs send it, JSON.</summary>
internal sealed class TokenEndpoint(
    Tenant tenant, AuthorizationStore store, AccessTokens tokens, ClientAuthenticator clients, BackChannelLogin login, TokenVaultExchange vault,
    CibaEndpoint ciba, TimeProvider clock)
{
    private const int UserInfoTokenLifetime = 86_400;
    private static readonly TimeSpan MyAccountMfaAge = TimeSpan.FromMinutes(15);

    public async Task<IResult> HandleAsync(HttpRequest request)
    {
        // RFC 6749 section 5.1.
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            var body = await ReadAsync(request);
            var grantType = body.GetValueOrDefault("grant_type") ?? throw OAuthErrorException.InvalidRequest("Missing required parameter: grant_type");
            if (grantType == Tenant.TokenVaultGrant)
                return Results.Json(await vault.ExchangeAsync(request, body));

            var client = await clients.AuthenticateAsync(request, body);
            if (grantType is not ("authorization_code" or "refresh_token" or "client_credentials" or CibaEndpoint.Grant))
                throw new OAuthErrorException(403, "unsupported_grant_type", $"Unsupported grant type: {grantType}");
            if (!client.GrantTypes.Contains(grantType) || (client.IsPublic && grantType == "client_credentials"))
                throw OAuthErrorException.GrantNotAllowed(grantType);
            return Results.Json(grantType switch
            {
                "authorization_code" => RedeemCode(client, body),
                "refresh_token" => Refresh(client, body),
                CibaEndpoint.Grant => ciba.Redeem(client, body),
                _ => ForClient(client, body),
            });
        }
        catch (OAuthErrorException error)
        {
            return error.ToResult(tenant.Settings);
        }
    }

    /// <summary><c>POST /oauth/revoke</c> (auth0.com/docs/api/authentication/refresh-token/revoke-refresh-token): refresh tokens of the client itself.</summary>
    public async Task<IResult> RevokeAsync(HttpRequest request)
    {
        try
        {
            var body = await ReadAsync(request);
            var client = await clients.AuthenticateAsync(request, body);
            // RFC 7009 section 2.2: an unknown token is no error.
            if (store.FindRefreshToken(Required(body, "token")) is { } grant && grant.Client.ClientId == client.ClientId)
                store.Revoke(grant);
            return Results.Ok();
        }
        catch (OAuthErrorException error)
        {
            return error.ToResult(tenant.Settings);
        }
    }

    private Dictionary<string, object> RedeemCode(OAuthClient client, IReadOnlyDictionary<string, string> body)
    {
        if (store.Redeem(Required(body, "code")) is not { } code || code.Request.Client.ClientId != client.ClientId)
            throw OAuthErrorException.InvalidGrant("Invalid authorization code");
        if (body.GetValueOrDefault("redirect_uri") != code.Request.RedirectUri.OriginalString)
            throw OAuthErrorException.InvalidGrant("The redirect URI is wrong.");
        if (code.Request.CodeChallenge.Length > 0 && ChallengeOf(body.GetValueOrDefault("code_verifier") ?? "") != code.Request.CodeChallenge)
            throw OAuthErrorException.InvalidGrant("Failed to verify code verifier");

        var actions = code.Actions;
        var response = Tokens(actions);
        if (actions.TargetScopes.Contains("openid"))
            response["id_token"] = tokens.CreateIdToken(code.Request, code.Session, actions);
        if (actions.TargetScopes.Contains("offline_access"))
            response["refresh_token"] = store.IssueRefreshToken(
                new RefreshGrant(client, code.Session.User, code.Request.Api?.Identifier, actions.TargetScopes, code.Family)
                {
                    Metadata = actions.RefreshTokenMetadata,
                    MfaTime = actions.Session?.MfaTime,
                    Organization = actions.Organization,
                });
        return response;
    }

    private Dictionary<string, object> Refresh(OAuthClient client, IReadOnlyDictionary<string, string> body)
    {
        var grant = store.FindRefreshToken(Required(body, "refresh_token"));
        if (grant is null || grant.Client.ClientId != client.ClientId)
            throw OAuthErrorException.InvalidGrant("Unknown or invalid refresh token.");
        var isRotating = client.RefreshTokenRotation == "rotating";
        if (isRotating && !store.TryRotate(grant))
            throw OAuthErrorException.InvalidGrant("Unknown or invalid refresh token.");

        var (api, allowed) = Target(client, grant, body);
        if (api?.Identifier == tenant.MyAccountAudience && tenant.Settings.MyAccountRequiresMfa && !(clock.GetUtcNow() - grant.MfaTime <= MyAccountMfaAge))
            throw new OAuthErrorException(403, "unmet_authentication_requirements", "The login does not meet the authentication requirements of this API");
        var asked = body.GetValueOrDefault("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var actions = new ActionTransaction("oauth2-refresh-token", client, grant.User)
        {
            Api = api,
            RequestedScopes = asked ?? [],
            TargetScopes = asked is null ? [.. allowed] : [.. allowed.Intersect(asked)],
            RefreshToken = grant,
            RefreshTokenMetadata = new(grant.Metadata),
            Organization = grant.Organization,
        };
        login.Run(actions);
        var response = Tokens(actions);
        if (actions.TargetScopes.Contains("openid"))
            response["id_token"] = tokens.CreateIdToken(actions);
        if (isRotating)
            response["refresh_token"] = store.IssueRefreshToken(
                new RefreshGrant(client, grant.User, grant.Audience, grant.Scopes, grant.Family)
                {
                    Metadata = actions.RefreshTokenMetadata,
                    MfaTime = grant.MfaTime,
                    Organization = grant.Organization,
                });
        else
            grant.Metadata = actions.RefreshTokenMetadata;
        return response;
    }

    /// <summary>
    /// The API and scopes of a refresh: the grant's own, or another audience that the client's policies name (MRRT). An audience that
    /// they do not name is ignored.
    /// </summary>
    private (ApiResource? Api, IReadOnlyList<string> Scopes) Target(OAuthClient client, RefreshGrant grant, IReadOnlyDictionary<string, string> body)
    {
        var asked = body.GetValueOrDefault("audience")
            ?? (tenant.Settings.ResourceParameterProfile == "compatibility" ? body.GetValueOrDefault("resource") : null);
        return asked is not null && asked != grant.Audience && client.IsFirstParty
            && client.RefreshTokenPolicies.TryGetValue(asked, out var scopes) && tenant.FindApi(asked) is { SkipConsentForVerifiableFirstPartyClients: true } other
                ? (other, [.. scopes.Intersect(MayHave(client, other))])
                : (Api(grant.Audience), grant.Scopes);
    }

    private IReadOnlyList<string> MayHave(OAuthClient client, ApiResource api) =>
        api.UserAccess == "deny_all" || api.EnforcesPolicies ? []
        : api.RequiresClientGrantForUsers ? tenant.FindClientGrant(client.ClientId, api.Identifier, "user")?.Scope ?? []
        : api.Scopes;

    /// <summary>An API that has gone since the grant was made must not turn into an access token for <c>/userinfo</c>.</summary>
    private ApiResource? Api(string? audience) => audience is null
        ? null
        : tenant.FindApi(audience) ?? throw new OAuthErrorException(403, "access_denied", $"Service not found: {audience}");

    private Dictionary<string, object> ForClient(OAuthClient client, IReadOnlyDictionary<string, string> body)
    {
        var audience = Required(body, "audience");
        var api = tenant.FindApi(audience) ?? throw new OAuthErrorException(403, "access_denied", $"Service not enabled within domain: {audience}");
        var grant = tenant.FindClientGrant(client.ClientId, audience)
            ?? throw new OAuthErrorException(403, "access_denied", $"Client is not authorized to access \"{audience}\".");
        return Response(tokens.CreateForClient(client, api, grant.Scope), api.TokenLifetime, grant.Scope);
    }

    private Dictionary<string, object> Tokens(ActionTransaction actions)
    {
        var scopes = actions.AccessTokenScopes;
        return actions.Api is { } api
            ? Response(tokens.CreateForUser(api, scopes, actions), api.TokenLifetime, scopes)
            : Response(
                store.IssueUserInfoToken(new UserInfoGrant(actions.User, scopes, clock.GetUtcNow().AddSeconds(UserInfoTokenLifetime))),
                UserInfoTokenLifetime, scopes);
    }

    private static Dictionary<string, object> Response(string accessToken, int lifetime, IReadOnlyList<string> scopes) => new()
    {
        ["access_token"] = accessToken,
        ["scope"] = string.Join(' ', scopes),
        ["expires_in"] = lifetime,
        ["token_type"] = "Bearer",
    };

    /// <summary>A form or JSON.</summary>
    /// <exception cref="OAuthErrorException">It is neither.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(HttpRequest request)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true)
        {
            var form = await request.ReadFormAsync();
            // RFC 6749 section 3.2.
            return form.FirstOrDefault(field => field.Value.Count > 1).Key is { } repeated
                ? throw OAuthErrorException.InvalidRequest($"Parameter {repeated} is repeated")
                : form.ToDictionary(field => field.Key, field => field.Value.ToString());
        }

        if (!request.HasJsonContentType())
            throw OAuthErrorException.InvalidRequest("The body must be a form or JSON");
        try
        {
            return await request.ReadFromJsonAsync<Dictionary<string, string>>() ?? [];
        }
        catch (JsonException)
        {
            throw OAuthErrorException.InvalidRequest("The body is not a JSON object of strings");
        }
    }

    private static string Required(IReadOnlyDictionary<string, string> body, string name) =>
        body.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw OAuthErrorException.InvalidRequest($"Missing required parameter: {name}");

    private static string ChallengeOf(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
