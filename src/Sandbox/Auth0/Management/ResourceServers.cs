using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary><c>/api/v2/resource-servers</c> (auth0.com/docs/api/management/v2/resource-servers): the tenant's APIs.</summary>
internal static class ResourceServers
{
    private static readonly string[] OfSystemApis =
        ["token_lifetime", "proof_of_possession", "skip_consent_for_verifiable_first_party_clients", "subject_type_authorization", "authorization_policy"];

    private static readonly Members<ApiResource> Table = new(
        [
            new("id", a => a.Id),
            new("identifier", a => a.Identifier, (a, v) => a with { Identifier = Payload.Text(v, "identifier") }, AtCreationOnly: true),
            new("name", a => a.Name, (a, v) => a with { Name = Payload.Text(v, "name") }),
            new("is_system", a => a.IsSystem),
            new("scopes", Scopes, WriteScopes),
            new("signing_alg", a => a.SigningAlg, (a, v) => a with { SigningAlg = Payload.OneOf(v, "signing_alg", "HS256", "RS256", "RS512", "PS256") }),
            new("allow_offline_access", a => a.AllowOfflineAccess, (a, v) => a with { AllowOfflineAccess = Payload.Flag(v, "allow_offline_access") }),
            new("token_lifetime", a => a.TokenLifetime, (a, v) => a with { TokenLifetime = Payload.Number(v, "token_lifetime") }),
            new(
                "token_dialect", a => a.TokenDialect,
                (a, v) => a with { TokenDialect = Payload.OneOf(v, "token_dialect", "access_token", "access_token_authz", "rfc9068_profile", "rfc9068_profile_authz") }),
            new(
                "skip_consent_for_verifiable_first_party_clients", a => a.SkipConsentForVerifiableFirstPartyClients,
                (a, v) => a with { SkipConsentForVerifiableFirstPartyClients = Payload.Flag(v, "skip_consent_for_verifiable_first_party_clients") }),
            new("enforce_policies", a => a.EnforcesPolicies, (a, v) => a with { EnforcesPolicies = Payload.Flag(v, "enforce_policies") }),
            new("subject_type_authorization", SubjectTypes, WriteSubjectTypes),
            new("authorization_details", Details, WriteDetails),
            new("consent_policy", a => a.ConsentPolicy, (a, v) => a with { ConsentPolicy = v is null ? null : Payload.OneOf(v, "consent_policy", "transactional-authorization-with-mfa") }),
        ],
        ["proof_of_possession", "token_encryption", "allow_online_access", "authorization_policy"],
        a => a.Extra, (a, extra) => a with { Extra = extra });

