using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Auth0.Actions;

namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary><c>/api/v2/actions</c> (auth0.com/docs/api/management/v2/actions): post-login Actions and their bindings.</summary>
internal static class ActionsApi
{
    private const string Trigger = "post-login";

    private static readonly Members<TenantAction> Table = new(
        [
            new("id", a => a.Id),
            new("name", a => a.Name, (a, v) => a with { Name = Payload.Text(v, "name") }),
            new("supported_triggers", _ => new JsonArray(new JsonObject { ["id"] = Trigger, ["version"] = "v3" }), WriteTriggers),
            new("code", a => a.Code, (a, v) => a with { Code = Payload.Text(v, "code") }),
            new("runtime", a => a.Runtime, (a, v) => a with { Runtime = Payload.OneOf(v, "runtime", "node18", "node22") }),
            new("secrets", a => Names(a.Secrets), WriteSecrets),
            new("dependencies", _ => new JsonArray(), (a, _) => a),
            new("status", a => a.IsBuilt ? "built" : "pending"),
            new("all_changes_deployed", a => a.IsDeployedAsItIs),
            new("deployed_version", a => a.Deployed is null ? null : new JsonObject { ["id"] = a.DeployedVersion, ["code"] = a.Deployed.Code, ["deployed"] = true, ["secrets"] = Names(a.Deployed.Secrets) }),
        ],
        [], _ => [], (a, _) => a);

