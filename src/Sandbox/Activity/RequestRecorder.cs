namespace TokenVaultAgent.Sandbox.Activity;

internal static class RequestRecorder
{
    /// <summary>Where a query is what was asked for, and holds no codes.</summary>
    private static readonly string[] ProviderApis = ["/calendar", "/gmail", "/v1.0"];

    private static readonly object Dropped = new();

    /// <summary>Resets the connection instead of answering.</summary>
    public static void Drop(this HttpContext context)
    {
        // The abort itself can be seen only later.
        context.Items[Dropped] = true;
        context.Abort();
    }

    /// <summary>Notes each request and how it was answered. Comes first, so that a fault counts as the answer.</summary>
    public static void RecordRequests(this IApplicationBuilder app, ActivityLog log, TimeProvider clock, string service) => app.Use(async (context, next) =>
    {
        var (at, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        var (method, path) = (context.Request.Method, PathOf(context.Request));
        try
        {
            await next(context);
        }
        finally
        {
            var status = context.Items.ContainsKey(Dropped) ? (int?)null : context.Response.StatusCode;
            var took = Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 1);
            log.Add(number => new RequestEntry(number, at, service, method, path, status, took));
        }
    });

    private static string PathOf(HttpRequest request) =>
        request.Path.Value + (ProviderApis.Any(api => request.Path.StartsWithSegments(api, StringComparison.Ordinal)) ? request.QueryString.Value : "");
}
