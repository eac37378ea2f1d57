using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Auth0.Phone;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0.Ciba;

/// <summary>
/// Client-Initiated Backchannel Authentication with push to the user's phone (auth0.com/docs/get-started/authentication-and-authorization-flow/
/// client-initiated-backchannel-authentication-flow/user-authentication-with-ciba).
/// </summary>
internal sealed partial class CibaEndpoint(
    Tenant tenant, ClientAuthenticator clients, PhoneNotifications phones, BackChannelLogin login, AccessTokens tokens, AuthorizationStore store, TimeProvider clock)
{
    public const string Grant = "urn:openid:params:grant-type:ciba";

    private const int LongestPush = 300;
    private const int SlowDown = 10;

    private readonly ConcurrentDictionary<string, CibaRequest> _requests = new();

    /// <summary><c>POST /bc-authorize</c>.</summary>
    public async Task<IResult> HandleAsync(HttpRequest request)
    {
        try
        {
            var body = await TokenEndpoint.ReadAsync(request);
            var client = await clients.AuthenticateAsync(request, body);
            if (!client.IsFirstParty || client.IsPublic || !client.OidcConformant || !client.GrantTypes.Contains(Grant))
                throw OAuthErrorException.GrantNotAllowed(Grant);
            var begun = Begin(client, body);
            _requests[begun.Id] = begun;
            return Results.Json(new Dictionary<string, object>
            {
                ["auth_req_id"] = begun.Id,
                ["expires_in"] = (int)(begun.Notification.ExpiresAt - clock.GetUtcNow()).TotalSeconds,
                ["interval"] = begun.Interval,
            });
        }
        catch (OAuthErrorException error)
        {
            return error.ToResult(tenant.Settings);
        }
    }

    /// <summary>The grant at <c>/oauth/token</c>, polled until the user has answered.</summary>
    /// <exception cref="OAuthErrorException"><c>authorization_pending</c>, <c>slow_down</c>, <c>access_denied</c>, <c>invalid_grant</c>.</exception>
    public Dictionary<string, object> Redeem(OAuthClient client, IReadOnlyDictionary<string, string> body)
    {
        if (!_requests.TryGetValue(body.GetValueOrDefault("auth_req_id") ?? "", out var request) || request.Client.ClientId != client.ClientId)
            throw OAuthErrorException.InvalidGrant("Invalid or expired auth_req_id");
        lock (request)
        {
            if (request.IsRedeemed)
                throw OAuthErrorException.InvalidGrant("Invalid or expired auth_req_id");
            var now = clock.GetUtcNow();
            if (now - request.LastPoll < TimeSpan.FromSeconds(request.Interval))
            {
                request.Interval = SlowDown;
                throw new OAuthErrorException(400, "slow_down", $"You are polling faster than allowed. Try again in {SlowDown} seconds.") { RetryAfter = SlowDown };
            }

            request.LastPoll = now;
            var notification = phones.Find(request.Notification);
            if (notification.IsAllowed is null && notification.ExpiresAt > now)
                throw new OAuthErrorException(400, "authorization_pending", "The end-user authorization is pending");
            request.IsRedeemed = true;
            return notification.IsAllowed is true
                ? Tokens(request)
                : throw new OAuthErrorException(400, "access_denied", "The end-user denied the authorization request or it has been expired");
        }
    }

    private CibaRequest Begin(OAuthClient client, IReadOnlyDictionary<string, string> body)
    {
        var scopes = Required(body, "scope").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!scopes.Contains("openid"))
            throw OAuthErrorException.InvalidRequest("scope must contain openid");
        var message = Required(body, "binding_message");
        if (!BindingMessage().IsMatch(message))
            throw OAuthErrorException.InvalidRequest("binding_message must be 1 to 64 characters, alphanumerics and +-_.,:# only");
        var expiry = body.TryGetValue("requested_expiry", out var text) ? Expiry(text) : LongestPush;
        var api = body.TryGetValue("audience", out var audience)
            ? tenant.FindApi(audience) ?? throw OAuthErrorException.InvalidRequest($"Service not found: {audience}")
            : null;
        var details = body.TryGetValue("authorization_details", out var json) ? AuthorizationDetails.Read(json, api) : null;
        var user = User(Required(body, "login_hint"));
        var notification = phones.Push(user, client, message, details is null ? [] : [.. AuthorizationDetails.Lines(details)], TimeSpan.FromSeconds(expiry));
        return new CibaRequest(Secrets.New(24), client, user, notification)
        {
            Scopes = [.. scopes.Where(s => s is "openid" or "profile" or "email" || api?.Scopes.Contains(s) is true)],
            Api = api,
            AuthorizationDetails = details,
        };
    }

    private TenantUser User(string loginHint)
    {
        JsonObject? hint;
        try
        {
            hint = JsonNode.Parse(loginHint) as JsonObject;
        }
        catch (JsonException)
        {
            hint = null;
        }

        if ((string?)hint?["format"] != "iss_sub" || (string?)hint["iss"] != tokens.Issuer)
            throw OAuthErrorException.InvalidRequest("login_hint must be {\"format\":\"iss_sub\",\"iss\":…,\"sub\":…} of this tenant");
        var user = tenant.FindUserBySub((string?)hint["sub"] ?? "") ?? throw OAuthErrorException.InvalidRequest("Unknown user");
        return user.PhoneSecret is not null && tenant.Settings.Factors.Contains("push-notification")
            ? user
            : throw OAuthErrorException.InvalidRequest("The user is not enrolled in push notifications");
    }

    private static int Expiry(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? seconds switch
        {
            >= 1 and <= LongestPush => seconds,
            > LongestPush and <= 259_200 => throw OAuthErrorException.InvalidRequest("requested_expiry over 300 goes by e-mail, which this tenant has not configured"),
            _ => throw OAuthErrorException.InvalidRequest("requested_expiry must be 1 to 259200"),
        }
        : throw OAuthErrorException.InvalidRequest("requested_expiry must be a number of seconds");

    private Dictionary<string, object> Tokens(CibaRequest request)
    {
        var actions = new ActionTransaction("oidc-ciba", request.Client, request.User)
        {
            Api = request.Api,
            RequestedScopes = request.Scopes,
            TargetScopes = [.. request.Scopes],
        };
        login.Run(actions);
        var scopes = actions.AccessTokenScopes;
        var response = new Dictionary<string, object>
        {
            ["access_token"] = actions.Api is { } api
                ? tokens.CreateForUser(api, scopes, actions)
                : store.IssueUserInfoToken(new UserInfoGrant(request.User, scopes, clock.GetUtcNow().AddDays(1))),
            ["id_token"] = tokens.CreateIdToken(actions),
            ["scope"] = string.Join(' ', scopes),
            ["expires_in"] = actions.Api?.TokenLifetime ?? 86_400,
            ["token_type"] = "Bearer",
        };
        if (request.AuthorizationDetails is not null)
            response["authorization_details"] = request.AuthorizationDetails;
        return response;
    }

    private static string Required(IReadOnlyDictionary<string, string> body, string name) =>
        body.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw OAuthErrorException.InvalidRequest($"Missing required parameter: {name}");

    /// <summary>One page allows these alone; an example on another has white space.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9+\-_.,:#]{1,64}$")]
    private static partial Regex BindingMessage();
}
