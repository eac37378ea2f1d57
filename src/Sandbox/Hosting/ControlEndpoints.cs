using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Hosting;

/// <summary>Lets a test or a demo change the world. It cannot log in, consent or approve: only a person at a browser can.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this WebApplication app)
    {
        app.Use(RefuseStrangersAsync);
        app.MapPost("/reset", ResetAsync);
        app.MapGet("/exchanges", (Tenant tenant) => Results.Json(tenant.Exchanges.Entries, ControlJson.Default.IReadOnlyListExchangeEntry));
        app.MapGet("/tenant/settings", (Tenant tenant) => Results.Json(tenant.Settings, ControlJson.Default.TenantSettings));
        app.MapPatch("/tenant/settings", ChangeTenantAsync);
        app.MapPost("/tenant/connection-keys", (Tenant tenant) =>
        {
            tenant.BringConnectionKeys();
            return Results.NoContent();
        });
        app.MapGet("/state", (HttpContext context, SandboxWorld world) => State(context, world));
        app.MapGet("/state/messages/{account}", (string account, SandboxWorld world) => Messages(account, world));
        app.MapGet("/faults", (Faults faults) => ListFaults(faults));
        app.MapDelete("/faults", (Faults faults) => ClearFaults(faults));
        app.MapPost("/faults", AddFaultAsync);
        app.MapPost("/revoke", RevokeAsync);
        app.MapPost("/mail-lag", SetLagAsync);
    }

    // A name that points here (DNS rebinding) and a page in a browser that calls here are as foreign as another machine.
    private static Task RefuseStrangersAsync(HttpContext context, RequestDelegate next)
    {
        var host = context.Request.Host.Host;
        var isLocal = context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
            && !context.Request.Headers.ContainsKey("Origin");
        if (isLocal) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // Tokens issued stay good: a client that logged in need not do so again.
    private static async Task<IResult> ResetAsync(
        SandboxWorld world, Tenant tenant, Faults faults, ProductReset product, CancellationToken cancellationToken)
    {
        faults.Clear();
        tenant.Reset();
        Seed.Load(world);
        if (product.EmptyAgentServerAsync is null)
            return Json(new JsonObject { ["reset"] = new JsonArray("faults", "tenant", "world") });
        await product.EmptyAgentServerAsync(cancellationToken);
        return Json(new JsonObject { ["reset"] = new JsonArray("faults", "tenant", "world", "agent_server") });
    }

    private static IResult State(HttpContext context, SandboxWorld world)
    {
        var key = context.Request.Query["account"].ToString();
        if (key.Length > 0 && world.Find(key) is null) return UnknownAccount(key);
        return Json(world.Read(accounts => WorldState.Accounts(accounts.Where(a => key.Length == 0 || a.Key == key))));
    }

    private static IResult Messages(string account, SandboxWorld world) => world.Find(account) is { } found
        ? Json(world.Read(_ => WorldState.Messages(found)))
        : UnknownAccount(account);

    private static IResult ListFaults(Faults faults) => Results.Json(
        [.. faults.List().Select(f => new ArmedFaultAnswer(FaultRequest.Of(f.Rule), f.Struck))],
        ControlJson.Default.IReadOnlyListArmedFaultAnswer);

    private static IResult ClearFaults(Faults faults)
    {
        faults.Clear();
        return Results.NoContent();
    }

    private static Task<IResult> AddFaultAsync(HttpContext context, Faults faults) =>
        WithBodyAsync(context, ControlJson.Default.FaultRequest, request =>
        {
            try
            {
                faults.Add(request.ToRule());
                return Results.NoContent();
            }
            catch (ArgumentException e)
            {
                return Error(400, e.Message);
            }
        });

    private static Task<IResult> RevokeAsync(HttpContext context, SandboxWorld world, ProviderTokens tokens, Tenant tenant) =>
        WithBodyAsync(context, ControlJson.Default.RevokeRequest, request =>
        {
            if (world.Find(request.Account) is not { } account) return UnknownAccount(request.Account);
            if (request.AccessTokens)
                tokens.Revoke(account);
            if (request.RefreshTokens)
                tenant.EndRefreshTokens(account.Key);
            return Results.NoContent();
        });

    /// <summary>Members that are not named stay as they are.</summary>
    private static Task<IResult> ChangeTenantAsync(HttpContext context, Tenant tenant) =>
        WithBodyAsync(context, ControlJson.Default.JsonObject, changes =>
        {
            var settings = JsonSerializer.SerializeToNode(tenant.Settings, ControlJson.Default.TenantSettings)!.AsObject();
            foreach (var (name, value) in changes) settings[name] = value?.DeepClone();
            tenant.Settings = settings.Deserialize(ControlJson.Default.TenantSettings)!;
            return Results.NoContent();
        });

    private static Task<IResult> SetLagAsync(HttpContext context, SandboxWorld world) =>
        WithBodyAsync(context, ControlJson.Default.MailLagRequest, request =>
        {
            var (send, draft, sentItems) = request;
            if (!new[] { send, draft, sentItems }.All(seconds => seconds is >= 0 and <= 86_400)) return Error(400, "each lag must be 0 to 86400 seconds");
            world.MailLag = new MailLag
            {
                Send = Duration.FromSeconds(send),
                Draft = Duration.FromSeconds(draft),
                SentItems = Duration.FromSeconds(sentItems),
            };
            return Results.NoContent();
        });

    private static async Task<IResult> WithBodyAsync<T>(HttpContext context, JsonTypeInfo<T> type, Func<T, IResult> handle)
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            return body is null ? Error(400, "a JSON object is needed") : handle(body);
        }
        catch (JsonException e)
        {
            return Error(400, e.Message);
        }
    }

    private static IResult Json(JsonNode node) => Results.Text(WorldState.Write(node), "application/json");

    private static IResult UnknownAccount(string key) => Error(404, $"there is no account {key}");

    private static IResult Error(int status, string message) =>
        Results.Json(new ControlError(message), ControlJson.Default.ControlError, statusCode: status);
}