    public static void MapActions(this RouteGroupBuilder api)
    {
        api.MapGet("/actions/actions", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:actions");
            if (http.Request.Query.ContainsKey("include_totals"))
                throw ManagementException.InvalidBody("Additional properties not allowed: include_totals");
            var all = tenant.Actions.Select(action => Describe(http, action)).ToArray<JsonNode>();
            return Results.Json(new JsonObject { ["actions"] = new JsonArray(http.Request.Query["page"] is [{ } page] && page != "0" ? [] : all), ["total"] = all.Length, ["page"] = 0, ["per_page"] = 100 });
        });
        api.MapGet("/actions/actions/{id}", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:actions");
            var action = Find(tenant, id);
            var shown = Describe(http, action);
            // Who looks again finds it built.
            tenant.Put(action with { IsBuilt = true });
            return Results.Json(shown);
        });
        api.MapPost("/actions/actions", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "create:actions");
            var body = await Payload.ReadObjectAsync(http.Request);
            var action = Table.Change(new TenantAction { Name = Payload.Text(body["name"], "name"), Code = "" }, body, creating: true);
            if (tenant.Actions.Any(a => a.Name == action.Name))
                throw new ManagementException(StatusCodes.Status409Conflict, "action_name_conflict", "An action with this name already exists.");
            tenant.Put(action);
            return Results.Json(Describe(http, action), statusCode: StatusCodes.Status201Created);
        });
        api.MapPatch("/actions/actions/{id}", async (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:actions");
            var action = Table.Change(Find(tenant, id), await Payload.ReadObjectAsync(http.Request), creating: false) with { IsBuilt = false };
            tenant.Put(action);
            return Results.Json(Describe(http, action));
        });
        api.MapPost("/actions/actions/{id}/deploy", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "create:actions");
            var action = Find(tenant, id);
            if (!action.IsBuilt)
                throw new ManagementException(StatusCodes.Status400BadRequest, "action_not_built", "An action must be in the 'built' state before it can be deployed.");
            return Deployed(tenant, action, new PostLoginAction(action.Name, action.Code, action.Secrets));
        });
        // A new version that is identical to an earlier one; the draft changes where that is asked for
        // (auth0.com/docs/api/management/v2/actions/post-deploy-draft-version).
        api.MapPost("/actions/actions/{id}/versions/{version}/deploy", async (string id, string version, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "create:actions");
            var action = Find(tenant, id);
            var earlier = action.Versions.GetValueOrDefault(version) ?? throw ManagementException.NotFound("action version", "inexistent_action_version");
            var updatesDraft = (await Payload.ReadObjectAsync(http.Request))["update_draft"] is { } flag && Payload.Flag(flag, "update_draft");
            return Deployed(tenant, updatesDraft ? action with { Code = earlier.Code, Secrets = earlier.Secrets, IsBuilt = true } : action, earlier);
        });
        api.MapDelete("/actions/actions/{id}", (string id, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "delete:actions");
            var action = Find(tenant, id);
            if (http.Request.Query["force"] != "true" && tenant.Bindings.Any(b => b.ActionId == id))
                throw new ManagementException(StatusCodes.Status409Conflict, "action_bound", "An action must be unbound from all triggers before it can be deleted.");
            tenant.Remove(action);
            return Results.NoContent();
        });
        api.MapGet("/actions/triggers/post-login/bindings", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:actions");
            return Results.Json(Shown(tenant));
        });
        api.MapPatch("/actions/triggers/post-login/bindings", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:actions");
            var sent = (await Payload.ReadObjectAsync(http.Request))["bindings"] as JsonArray ?? throw ManagementException.InvalidBody("Missing required property: bindings");
            // The whole list is replaced.
            tenant.Bindings = [.. sent.Select(binding => Bound(tenant, Payload.Object(binding, "bindings")))];
            return Results.Json(Shown(tenant));
        });
    }

    private static IResult Deployed(Tenant tenant, TenantAction action, PostLoginAction version)
    {
        var deployed = action.Deploy(version);
        tenant.Put(deployed);
        return Results.Json(
            new JsonObject { ["id"] = deployed.DeployedVersion, ["action_id"] = action.Id, ["code"] = version.Code, ["deployed"] = true, ["status"] = "built" },
            statusCode: StatusCodes.Status202Accepted);
    }

    private static ActionBinding Bound(Tenant tenant, JsonObject sent)
    {
        var reference = Payload.Object(sent["ref"], "ref");
        var value = Payload.Text(reference["value"], "ref.value");
        var type = Payload.OneOf(reference["type"], "ref.type", "binding_id", "action_id", "action_name");
        if (type == "binding_id")
            return tenant.Bindings.FirstOrDefault(b => b.Id == value) ?? throw ManagementException.NotFound("binding", "inexistent_binding");
        var action = tenant.Actions.FirstOrDefault(a => (type == "action_id" ? a.Id : a.Name) == value) ?? throw ManagementException.NotFound("action", "inexistent_action");
        return action.Deployed is null
            ? throw new ManagementException(StatusCodes.Status400BadRequest, "action_not_deployed", "An action must be deployed before it can be bound.")
            : new ActionBinding(Tenant.NewId("bind_"), action.Id, sent["display_name"] is { } shown ? Payload.Text(shown, "display_name") : action.Name);
    }

    private static JsonObject Shown(Tenant tenant) => new()
    {
        ["bindings"] = new JsonArray([.. tenant.Bindings.Select(b => new JsonObject
        {
            ["id"] = b.Id, ["trigger_id"] = Trigger, ["display_name"] = b.DisplayName,
            ["action"] = new JsonObject { ["id"] = b.ActionId, ["name"] = tenant.Actions.FirstOrDefault(a => a.Id == b.ActionId)?.Name },
        })]),
        ["total"] = tenant.Bindings.Count,
        ["page"] = 0,
        ["per_page"] = 100,
    };

    private static JsonObject Describe(HttpContext http, TenantAction action) => Table.Describe(action, ManagementAccess.ScopesOf(http));

    private static TenantAction Find(Tenant tenant, string id) =>
        tenant.Actions.FirstOrDefault(a => a.Id == id) ?? throw ManagementException.NotFound("action", "inexistent_action");

    /// <summary>Values never come back.</summary>
    private static JsonArray Names(IReadOnlyDictionary<string, string> secrets) => new([.. secrets.Keys.Select(name => new JsonObject { ["name"] = name })]);

    private static TenantAction WriteSecrets(TenantAction action, JsonNode? value) => action with
    {
        Secrets = (value as JsonArray ?? throw ManagementException.InvalidBody("Expected type array' on property secrets")).ToDictionary(
            secret => Payload.Text(Payload.Object(secret, "secrets")["name"], "secrets.name"), secret => Payload.Text(secret!["value"], "secrets.value"), StringComparer.Ordinal),
    };

    private static TenantAction WriteTriggers(TenantAction action, JsonNode? value) => value is JsonArray { Count: 1 } triggers && triggers[0]?["id"]?.ToString() == Trigger
        ? action
        : throw ManagementException.InvalidBody($"supported_triggers must be {Trigger} here");
}
