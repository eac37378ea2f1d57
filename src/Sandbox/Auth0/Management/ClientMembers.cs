using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>An application at the Management API (auth0.com/docs/api/management/v2/clients).</summary>
internal static class ClientMembers
{
    private static readonly string[] AppTypes = ["native", "spa", "regular_web", "non_interactive", "resource_server"];

    public static Members<OAuthClient> Table { get; } = new(
        [
            new("client_id", c => c.ClientId),
            new("name", c => c.Name, (c, v) => c with { Name = Payload.Text(v, "name") }),
            new("app_type", c => c.AppType, (c, v) => c with { AppType = Payload.OneOf(v, "app_type", AppTypes) }),
            new("resource_server_identifier", c => c.ResourceServerIdentifier, (c, v) => c with { ResourceServerIdentifier = Payload.Text(v, "resource_server_identifier") }, AtCreationOnly: true),
            new("external_client_id", c => c.ExternalClientId?.ToString()),
            new("is_first_party", c => c.IsFirstParty, (c, v) => c with { IsFirstParty = Payload.Flag(v, "is_first_party") }),
            new("oidc_conformant", c => c.OidcConformant, (c, v) => c with { OidcConformant = Payload.Flag(v, "oidc_conformant") }),
            new(
                "token_endpoint_auth_method", c => c.TokenEndpointAuthMethod == "private_key_jwt" ? null : c.TokenEndpointAuthMethod,
                (c, v) => c with { TokenEndpointAuthMethod = Payload.OneOf(v, "token_endpoint_auth_method", "none", "client_secret_post", "client_secret_basic") }),
            new("client_secret", c => c.ClientSecret, Needs: "read:client_keys"),
            new("grant_types", c => Payload.Array(c.GrantTypes), (c, v) => c with { GrantTypes = Payload.Texts(v, "grant_types") }),
            new("callbacks", c => Payload.Array(c.Callbacks.Select(u => u.OriginalString)), (c, v) => c with { Callbacks = Urls(v, "callbacks") }),
            new("allowed_logout_urls", c => Payload.Array(c.AllowedLogoutUrls.Select(u => u.OriginalString)), (c, v) => c with { AllowedLogoutUrls = Urls(v, "allowed_logout_urls") }),
            new("organization_usage", c => c.OrganizationUsage, (c, v) => c with { OrganizationUsage = Payload.OneOf(v, "organization_usage", "deny", "allow", "require") }),
            new("redirection_policy", c => c.IsFirstParty ? null : c.RedirectionPolicy, (c, v) => c with { RedirectionPolicy = Payload.OneOf(v, "redirection_policy", "allow_always", "open_redirect_protection") }),
            new("refresh_token", RefreshToken, WriteRefreshToken),
        ],
        [
            "description", "logo_uri", "web_origins", "allowed_origins", "jwt_configuration", "client_metadata", "async_approval_notification_channels",
            "initiate_login_uri", "oidc_logout", "is_token_endpoint_ip_header_trusted", "require_proof_of_possession", "require_pushed_authorization_requests",
            "organization_require_behavior", "token_exchange", "cross_origin_authentication", "sso", "custom_login_page_on",
        ],
        c => c.Extra, (c, extra) => c with { Extra = extra });

    /// <summary>Auth0's defaults for a client.</summary>
    public static OAuthClient New() => new()
    {
        ClientId = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)),
        Name = "",
        OidcConformant = false,
        TokenEndpointAuthMethod = "client_secret_post",
        ClientSecret = Secrets.New(48),
        GrantTypes = ["authorization_code", "implicit", "refresh_token", "client_credentials"],
    };

    private static JsonObject? RefreshToken(OAuthClient client)
    {
        if (client.AppType == "resource_server")
            return null;
        var shown = new JsonObject { ["rotation_type"] = client.RefreshTokenRotation, ["expiration_type"] = client.RefreshTokenRotation == "rotating" ? "expiring" : "non-expiring" };
        foreach (var (name, value) in client.RefreshTokenExtra)
            shown[name] = value?.DeepClone();
        if (client.RefreshTokenPolicies.Count > 0)
            shown["policies"] = new JsonArray([.. client.RefreshTokenPolicies.Select(policy => new JsonObject { ["audience"] = policy.Key, ["scope"] = Payload.Array(policy.Value) })]);
        return shown;
    }

    /// <summary>The object is replaced as a whole: members that are left out are gone.</summary>
    private static OAuthClient WriteRefreshToken(OAuthClient client, JsonNode? value)
    {
        const string Name = "refresh_token";
        var sent = Payload.Object(value, Name);
        var extra = sent.DeepClone().AsObject();
        foreach (var (name, _) in sent)
            if (name is not ("rotation_type" or "expiration_type" or "policies" or "leeway" or "token_lifetime" or "infinite_token_lifetime" or "idle_token_lifetime" or "infinite_idle_token_lifetime"))
                throw ManagementException.InvalidBody($"Additional properties not allowed: {name}' on property {Name}");
        extra.Remove("rotation_type");
        extra.Remove("policies");
        Payload.OneOf(sent["expiration_type"], "refresh_token.expiration_type", "expiring", "non-expiring");
        return client with
        {
            RefreshTokenRotation = Payload.OneOf(sent["rotation_type"], "refresh_token.rotation_type", "rotating", "non-rotating"),
            RefreshTokenExtra = extra,
            RefreshTokenPolicies = sent["policies"] is not JsonArray policies ? new Dictionary<string, IReadOnlyList<string>>() : policies.ToDictionary(
                policy => Payload.Text(Payload.Object(policy, Name)["audience"], "audience"), policy => Payload.Texts(policy!["scope"], "scope"), StringComparer.Ordinal),
        };
    }

    private static IReadOnlyList<Uri> Urls(JsonNode? value, string name) => [.. Payload.Texts(value, name).Select(text =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw ManagementException.InvalidBody($"Object didn't pass validation for format absolute-uri-or-empty: {text}' on property {name}"))];
}
