using System.Globalization;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Actions;

/// <summary>
/// The <c>event</c> of the post-login trigger, with Auth0's names (auth0.com/docs/customize/actions/explore-triggers/
/// signup-and-login-triggers/login-trigger/post-login-event-object). Made anew for each Action, which is why one Action sees the challenge
/// of another and none sees its own.
/// </summary>
internal static class ActionEvent
{
    public static JsonObject Of(ActionTransaction transaction, PostLoginAction action, TenantSettings settings)
    {
        var json = new JsonObject
        {
            ["authentication"] = new JsonObject { ["methods"] = Methods(transaction.Session) },
            ["client"] = new JsonObject { ["client_id"] = transaction.Client.PresentedId, ["name"] = transaction.Client.Name, ["metadata"] = new JsonObject() },
            ["connection"] = new JsonObject { ["name"] = "Username-Password-Authentication", ["strategy"] = "auth0" },
            ["request"] = new JsonObject { ["query"] = Strings(transaction.Query), ["body"] = new JsonObject() },
            ["secrets"] = Strings(action.Secrets),
            ["transaction"] = Transaction(transaction, settings),
            ["user"] = User(transaction.User),
        };
        if (transaction.Api is not null)
            json["resource_server"] = new JsonObject { ["identifier"] = transaction.Api.Identifier };
        if (transaction.Organization is not null)
            json["organization"] = new JsonObject { ["id"] = transaction.Organization };
        if (transaction.Session is not null)
            json["session"] = new JsonObject { ["id"] = transaction.Session.Id };
        if (transaction.RefreshToken is { } token && settings.RefreshTokenMetadata)
            json["refresh_token"] = RefreshToken(token, transaction);
        return json;
    }

    private static JsonObject RefreshToken(RefreshGrant token, ActionTransaction transaction) => new()
    {
        ["id"] = "rt_" + token.Family,
        ["client_id"] = token.Client.ClientId,
        ["user_id"] = token.User.Sub,
        ["rotating"] = token.Client.RefreshTokenRotation == "rotating",
        ["access"] = "offline",
        ["resource_servers"] = new JsonArray(new JsonObject { ["audience"] = token.Audience, ["scopes"] = string.Join(' ', token.Scopes) }),
        ["metadata"] = Strings(transaction.RefreshTokenMetadata),
    };

    private static JsonArray Methods(LoginSession? session)
    {
        var methods = new JsonArray();
        if (session is null)
            return methods;
        methods.Add(Method("pwd", session.AuthTime));
        if (session.MfaTime is { } mfaTime)
            methods.Add(Method("mfa", mfaTime));
        return methods;
    }

    private static JsonObject Method(string name, DateTimeOffset time) =>
        new() { ["name"] = name, ["timestamp"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) };

    private static JsonObject Transaction(ActionTransaction transaction, TenantSettings settings)
    {
        var json = new JsonObject
        {
            ["protocol"] = transaction.Protocol,
            ["requested_scopes"] = Array(transaction.RequestedScopes),
            ["ui_locales"] = new JsonArray(),
        };
        if (settings.ActionsTargetScopes)
            json["target_scopes"] = Array(transaction.TargetScopes);
        if (transaction.AcrValues is not null)
            json["acr_values"] = Array(transaction.AcrValues);
        return json;
    }

    private static JsonObject User(TenantUser user) => new()
    {
        ["user_id"] = user.Sub,
        ["email"] = user.Email,
        ["email_verified"] = true,
        ["name"] = user.Name,
        ["app_metadata"] = new JsonObject(),
        ["user_metadata"] = new JsonObject(),
        ["enrolledFactors"] = new JsonArray([.. Tenant.EnrolledFactors(user).Select(type => (JsonNode)new JsonObject { ["type"] = type })]),
    };

    private static JsonObject Strings(IReadOnlyDictionary<string, string> values) =>
        new(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value)));

    private static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)v)]);
}
