namespace TokenVaultAgent.Sandbox.Activity;

internal static class RequestRecorder
{
    /// <summary>Where a query is what was asked for, and holds no codes.</summary>
    private static readonly string[] ProviderApis = ["/calendar", "/gmail", "/v1.0"];

    private static readonly object Note = new();

    /// <summary>Resets the connection instead of answering.</summary>
    public static void Drop(this HttpContext context)
    {
        ((Action<int?>)context.Items[Note]!)(null);
        context.Abort();
    }

    /// <summary>
    /// Notes each request and how it was answered, before its client can see the answer. Comes first, so that a fault counts as the answer.
    /// </summary>
    public static void RecordRequests(this IApplicationBuilder app, ActivityLog log, TimeProvider clock, string service) => app.Use(async (context, next) =>
    {
        var (at, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        var (method, path) = (context.Request.Method, PathOf(context.Request));
        var isNoted = false;
        context.Items[Note] = (Action<int?>)Add;
        context.Response.OnStarting(() =>
        {
            Add(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
            if (context.RequestAborted.IsCancellationRequested)
                Add(null);
        }
        catch
        {
            Add(context.RequestAborted.IsCancellationRequested ? null : StatusCodes.Status500InternalServerError);
            throw;
        }

        void Add(int? status)
        {
            if (isNoted)
                return;
            isNoted = true;
            var took = Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 1);
            log.Add(number => new RequestEntry(number, at, service, method, path, status, took));
        }
    });

    private static string PathOf(HttpRequest request) =>
        request.Path.Value + (ProviderApis.Any(api => request.Path.StartsWithSegments(api, StringComparison.Ordinal)) ? request.QueryString.Value : "");
}
