namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary><c>/api/v2/clients</c> (auth0.com/docs/api/management/v2/clients): the tenant's applications.</summary>
internal static class Clients
{
    public static void MapClients(this RouteGroupBuilder api)
    {
        api.MapGet("/clients", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:clients");
            var appTypes = http.Request.Query["app_type"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
            return Paging.Page(http.Request, "clients", tenant.Clients.Where(c => appTypes.Length == 0 || appTypes.Contains(c.AppType)), c => ClientMembers.Table.Describe(c, ManagementAccess.ScopesOf(http)));
        });
        api.MapGet("/clients/{id}", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:clients");
            return Shown(http, Find(tenant, id));
        });
        api.MapPost("/clients", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "create:clients");
            var body = await Payload.ReadObjectAsync(http.Request);
            if (!body.ContainsKey("name"))
                throw ManagementException.InvalidBody("Missing required property: name");
            var client = Checked(tenant, ClientMembers.Table.Change(ClientMembers.New(), body, creating: true));
            tenant.Put(client);
            // The one answer that has the secret whatever scopes there are.
            return Results.Json(ClientMembers.Table.Describe(client, ManagementScopes.All.ToHashSet()), statusCode: StatusCodes.Status201Created);
        });
        api.MapPatch("/clients/{id}", async (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:clients");
            var client = Checked(tenant, ClientMembers.Table.Change(Find(tenant, id), await Payload.ReadObjectAsync(http.Request), creating: false));
            tenant.Put(client);
            return Shown(http, client);
        });
        api.MapDelete("/clients/{id}", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "delete:clients");
            tenant.Remove(Find(tenant, id));
            return Results.NoContent();
        });
    }

    private static OAuthClient Find(Tenant tenant, string id) =>
        tenant.Clients.FirstOrDefault(c => c.ClientId == id) ?? throw ManagementException.NotFound("client", "inexistent_client");

    private static OAuthClient Checked(Tenant tenant, OAuthClient client)
    {
        if (client.AppType == "resource_server" != client.ResourceServerIdentifier is not null)
            throw ManagementException.InvalidBody("resource_server_identifier and app_type resource_server go together");
        if (client.ResourceServerIdentifier is { } api && tenant.FindApi(api) is null)
            throw ManagementException.NotFound("resource server", "inexistent_resource_server");
        if (tenant.Clients.Any(other => other.ResourceServerIdentifier is not null && other.ResourceServerIdentifier == client.ResourceServerIdentifier && other.ClientId != client.ClientId))
            throw new ManagementException(StatusCodes.Status409Conflict, "resource_server_client_exists", "The resource server has a client already.");
        return client;
    }

    private static IResult Shown(HttpContext http, OAuthClient client) => Results.Json(ClientMembers.Table.Describe(client, ManagementAccess.ScopesOf(http)));
}
