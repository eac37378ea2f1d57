using System.Globalization;
using System.Text.Json;
using TokenVaultAgent.Sandbox.Activity;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Control;

/// <summary>Shows what is in the sandbox and what happens there: as JSON, and on a page.</summary>
internal static class WatchingEndpoints
{
    private static readonly string[] Kinds = ["request", "exchange", "log"];
    private static readonly string[] Services = ["agent", "auth0", "google", "graph", "control"];
    private static readonly string[] Parameters = ["kind", "service", "after", "follow"];

    public static void MapWatching(this WebApplication app)
    {
        app.MapControlPage();
        app.MapGet("/activity", ShowActivityAsync);
        app.MapGet("/people", (Tenant tenant, ISandboxAddresses addresses, TimeProvider clock) =>
            Results.Json(People.Of(tenant, addresses, clock), ControlJson.Default.IReadOnlyListPersonState));
        app.MapGet("/questions", async (RunningAgentServer agentServer, CancellationToken cancellationToken) => Results.Json(
            agentServer.QuestionsAsync is null ? [] : await agentServer.QuestionsAsync(cancellationToken), ControlJson.Default.IReadOnlyListAskedQuestion));
        app.MapGet("/services", (ISandboxAddresses addresses, RunningAgentServer agentServer) => Results.Json(
            new ServicesAnswer(agentServer.McpUrl, addresses.Auth0Url, addresses.GoogleUrl, addresses.GraphUrl), ControlJson.Default.ServicesAnswer));
    }

    // One entry a line (application/x-ndjson) where it is followed, so that a reader need not wait for the end.
    private static async Task ShowActivityAsync(HttpContext context, ActivityLog log, IHostApplicationLifetime lifetime)
    {
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(key => !Parameters.Contains(key)) is { } unknown)
            throw new ControlException($"{unknown} is not known; the parameters are {string.Join(", ", Parameters)}");
        var (kind, service) = (OneOf(query, "kind", Kinds), OneOf(query, "service", Services));
        if (!long.TryParse(query.TryGetValue("after", out var given) ? given.ToString() : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            throw new ControlException("after must be the number of an entry");
        bool IsAskedFor(ActivityEntry entry) => (kind is null || entry.Kind == kind) && (service is null || entry.Service == service);
        if (!query.ContainsKey("follow"))
        {
            await Results.Json([.. log.Since(after).Where(IsAskedFor)], ControlJson.Default.IReadOnlyListActivityEntry).ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await foreach (var entry in log.FollowAsync(after, ending.Token))
            {
                if (!IsAskedFor(entry))
                    continue;
                await context.Response.WriteAsync(JsonSerializer.Serialize(entry, ActivityLines.Default.ActivityEntry) + "\n", ending.Token);
                await context.Response.Body.FlushAsync(ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader has gone, or the sandbox ends: both are how following ends.
        }
    }

    private static string? OneOf(IQueryCollection query, string name, string[] values) =>
        !query.TryGetValue(name, out var given) ? null
        : values.Contains(given.ToString()) ? given.ToString()
        : throw new ControlException($"{name} must be one of {string.Join(", ", values)}");
}
