using TokenVaultAgent.Sandbox.Auth0.Management;
using TokenVaultAgent.Sandbox.Auth0.MyAccount;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>What every tenant has, and what an operator adds for the agent server.</summary>
internal static class TenantSetUp
{
    public const string ApiClientId = "agent-server-api";
    public const string WebClientId = "agent-server-web";
    public const string AdminClientId = "tenant-admin";
    public const string ChatClientId = "sandbox-chat";
    private static readonly string[] ApiScopes = ["calendar:read", "mail:read", "mail:send"];

    /// <summary>Of a tenant that nobody has set up.</summary>
    public static TenantSettings NoSettings => new()
    {
        Factors = [],
        CustomizeMfaInPostloginAction = false,
        ResourceParameterProfile = "audience",
        AuthorizationResponseIssParameterSupported = false,
        ClientIdMetadataDocumentSupported = false,
    };

    /// <summary>The operator's own application, and the chat client of whoever tries the tenant.</summary>
    public static bool IsThereBefore(OAuthClient client) => client.ClientId is AdminClientId or ChatClientId;

    /// <summary>With Auth0's developer keys, for logins alone.</summary>
    public static TenantConnection Bare(TenantConnection connection) =>
        connection with { ConnectedAccountsActive = false, EnabledClients = [], Options = [], IsDomainConnection = false };

    public static ApiResource ManagementApi(Uri issuer) => new()
    {
        Identifier = ManagementAccess.AudienceOf(issuer.ToString()),
        Name = "Auth0 Management API",
        IsSystem = true,
        Scopes = ManagementScopes.All,
    };

    public static ApiResource MyAccountApi(string identifier) => new()
    {
        Identifier = identifier,
        Name = "Auth0 My Account API",
        IsSystem = true,
        UserAccess = "require_client_grant",
        Scopes = [MyAccountEndpoints.Create, MyAccountEndpoints.Read, MyAccountEndpoints.Delete],
    };

    public static ApiResource Api(Uri mcpUrl) => new()
    {
        Identifier = mcpUrl.ToString(),
        Name = "Token Vault Agent",
        Scopes = ApiScopes,
        ThirdPartyPermissions = ApiScopes,
        AuthorizationDetailsTypes = ["urn:auth0:schemas:authorization-details:v1:token-vault-agent-action"],
    };

    public static OAuthClient ApiClient(Uri mcpUrl) => new()
    {
        ClientId = ApiClientId,
        Name = "Token Vault Agent (Custom API Client)",
        AppType = "resource_server",
        TokenEndpointAuthMethod = "client_secret_post",
        ClientSecret = "sandbox-secret-of-agent-server-api-0001",
        GrantTypes = [Tenant.TokenVaultGrant],
        ResourceServerIdentifier = mcpUrl.ToString(),
    };

    /// <param name="callbacks">Others of the application's.</param>
    /// <param name="pages">Where the agent server's pages are.</param>
    public static OAuthClient WithPages(OAuthClient web, IEnumerable<Uri> callbacks, Uri pages) => web with
    {
        Callbacks = [.. callbacks, new Uri(pages, "signin/callback"), new Uri(pages, "connect/callback")],
        AllowedLogoutUrls = [new Uri(pages, "signed-out")],
    };
}