    public static void MapResourceServers(this RouteGroupBuilder api)
    {
        api.MapGet("/resource-servers", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:resource_servers");
            string?[] identifiers = [.. http.Request.Query["identifiers"], .. http.Request.Query["identifier"]];
            return Paging.Page(http.Request, "resource_servers", tenant.Apis.Where(a => identifiers.Length == 0 || identifiers.Contains(a.Identifier)), a => Describe(http, tenant, a));
        });
        api.MapGet("/resource-servers/{id}", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:resource_servers");
            return Results.Json(Describe(http, tenant, Find(tenant, id)));
        });
        api.MapPost("/resource-servers", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "create:resource_servers");
            var body = await Payload.ReadObjectAsync(http.Request);
            var identifier = Payload.Text(body["identifier"], "identifier");
            if (tenant.FindApi(identifier) is not null)
                throw new ManagementException(StatusCodes.Status409Conflict, "resource_conflict", "A resource server with the same identifier already exists.");
            var made = Table.Change(identifier == tenant.MyAccountAudience ? tenant.NewMyAccount() : New(), body, creating: true);
            // The name of the My Account API cannot be changed.
            tenant.Put(made.IsSystem ? made with { Name = tenant.NewMyAccount().Name } : made);
            return Results.Json(Describe(http, tenant, tenant.FindApi(identifier)!), statusCode: StatusCodes.Status201Created);
        });
        api.MapPatch("/resource-servers/{id}", async (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:resource_servers");
            var (before, body) = (Find(tenant, id), await Payload.ReadObjectAsync(http.Request));
            if (before.IsSystem && body.Select(member => member.Key).Except(OfSystemApis).FirstOrDefault() is { } member)
                throw ManagementException.InvalidBody($"{member} cannot be changed of a system API");
            tenant.Put(Table.Change(before, body, creating: false));
            return Results.Json(Describe(http, tenant, Find(tenant, id)));
        });
        api.MapDelete("/resource-servers/{id}", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "delete:resource_servers");
            var resource = Find(tenant, id);
            // Auth0's words are not documented.
            if (resource.IsSystem)
                throw new ManagementException(StatusCodes.Status403Forbidden, "operation_not_supported", "A system API cannot be deleted.");
            tenant.Remove(resource);
            return Results.NoContent();
        });
    }

    /// <summary>Auth0's defaults for an API.</summary>
    private static ApiResource New() => new()
    {
        Identifier = "",
        Name = "",
        Scopes = [],
        SigningAlg = "HS256",
        AllowOfflineAccess = false,
        SkipConsentForVerifiableFirstPartyClients = false,
    };

    private static JsonObject Describe(HttpContext http, Tenant tenant, ApiResource api)
    {
        var shown = Table.Describe(api, ManagementAccess.ScopesOf(http));
        if (tenant.Clients.FirstOrDefault(c => c.ResourceServerIdentifier == api.Identifier) is { } linked)
            shown["client_id"] = linked.ClientId;
        return shown;
    }

    /// <summary>By id, or by identifier in percent encoding.</summary>
    private static ApiResource Find(Tenant tenant, string id) =>
        tenant.Apis.FirstOrDefault(a => a.Id == id || a.Identifier == Uri.UnescapeDataString(id)) ?? throw ManagementException.NotFound("resource server", "inexistent_resource_server");

    private static JsonArray Scopes(ApiResource api) => new([.. api.Scopes.Select(scope =>
    {
        var shown = new JsonObject { ["value"] = scope };
        if (api.ScopeDescriptions.TryGetValue(scope, out var description))
            shown["description"] = description;
        return shown;
    })]);

    private static ApiResource WriteScopes(ApiResource api, JsonNode? value)
    {
        var scopes = value as JsonArray ?? throw ManagementException.InvalidBody("Expected type array' on property scopes");
        return api with
        {
            Scopes = [.. scopes.Select(scope => Payload.Text(Payload.Object(scope, "scopes")["value"], "scopes.value"))],
            ScopeDescriptions = scopes.Where(scope => scope!["description"] is not null)
                .ToDictionary(scope => scope!["value"]!.ToString(), scope => Payload.Text(scope!["description"], "scopes.description"), StringComparer.Ordinal),
        };
    }

    private static JsonObject SubjectTypes(ApiResource api) => new()
    {
        ["user"] = new JsonObject { ["policy"] = api.UserAccess },
        ["client"] = new JsonObject { ["policy"] = api.Name == "Auth0 My Account API" ? "deny_all" : "require_client_grant" },
    };

    private static ApiResource WriteSubjectTypes(ApiResource api, JsonNode? value)
    {
        var policy = Payload.Object(value, "subject_type_authorization")["user"]?["policy"];
        return policy is null ? api : api with { UserAccess = Payload.OneOf(policy, "user.policy", "allow_all", "deny_all", "require_client_grant") };
    }

    private static JsonArray? Details(ApiResource api) => api.AuthorizationDetailsTypes.Count == 0
        ? null
        : new([.. api.AuthorizationDetailsTypes.Select(type => new JsonObject { ["type"] = type })]);

    private static ApiResource WriteDetails(ApiResource api, JsonNode? value) => api with
    {
        AuthorizationDetailsTypes = [.. (value as JsonArray ?? []).Select(type => Payload.Text(Payload.Object(type, "authorization_details")["type"], "authorization_details.type"))],
    };
}
