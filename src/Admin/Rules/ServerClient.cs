using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Rules;

/// <summary>One of the two applications that the server has at the tenant.</summary>
internal abstract class ServerClient
{
    public const string TokenVaultGrant = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";

    /// <summary>Exchanges callers' access tokens.</summary>
    public static readonly ServerClient Api = new CustomApiClient();

    /// <summary>Logs users in at the server's pages; its refresh tokens are exchanged.</summary>
    public static readonly ServerClient Web = new WebApplication();

    /// <summary>For rules' ids, for example <c>api-client</c>.</summary>
    public abstract string Id { get; }

    /// <summary>In a sentence, for example "the Custom API Client".</summary>
    public abstract string Called { get; }

    /// <summary>The setting that names it.</summary>
    public abstract string Setting { get; }

    public abstract IReadOnlyList<string> Grants { get; }

    /// <summary>What to make where there is none.</summary>
    public abstract JsonObject New(Wanted wanted);

    /// <summary>Found by the id in the server's settings; without one, by what only this application has.</summary>
    public JsonObject? Find(TenantState tenant, Wanted wanted) =>
        tenant.All(TenantState.Clients).FirstOrDefault(client => NamedBy(wanted) is { } id ? client["client_id"]?.ToString() == id : IsIt(client, wanted));

    /// <summary>Its id in the server's settings; null where they have none.</summary>
    public abstract string? NamedBy(Wanted wanted);

    protected abstract bool IsIt(JsonObject client, Wanted wanted);

    private sealed class CustomApiClient : ServerClient
    {
        public override string Id => "api-client";

        public override string Called => "the Custom API Client";

        public override string Setting => "Auth0:ClientId";

        public override IReadOnlyList<string> Grants => [TokenVaultGrant];

        public override JsonObject New(Wanted wanted) => new()
        {
            ["name"] = "Token Vault Agent (Custom API Client)",
            ["app_type"] = "resource_server",
            ["resource_server_identifier"] = wanted.Audience,
            ["is_first_party"] = true,
            ["oidc_conformant"] = true,
            ["token_endpoint_auth_method"] = "client_secret_post",
            ["grant_types"] = Grants.ToJson(),
        };

        public override string? NamedBy(Wanted wanted) => wanted.ApiClientId;

        protected override bool IsIt(JsonObject client, Wanted wanted) =>
            client["app_type"]?.ToString() == "resource_server" && client["resource_server_identifier"]?.ToString() == wanted.Audience;
    }

    private sealed class WebApplication : ServerClient
    {
        private const string Mark = "token_vault_agent";

        public override string Id => "web-client";

        public override string Called => "the web application of the server's pages";

        public override string Setting => "Auth0:WebClient:ClientId";

        public override IReadOnlyList<string> Grants => ["authorization_code", "refresh_token", TokenVaultGrant];

        public override JsonObject New(Wanted wanted) => new()
        {
            ["name"] = "Token Vault Agent",
            ["app_type"] = "regular_web",
            ["is_first_party"] = true,
            ["oidc_conformant"] = true,
            ["token_endpoint_auth_method"] = "client_secret_post",
            ["grant_types"] = Grants.ToJson(),
            ["callbacks"] = wanted.Callbacks.ToJson(),
            ["allowed_logout_urls"] = new JsonArray(wanted.SignedOut),
            ["refresh_token"] = new JsonObject { ["rotation_type"] = "non-rotating", ["expiration_type"] = "non-expiring" },
            ["client_metadata"] = new JsonObject { [Mark] = "web" },
        };

        public override string? NamedBy(Wanted wanted) => wanted.WebClientId;

        protected override bool IsIt(JsonObject client, Wanted wanted) => client["client_metadata"]?[Mark]?.ToString() == "web";
    }
}
