using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using TokenVaultAgent.Sandbox.Activity;

namespace TokenVaultAgent.Sandbox.FaultInjection;

internal static class FaultMiddleware
{
    /// <summary>Lets injected faults of this service (<c>auth0</c>, <c>google</c>, <c>graph</c>) answer before it does.</summary>
    public static IApplicationBuilder UseFaults(this IApplicationBuilder app, string service) =>
        app.Use((context, next) => StrikeAsync(service, context, next));

    private static async Task StrikeAsync(string service, HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var faults = context.RequestServices.GetRequiredService<Faults>();
        foreach (var fault in faults.Take(service, request.Method, request.Path.Value ?? "/", request.GetEncodedPathAndQuery()))
        {
            switch (fault.Kind)
            {
                case FaultKind.Latency:
                    var clock = context.RequestServices.GetRequiredService<TimeProvider>();
                    await Task.Delay(fault.Latency, clock, context.RequestAborted);
                    continue;
                case FaultKind.Status:
                    await AnswerAsync(context, service, fault);
                    return;
                case FaultKind.StatusAfter:
                    await DropAnswerAsync(context, next);
                    context.Response.Clear();
                    await AnswerAsync(context, service, fault);
                    return;
                case FaultKind.Garbage:
                    context.Response.ContentType = "application/json; charset=UTF-8";
                    await context.Response.WriteAsync("{\"items\": [{\"id\": \"", context.RequestAborted);
                    return;
                case FaultKind.DropBefore:
                    context.Drop();
                    return;
                case FaultKind.DropAfter:
                    await DropAnswerAsync(context, next);
                    context.Drop();
                    return;
            }
        }
        await next(context);
    }

    private static async Task DropAnswerAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await next(context);
        context.Response.Body = body;
    }

    private static async Task AnswerAsync(HttpContext context, string service, FaultRule fault)
    {
        context.Response.StatusCode = fault.Status;
        if (fault.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.WriteAsync(FaultBodies.For(service, fault).ToJsonString(), context.RequestAborted);
    }
}
