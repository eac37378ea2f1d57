using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using TokenVaultAgent.Sandbox.Activity;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.FaultInjection;
using TokenVaultAgent.Sandbox.Web;
using TokenVaultAgent.Sandbox.World;

namespace TokenVaultAgent.Sandbox.Control;

/// <summary>Lets a test or a demo change the world. It cannot log in, consent or approve: only a person at a browser can.</summary>
internal static class ControlEndpoints
{
    private static readonly TimeSpan FurthestAdvance = TimeSpan.FromDays(366);

    public static void MapControl(this WebApplication app)
    {
        app.Use(RefuseStrangersAsync);
        app.Use(ExplainAsync);
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
        app.MapGet("/clock", (AdjustableClock clock) => Clock(clock));
        app.MapPost("/clock", AdvanceAsync);
        app.MapWatching();
    }

    // A name that points here (DNS rebinding) and another program's page in a browser that calls here are as foreign as another machine.
    private static Task RefuseStrangersAsync(HttpContext context, RequestDelegate next)
    {
        var host = context.Request.Host.Host;
        var origin = context.Request.Headers.Origin.ToString();
        var isLocal = context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
            && (origin.Length == 0 || origin == $"{context.Request.Scheme}://{context.Request.Host}");
        if (isLocal) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static async Task ExplainAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ControlException refused)
        {
            await Results.Json(new ControlError(refused.Message), ControlJson.Default.ControlError, statusCode: refused.Status).ExecuteAsync(context);
        }
    }

    // Tokens issued stay good, and the time stays what it is: a client that logged in need not do so again.
    private static async Task<IResult> ResetAsync(
        SandboxWorld world, Seed seed, Tenant tenant, Faults faults, ActivityLog activity, RunningAgentServer agentServer, CancellationToken cancellationToken)
    {
        faults.Clear();
        tenant.Reset();
        seed.Fill(world);
        activity.Clear();
        if (agentServer.EmptyAsync is null)
            return Json(new JsonObject { ["reset"] = new JsonArray("faults", "tenant", "world", "activity") });
        await agentServer.EmptyAsync(cancellationToken);
        return Json(new JsonObject { ["reset"] = new JsonArray("faults", "tenant", "world", "activity", "agent_server") });
    }

    private static IResult State(HttpContext context, SandboxWorld world)
    {
        var key = context.Request.Query["account"].ToString();
        if (key.Length > 0) Known(key, world);
        return Json(world.Read(accounts => WorldState.Accounts(accounts.Where(a => key.Length == 0 || a.Key == key))));
    }

    private static IResult Messages(string account, SandboxWorld world)
    {
        var known = Known(account, world);
        return Json(world.Read(_ => WorldState.Messages(known)));
    }

    private static IResult ListFaults(Faults faults) => Results.Json(
        [.. faults.List().Select(f => new ArmedFaultAnswer(FaultRequest.Of(f.Rule), f.Struck))],
        ControlJson.Default.IReadOnlyListArmedFaultAnswer);

    private static IResult ClearFaults(Faults faults)
    {
        faults.Clear();
        return Results.NoContent();
    }

    private static async Task<IResult> AddFaultAsync(HttpContext context, Faults faults)
    {
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.FaultRequest);
        try
        {
            faults.Add(request.ToRule());
            return Results.NoContent();
        }
        catch (ArgumentException e)
        {
            throw new ControlException(e.Message);
        }
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, SandboxWorld world, ProviderTokens tokens, Tenant tenant)
    {
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.RevokeRequest);
        var account = Known(request.Account, world);
        if (request.AccessTokens)
            tokens.Revoke(account);
        if (request.RefreshTokens)
            tenant.EndRefreshTokens(account.Key);
        return Results.NoContent();
    }

    /// <summary>Members that are not named stay as they are.</summary>
    private static async Task<IResult> ChangeTenantAsync(HttpContext context, Tenant tenant)
    {
        var changes = await ControlBody.ReadMembersAsync(context, ControlJson.Default.TenantSettings);
        var settings = JsonSerializer.SerializeToNode(tenant.Settings, ControlJson.Default.TenantSettings)!.AsObject();
        foreach (var (name, value) in changes) settings[name] = value?.DeepClone();
        tenant.Settings = settings.Deserialize(ControlJson.Default.TenantSettings)!;
        return Results.NoContent();
    }

    private static async Task<IResult> SetLagAsync(HttpContext context, SandboxWorld world)
    {
        var (send, draft, sentItems) = await ControlBody.ReadAsync(context, ControlJson.Default.MailLagRequest);
        if (!new[] { send, draft, sentItems }.All(seconds => seconds is >= 0 and <= 86_400))
            throw new ControlException("each lag must be 0 to 86400 seconds");
        world.MailLag = new MailLag
        {
            Send = Duration.FromSeconds(send),
            Draft = Duration.FromSeconds(draft),
            SentItems = Duration.FromSeconds(sentItems),
        };
        return Results.NoContent();
    }

    private static async Task<IResult> AdvanceAsync(HttpContext context, AdjustableClock clock)
    {
        var request = await ControlBody.ReadAsync(context, ControlJson.Default.ClockRequest);
        if (!TimeSpan.TryParse(request.Advance, CultureInfo.InvariantCulture, out var by) || by < TimeSpan.Zero || by > FurthestAdvance)
            throw new ControlException("advance must be a time from 00:00:00 to 366.00:00:00, as days.hours:minutes:seconds, for example 00:11:00");
        clock.Advance(by);
        return Clock(clock);
    }

    private static IResult Clock(AdjustableClock clock) =>
        Results.Json(new ClockAnswer(clock.GetUtcNow(), clock.Ahead.ToString("c", CultureInfo.InvariantCulture)), ControlJson.Default.ClockAnswer);

    private static ProviderAccount Known(string key, SandboxWorld world) => world.Find(key) ?? throw new ControlException(
        $"there is no account {key}; there are {string.Join(", ", world.Read(all => all.Select(a => a.Key).ToList()))}", StatusCodes.Status404NotFound);

    private static IResult Json(JsonNode node) => Results.Text(WorldState.Write(node), "application/json");
}
