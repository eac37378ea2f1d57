using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary><c>/api/v2/connections</c> (auth0.com/docs/api/management/v2/connections): those that there are; making them is the Dashboard's.</summary>
internal static class Connections
{
    private const int MostClients = 50;

    private static readonly Members<TenantConnection> Table = new(
        [
            new("id", c => c.Id),
            new("name", c => c.Name),
            new("display_name", c => c.DisplayName, (c, v) => c with { DisplayName = Payload.Text(v, "display_name") }),
            new("strategy", c => c.Strategy),
            new("options", c => c.Options.DeepClone(), (c, v) => c with { Options = Payload.Object(v, "options").DeepClone().AsObject() }, Needs: "read:connections_options"),
            new("authentication", c => Active(c.AuthenticationActive), (c, v) => c with { AuthenticationActive = IsActive(v, "authentication") }),
            new("connected_accounts", ConnectedAccounts, WriteConnectedAccounts),
            new("is_domain_connection", c => c.IsDomainConnection, (c, v) => c with { IsDomainConnection = Payload.Flag(v, "is_domain_connection") }),
        ],
        ["show_as_button", "realms", "metadata"],
        c => c.Extra, (c, extra) => c with { Extra = extra });

    public static void MapConnections(this RouteGroupBuilder api)
    {
        api.MapGet("/connections", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:connections");
            var (strategy, name) = (http.Request.Query["strategy"], http.Request.Query["name"]);
            return Paging.Page(
                http.Request, "connections", tenant.Connections.Where(c => (strategy.Count == 0 || strategy.Contains(c.Strategy)) && (name.Count == 0 || name.Contains(c.Name))),
                c => Table.Describe(c, ManagementAccess.ScopesOf(http)));
        });
        api.MapGet("/connections/{id}", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:connections");
            return Results.Json(Table.Describe(Find(tenant, id), ManagementAccess.ScopesOf(http)));
        });
        api.MapPatch("/connections/{id}", async (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:connections");
            var (before, body) = (Find(tenant, id), await Payload.ReadObjectAsync(http.Request));
            if (body.ContainsKey("options"))
                ManagementAccess.Require(http, "update:connections_options");
            var after = Table.Change(before, body, creating: false);
            // Auth0 is seen to do so (github.com/auth0/auth0-deploy-cli, connections).
            tenant.Put(body.ContainsKey("display_name") ? after : after with { DisplayName = after.Name });
            return Results.Json(Table.Describe(Find(tenant, id), ManagementAccess.ScopesOf(http)));
        });
        api.MapGet("/connections/{id}/clients", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:connections");
            return Results.Json(new { clients = Find(tenant, id).EnabledClients.Select(client => new { client_id = client }) });
        });
        api.MapPatch("/connections/{id}/clients", async (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:connections");
            var connection = Find(tenant, id);
            var changes = await Payload.ReadAsync(http.Request) as JsonArray ?? throw ManagementException.InvalidBody("Expected type array");
            if (changes.Count is 0 or > MostClients)
                throw ManagementException.InvalidBody($"Array must have 1 to {MostClients} items");
            var clients = connection.EnabledClients.ToHashSet(StringComparer.Ordinal);
            foreach (var change in changes)
            {
                var client = Payload.Text(Payload.Object(change, "clients")["client_id"], "client_id");
                if (Payload.Flag(change!["status"], "status"))
                    clients.Add(client);
                else
                    clients.Remove(client);
            }

            tenant.Put(connection with { EnabledClients = [.. clients] });
            return Results.NoContent();
        });
    }

    private static TenantConnection Find(Tenant tenant, string id) =>
        tenant.Connections.FirstOrDefault(c => c.Id == id) ?? throw ManagementException.NotFound("connection", "inexistent_connection");

    private static JsonObject ConnectedAccounts(TenantConnection connection)
    {
        var shown = connection.ConnectedAccountsExtra.DeepClone().AsObject();
        shown["active"] = connection.ConnectedAccountsActive;
        return shown;
    }

    /// <summary>The object is replaced whole.</summary>
    private static TenantConnection WriteConnectedAccounts(TenantConnection connection, JsonNode? value)
    {
        var extra = Payload.Object(value, "connected_accounts").DeepClone().AsObject();
        extra.Remove("active");
        return extra.Select(member => member.Key).FirstOrDefault(name => name is not ("cross_app_access" or "allow_missing_user_id")) is { } unknown
            ? throw ManagementException.InvalidBody($"Additional properties not allowed: {unknown}' on property connected_accounts")
            : connection with { ConnectedAccountsActive = IsActive(value, "connected_accounts"), ConnectedAccountsExtra = extra };
    }

    private static JsonObject Active(bool active) => new() { ["active"] = active };

    private static bool IsActive(JsonNode? value, string name) => Payload.Flag(Payload.Object(value, name)["active"], name + ".active");
}
