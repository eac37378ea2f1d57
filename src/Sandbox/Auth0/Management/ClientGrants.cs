using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>
/// <c>/api/v2/client-grants</c> (auth0.com/docs/api/management/v2/client-grants): what a client may have of an API, and by
/// <c>default_for: third_party_clients</c> what every third-party client may.
/// </summary>
internal static class ClientGrants
{
    private const string ThirdParties = "third_party_clients";
    private static readonly string[] Known = ["client_id", "default_for", "audience", "scope", "subject_type", "organization_usage", "allow_any_organization", "authorization_details_types", "allow_all_scopes"];

    public static void MapClientGrants(this RouteGroupBuilder api)
    {
        api.MapGet("/client-grants", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:client_grants");
            return Paging.Page(http.Request, "client_grants", All(tenant), grant => grant);
        });
        api.MapPost("/client-grants", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "create:client_grants");
            var body = await Payload.ReadObjectAsync(http.Request);
            if (body.Select(member => member.Key).Except(Known).FirstOrDefault() is { } unknown)
                throw ManagementException.InvalidBody($"Additional properties not allowed: {unknown}");
            var audience = Payload.Text(body["audience"], "audience");
            var resource = tenant.FindApi(audience) ?? throw ManagementException.NotFound("resource server", "inexistent_resource_server");
            var scope = Scopes(resource, body);
            if (body.ContainsKey("client_id") == body.ContainsKey("default_for"))
                throw ManagementException.InvalidBody("Exactly one of client_id and default_for is required");
            if (body.ContainsKey("default_for"))
                return MakeDefault(tenant, resource, scope);

            var client = Payload.Text(body["client_id"], "client_id");
            if (tenant.FindClient(client) is not { } found)
                throw ManagementException.NotFound("client", "inexistent_client");
            if (resource.IsSystem && !found.IsFirstParty)
                throw ManagementException.InvalidBody("A third-party application cannot be granted a system API");
            var subject = body["subject_type"] is { } type ? Payload.OneOf(type, "subject_type", "client", "user") : "client";
            if (tenant.FindClientGrant(client, audience, subject) is not null)
                throw Conflict();
            var grant = new ClientGrant(client, audience, scope, subject);
            tenant.Put(grant);
            return Results.Json(Describe(grant), statusCode: StatusCodes.Status201Created);
        });
        api.MapPatch("/client-grants/{id}", async (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:client_grants");
            var body = await Payload.ReadObjectAsync(http.Request);
            if (body.Select(member => member.Key).FirstOrDefault(name => name is "client_id" or "default_for" or "audience" or "subject_type" || !Known.Contains(name)) is { } unknown)
                throw ManagementException.InvalidBody($"Additional properties not allowed: {unknown}");
            if (tenant.Apis.FirstOrDefault(a => DefaultId(a) == id && a.ThirdPartyPermissions.Count > 0) is { } resource)
            {
                tenant.Put(resource with { ThirdPartyPermissions = Scopes(resource, body) });
                return Results.Json(Default(tenant.FindApi(resource.Identifier)!));
            }

            var grant = Find(tenant, id);
            var changed = grant with { Scope = Scopes(tenant.FindApi(grant.Audience)!, body) };
            tenant.Put(changed);
            return Results.Json(Describe(changed));
        });
        api.MapDelete("/client-grants/{id}", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "delete:client_grants");
            if (tenant.Apis.FirstOrDefault(a => DefaultId(a) == id) is { } resource)
                tenant.Put(resource with { ThirdPartyPermissions = [] });
            else
                tenant.RemoveClientGrant(Find(tenant, id));
            return Results.NoContent();
        });
    }

    private static IEnumerable<JsonObject> All(Tenant tenant) =>
        [.. tenant.ClientGrants.Select(Describe), .. tenant.Apis.Where(a => a.ThirdPartyPermissions.Count > 0).Select(Default)];

    private static IResult MakeDefault(Tenant tenant, ApiResource resource, IReadOnlyList<string> scope)
    {
        if (resource.IsSystem)
            throw ManagementException.InvalidBody("A system API has no default permissions for third-party applications");
        if (resource.ThirdPartyPermissions.Count > 0)
            throw Conflict();
        tenant.Put(resource with { ThirdPartyPermissions = scope });
        return Results.Json(Default(tenant.FindApi(resource.Identifier)!), statusCode: StatusCodes.Status201Created);
    }

    /// <exception cref="ManagementException">400: the API does not have such a scope.</exception>
    private static IReadOnlyList<string> Scopes(ApiResource resource, JsonObject body)
    {
        var scopes = Payload.Texts(body["scope"], "scope");
        return scopes.Except(resource.Scopes).FirstOrDefault() is { } unknown
            ? throw ManagementException.InvalidBody($"The scope {unknown} is not one of the resource server's")
            : scopes;
    }

    private static JsonObject Describe(ClientGrant grant) => new()
    {
        ["id"] = grant.Id,
        ["client_id"] = grant.ClientId,
        ["audience"] = grant.Audience,
        ["scope"] = Payload.Array(grant.Scope),
        ["subject_type"] = grant.SubjectType,
    };

    private static JsonObject Default(ApiResource api) => new()
    {
        ["id"] = DefaultId(api),
        ["default_for"] = ThirdParties,
        ["audience"] = api.Identifier,
        ["scope"] = Payload.Array(api.ThirdPartyPermissions),
        ["subject_type"] = "user",
    };

    private static string DefaultId(ApiResource api) => "cgr_" + api.Id;

    private static ClientGrant Find(Tenant tenant, string id) =>
        tenant.ClientGrants.FirstOrDefault(g => g.Id == id) ?? throw ManagementException.NotFound("client grant", "inexistent_client_grant");

    private static ManagementException Conflict() => new(StatusCodes.Status409Conflict, "client_grant_conflict", "A client grant for the same client, audience and subject type already exists.");
}
